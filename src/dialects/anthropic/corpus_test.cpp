// Every exchange that we have with servers of Anthropic's models, whole, cut and re-spelled.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "dialects/anthropic/catalog.hpp"
#include "dialects/anthropic/error.hpp"
#include "dialects/anthropic/head.hpp"
#include "dialects/anthropic/reply.hpp"
#include "dialects/anthropic/reply_writer.hpp"
#include "dialects/anthropic/request.hpp"
#include "dialects/anthropic/spelling.hpp"
#include "dialects/anthropic/writer.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/shared.hpp"

namespace quorum::anthropic {
namespace {

/// An answer added up from its deltas.
struct Answer {
  std::string text, reasoning, refusal;
  std::vector<llm::Seal> seals;
  std::vector<llm::ToolCall> calls;
  std::vector<llm::Opaque> opaque;
  std::vector<std::string> citations;
  std::vector<llm::Finish> finishes;
  std::string stop_sequence, service_tier;
  std::optional<llm::Usage> usage;
  std::optional<Errc> error;
  bool operator==(const Answer&) const = default;
};

Answer add_up(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) {
    answer.text += delta.text;
    answer.reasoning += delta.reasoning;
    answer.refusal += delta.refusal;
    if (delta.reasoning_seal) answer.seals.push_back(*delta.reasoning_seal);
    for (const auto& opaque : delta.opaque) answer.opaque.push_back(opaque);
    for (const auto& citation : delta.citations) answer.citations.push_back(citation.raw.json);
    if (delta.finish) answer.finishes.push_back(*delta.finish);
    if (delta.usage) answer.usage = delta.usage;
    answer.stop_sequence += delta.stop_sequence;
    answer.service_tier += delta.service_tier;
    for (const auto& piece : delta.tool_calls) {
      if (piece.index >= answer.calls.size()) answer.calls.resize(piece.index + 1);
      auto& call = answer.calls[piece.index];
      call.id += piece.id;
      call.name += piece.name;
      call.arguments += piece.arguments;
    }
  }
  return answer;
}

Answer read_stream(const std::vector<std::string_view>& pieces,
                   std::vector<llm::Delta>* all = nullptr) {
  sse::Parser parser{8 << 20};
  StreamReader reader{"provider"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  std::optional<Errc> error;
  for (const auto piece : pieces) {
    if (!parser.push(piece, events)) error = Errc::internal;
  }
  parser.finish(events);
  for (const auto& event : events) {
    if (error) break;
    if (auto read = reader.read(event.name, event.data, deltas); !read) error = read.error().code;
  }
  if (!error) {
    if (auto ended = reader.end(deltas); !ended) error = ended.error().code;
  }
  auto answer = add_up(deltas);
  answer.error = error;
  if (all != nullptr) *all = std::move(deltas);
  return answer;
}

/// The exchanges of the corpus, one after the other.
template <typename Visit>
void for_each_exchange(Visit visit) {
  auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "anthropic.messages");
  std::ranges::copy(testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "vertex.raw_predict"),
                    std::back_inserter(paths));
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    SCOPED_TRACE(path.string());
    visit(document->root());
  }
}

std::string body_of(json::Value message) {
  const auto body = message["body"];
  return std::string{body.string().value_or(body.raw())};
}

bool is_stream(json::Value exchange) { return exchange["kind"].string() == "sse"; }

bool is_answer(json::Value exchange) {
  return exchange["kind"].string() == "json" &&
         exchange["response"]["status"].integer().value_or(0) < 300;
}

/// What a stream says by the plainest reading: one kind of delta end to end.
std::string plain(std::string_view body, std::string_view type, const char* member) {
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    auto line = body.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("data:")) continue;
    const auto document = json::Document::parse(line.substr(5));
    if (!document || document->root()["delta"]["type"].string() != type) continue;
    text += document->root()["delta"][member].string().value_or("");
  }
  return text;
}

TEST(Corpus, EveryStreamIsReadToItsEnd) {
  std::size_t streams = 0;
  for_each_exchange([&](json::Value exchange) {
    if (!is_stream(exchange)) return;
    const auto body = body_of(exchange["response"]);
    const auto whole = read_stream({body});
    EXPECT_FALSE(whole.error);
    EXPECT_EQ(whole.text, plain(body, "text_delta", "text"));
    EXPECT_EQ(whole.reasoning, plain(body, "thinking_delta", "thinking"));
    std::string signatures;
    for (const auto& seal : whole.seals) signatures += seal.data;
    EXPECT_EQ(signatures, plain(body, "signature_delta", "signature"));
    EXPECT_EQ(whole.finishes.size(), 1U);
    ASSERT_TRUE(whole.usage);
    EXPECT_GT(whole.usage->prompt, 0);
    for (const auto& call : whole.calls) EXPECT_TRUE(json::Document::parse(call.arguments));
    for (const auto& opaque : whole.opaque) EXPECT_TRUE(json::Document::parse(opaque.json));
    ++streams;
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(streams, 60U);
}

// Short streams are cut at every byte; of longer ones a quarter of a million bytes are read again,
// in cuts spread over all of it.
TEST(Corpus, NoStreamDependsOnWhereItIsCut) {
  constexpr std::size_t kBytesRead = 250'000;
  constexpr std::size_t kShort = 2'000;
  for_each_exchange([&](json::Value exchange) {
    if (!is_stream(exchange)) return;
    const auto body = body_of(exchange["response"]);
    const std::string_view view = body;
    const auto whole = read_stream({view});
    const auto cuts =
        view.size() <= kShort ? view.size() : std::max<std::size_t>(kBytesRead / view.size(), 3);
    for (std::size_t i = 1; i <= cuts; ++i) {
      const auto cut = view.size() * i / (cuts + 1);
      ASSERT_EQ(read_stream({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(read_stream(bytes), whole) << "byte by byte";
  });
}

TEST(Corpus, AStreamThatEndsBeforeItsStopIsAnError) {
  for_each_exchange([&](json::Value exchange) {
    if (!is_stream(exchange)) return;
    const auto body = body_of(exchange["response"]);
    const std::string_view view = body;
    const auto stop = view.rfind("event: message_stop");
    ASSERT_NE(stop, view.npos);
    for (const auto cut : {std::size_t{0}, stop / 4, stop / 2, stop - 1, stop, stop + 25}) {
      EXPECT_TRUE(read_stream({view.substr(0, cut)}).error) << "cut at " << cut;
    }
  });
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  std::size_t answers = 0;
  for_each_exchange([&](json::Value exchange) {
    if (!is_answer(exchange)) return;
    const auto body = body_of(exchange["response"]);
    const auto reply = read_reply("provider", body);
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto document = json::Document::parse(body);
    const auto root = document->root();
    const auto answer = add_up(*reply);
    std::string text;
    std::string thoughts;
    std::size_t calls = 0;
    std::size_t sealed = 0;
    std::size_t others = 0;
    for (const auto block : root["content"]) {
      const auto type = block["type"].string().value_or("");
      text += type == "text" ? block["text"].string().value_or("") : "";
      thoughts += block["thinking"].string().value_or("");
      calls += type == "tool_use" ? 1 : 0;
      sealed += type == "thinking" || type == "redacted_thinking" ? 1 : 0;
      others += type == "text" || type == "tool_use" || type.ends_with("thinking") ? 0 : 1;
    }
    EXPECT_EQ(answer.text, text);
    EXPECT_EQ(answer.reasoning, thoughts);
    EXPECT_EQ(answer.calls.size(), calls);
    EXPECT_EQ(answer.seals.size(), sealed);
    EXPECT_EQ(answer.opaque.size(), others);
    EXPECT_EQ(answer.finishes.size(), 1U);
    const auto usage = root["usage"];
    const auto count = [&](const char* name) { return usage[name].integer().value_or(0); };
    EXPECT_EQ(answer.usage->prompt, count("input_tokens") + count("cache_read_input_tokens") +
                                        count("cache_creation_input_tokens"));
    EXPECT_EQ(answer.usage->completion, count("output_tokens"));
    ++answers;
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(answers, 200U);
}

TEST(Corpus, EveryRefusalIsUnderstood) {
  for_each_exchange([&](json::Value exchange) {
    const auto status = exchange["response"]["status"].integer().value_or(0);
    if (status < 400) return;
    const auto error = explain({.provider = "acme",
                                .status = static_cast<int>(status),
                                .body = body_of(exchange["response"])});
    EXPECT_EQ(error.code, status == 404 ? Errc::not_found : Errc::invalid_request);
    EXPECT_NE(error.message.find(": "), std::string::npos) << error.message;
  });
}

/// The deltas of a recorded answer, whole or streamed.
std::vector<llm::Delta> recorded(json::Value exchange) {
  const auto body = body_of(exchange["response"]);
  std::vector<llm::Delta> deltas;
  if (is_stream(exchange)) read_stream({body}, &deltas);
  if (is_answer(exchange)) deltas = read_reply("provider", body).value_or(deltas);
  return deltas;
}

/// JSON as it is, but for the spaces in it.
std::string compact(std::string_view json) {
  std::string out;
  bool is_in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool is_space = !is_in_string && (json[i] == ' ' || json[i] == '\n');
    if (!is_space) out += json[i];
    if (json[i] == '\\') {
      out += json[++i];
    } else if (json[i] == '"') {
      is_in_string = !is_in_string;
    }
  }
  return out;
}

/// An answer in the form in which every spelling of it is the same.
Answer plain(Answer answer) {
  for (auto& call : answer.calls) call.arguments = compact(call.arguments);
  for (auto& opaque : answer.opaque) opaque.json = compact(opaque.json);
  for (auto& citation : answer.citations) citation = compact(citation);
  return answer;
}

TEST(Corpus, NoAnswerLosesAnythingWhenItIsWrittenAndReadAgain) {
  for_each_exchange([&](json::Value exchange) {
    const auto deltas = recorded(exchange);
    if (deltas.empty()) return;
    const auto answer = plain(add_up(deltas));

    StreamWriter stream_writer{{.id = "1", .model = "m"}};
    ReplyWriter reply_writer{{.id = "1", .model = "m"}};
    std::string stream;
    for (const auto& delta : deltas) {
      stream_writer.write(delta, stream);
      reply_writer.add(delta);
    }
    stream_writer.end(stream);
    EXPECT_EQ(plain(read_stream({stream})), answer) << stream;
    const auto whole = read_reply("provider", reply_writer.end());
    ASSERT_TRUE(whole);
    EXPECT_EQ(plain(add_up(*whole)), answer);
  });
}

// The official clients' demands on a stream, held against everything we write.
TEST(Corpus, WhatWeWriteKeepsTheOrderThatClientsDemand) {
  for_each_exchange([&](json::Value exchange) {
    const auto deltas = recorded(exchange);
    if (deltas.empty()) return;
    StreamWriter writer{{.id = "1", .model = "m"}};
    std::string stream;
    for (const auto& delta : deltas) writer.write(delta, stream);
    writer.end(stream);
    EXPECT_TRUE(stream.ends_with("\n\n"));
    sse::Parser parser{8 << 20};
    std::vector<sse::Event> events;
    ASSERT_TRUE(parser.push(stream, events));
    std::int64_t next = 0;
    bool is_open = false;
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto document = json::Document::parse(events[i].data);
      ASSERT_TRUE(document) << events[i].data;
      const auto root = document->root();
      const auto& name = events[i].name;
      EXPECT_EQ(root["type"].string(), name);
      EXPECT_EQ(name == "message_start", i == 0);
      EXPECT_EQ(name == "message_delta", i + 2 == events.size());
      EXPECT_EQ(name == "message_stop", i + 1 == events.size());
      if (name == "message_start") {
        EXPECT_TRUE(root["message"]["usage"]["input_tokens"].integer());
      }
      if (name == "message_delta") EXPECT_TRUE(root["usage"]["output_tokens"].integer());
      if (!root["index"]) continue;
      EXPECT_EQ(root["index"].integer(), next);
      EXPECT_EQ(is_open, name != "content_block_start");
      is_open = name != "content_block_stop";
      if (!is_open) ++next;
    }
    EXPECT_FALSE(is_open);
  });
}

/// Consecutive messages of one role are one turn to the server.
llm::Chat merged(const llm::Chat& chat) {
  auto merged = chat;
  merged.messages.clear();
  for (const auto& message : chat.messages) {
    auto& list = merged.messages;
    if (list.empty() || list.back().role != message.role || message.role == llm::Role::tool) {
      list.push_back(message);
    } else {
      list.back().parts.insert(list.back().parts.end(), message.parts.begin(), message.parts.end());
    }
  }
  return merged;
}

TEST(Corpus, EveryRequestThatAServerTookIsReadAndWrittenAgain) {
  std::size_t requests = 0;
  for_each_exchange([&](json::Value exchange) {
    const auto text = body_of(exchange["request"]);
    if (exchange["response"]["status"].integer().value_or(0) >= 300) return;
    EXPECT_TRUE(check_request(text)) << check_request(text).error().message;
    const auto chat = read_request(text);
    ASSERT_TRUE(chat) << chat.error().message;
    const dialects::Quirks quirks;
    const auto document = json::Document::parse(text);
    const auto model = document->root()["model"].string().value_or("m");
    const dialects::Ask ask{.model = model, .quirks = quirks};
    const auto written = write_request(*chat, ask);
    ASSERT_TRUE(written);
    EXPECT_TRUE(written->dropped.empty()) << written->dropped[0];
    const auto again = read_request(written->body);
    ASSERT_TRUE(again) << again.error().message << written->body;
    EXPECT_EQ(merged(*again), merged(*chat)) << text << "\n" << written->body;
    ++requests;
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(requests, 290U);
}

TEST(Corpus, EveryRequestToCountTokensAndItsAnswerAreRead) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "anthropic.count_tokens");
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document);
    const auto root = document->root();
    const auto text = body_of(root["request"]);
    EXPECT_TRUE(scan_head(text)) << path;
    EXPECT_TRUE(read_count_request(text)) << path << read_count_request(text).error().message;
    const auto count = read_count("provider", body_of(root["response"]));
    EXPECT_EQ(count.has_value(), root["response"]["status"].integer() == 200) << path;
  }
}

}  // namespace
}  // namespace quorum::anthropic
