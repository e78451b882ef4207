// Every exchange with Google that we have, whole and cut, and spelled again.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "dialects/gemini/counting.hpp"
#include "dialects/gemini/heard.hpp"
#include "dialects/gemini/parts.hpp"
#include "dialects/gemini/reply.hpp"
#include "dialects/gemini/request.hpp"
#include "dialects/gemini/spelling.hpp"
#include "dialects/gemini/target.hpp"
#include "dialects/gemini/writer.hpp"
#include "json/value.hpp"
#include "testkit/shared.hpp"

namespace quorum::gemini {
namespace {

template <typename Visit>
void for_each_exchange(std::string_view api, Visit visit) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, api);
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

bool is_kind(json::Value exchange, std::string_view kind) {
  return exchange["kind"].string() == kind;
}

bool is_good(json::Value exchange) {
  return exchange["response"]["status"].integer().value_or(0) < 300;
}

/// What the pieces of an answer say by the plainest reading.
struct Plain {
  std::string text, thoughts;
  std::size_t calls = 0, signatures = 0, last_total = 0;
};

void read_plainly(json::Value chunk, Plain& plain) {
  for (const auto part : chunk["candidates"][0]["content"]["parts"]) {
    const auto text = part["text"].string().value_or("");
    (part["thought"].boolean() == true ? plain.thoughts : plain.text) += text;
    if (part["functionCall"].exists()) ++plain.calls;
    const bool is_opaque = !part["text"].exists() && !part["functionCall"].exists() &&
                           !part["inlineData"].exists() && part.size() > 1;
    if (part["thoughtSignature"].exists() && !is_opaque) ++plain.signatures;
  }
  const auto total = chunk["usageMetadata"]["totalTokenCount"].integer();
  if (total) plain.last_total = static_cast<std::size_t>(*total);
}

Plain plain_stream(std::string_view body) {
  Plain plain;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    auto line = body.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("data:")) continue;
    line.remove_prefix(5);
    const auto document = json::Document::parse(line);
    if (document) read_plainly(document->root(), plain);
  }
  return plain;
}

void expect_same(const Heard& heard, const Plain& plain) {
  ASSERT_TRUE(heard.choices.contains(0));
  const auto& choice = heard.choices.at(0);
  EXPECT_EQ(choice.text, plain.text);
  EXPECT_EQ(choice.reasoning, plain.thoughts);
  EXPECT_EQ(choice.calls.size(), plain.calls);
  const auto sealed_images = static_cast<std::size_t>(std::ranges::count_if(
      choice.images, [](const auto& image) { return image.seal.has_value(); }));
  EXPECT_EQ(choice.seals.size() + sealed_images, plain.signatures);
  EXPECT_EQ(choice.finishes.size(), 1U);
  if (plain.last_total > 0) {
    ASSERT_TRUE(heard.usage);
    EXPECT_EQ(heard.usage->total(), static_cast<std::int64_t>(plain.last_total));
  }
}

/// What of an answer survives being spelled by us: ids and names are ours, and arguments lose the
/// space between their tokens.
Heard comparable(Heard heard) {
  heard.id.clear();
  heard.model.clear();
  for (auto& [index, choice] : heard.choices) {
    for (auto& call : choice.calls) call.arguments = compact(call.arguments);
    for (auto& opaque : choice.opaque) opaque.json = compact(opaque.json);
    for (auto& citation : choice.citations) citation.quote.clear(), citation.raw = {};
  }
  return heard;
}

TEST(Corpus, EveryStreamIsReadToItsEnd) {
  std::size_t streams = 0;
  for_each_exchange("gemini.stream", [&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange["response"]);
    const auto whole = hear_stream({body});
    EXPECT_FALSE(whole.error);
    expect_same(whole, plain_stream(body));
    ++streams;
  });
  if (!testing::Test::IsSkipped()) EXPECT_EQ(streams, 54U);
}

TEST(Corpus, EveryArrayAndWholeAnswerIsRead) {
  std::size_t answers = 0;
  for (const auto* api : {"gemini.stream", "gemini.generate"}) {
    for_each_exchange(api, [&](json::Value exchange) {
      if (!is_kind(exchange, "json") || !is_good(exchange)) return;
      const auto body = body_of(exchange["response"]);
      const auto deltas = read_reply("acme", body);
      ASSERT_TRUE(deltas) << deltas.error().detail;
      const auto document = json::Document::parse(body);
      ASSERT_TRUE(document);
      Plain plain;
      if (document->root().is(json::Kind::array)) {
        for (const auto chunk : document->root()) read_plainly(chunk, plain);
      } else {
        read_plainly(document->root(), plain);
      }
      expect_same(hear(*deltas), plain);
      ++answers;
    });
  }
  if (!testing::Test::IsSkipped()) EXPECT_EQ(answers, 383U);
}

// A quarter of a million bytes a stream are read again, in cuts spread over all of it.
TEST(Corpus, NoStreamDependsOnWhereItIsCut) {
  constexpr std::size_t kBytesRead = 250'000;
  for_each_exchange("gemini.stream", [&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange["response"]);
    const std::string_view view = body;
    const auto whole = hear_stream({view});
    const auto cuts = std::clamp<std::size_t>(kBytesRead / (view.size() + 1), 3, view.size());
    for (std::size_t i = 1; i <= cuts; ++i) {
      const auto cut = view.size() * i / (cuts + 1);
      ASSERT_EQ(hear_stream({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(hear_stream(bytes), whole) << "byte by byte";
  });
}

TEST(Corpus, AStreamCutBeforeItsFinishIsAnError) {
  for_each_exchange("gemini.stream", [&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange["response"]);
    const std::string_view view = body;
    const auto finish = view.find("\"finishReason\"");
    ASSERT_NE(finish, view.npos);
    for (const auto cut : {finish / 4, finish / 2, finish - 1}) {
      EXPECT_TRUE(hear_stream({view.substr(0, cut)}).error) << "cut at " << cut;
    }
  });
}

std::string spelled_stream(const std::vector<llm::Delta>& deltas) {
  StreamWriter writer{{.id = "1", .model = "m"}};
  std::string out;
  for (const auto& delta : deltas) writer.write(delta, out);
  writer.end(out);
  return out;
}

TEST(Corpus, EveryAnswerSaysTheSameInOurSpelling) {
  for (const auto* api : {"gemini.stream", "gemini.generate"}) {
    for_each_exchange(api, [&](json::Value exchange) {
      if (!is_good(exchange)) return;
      const auto body = body_of(exchange["response"]);
      std::vector<llm::Delta> deltas;
      if (is_kind(exchange, "sse")) {
        hear_stream({body}, &deltas);
      } else {
        auto read = read_reply("acme", body);
        ASSERT_TRUE(read);
        deltas = std::move(*read);
      }
      const auto original = comparable(hear(deltas));
      EXPECT_TRUE(comparable(hear_stream({spelled_stream(deltas)})) == original);
      ReplyWriter writer{{.id = "1", .model = "m"}};
      for (const auto& delta : deltas) writer.add(delta);
      const auto whole = read_reply("acme", writer.end());
      ASSERT_TRUE(whole);
      EXPECT_TRUE(comparable(hear(*whole)) == original);
    });
  }
}

TEST(Corpus, EveryRefusalIsUnderstood) {
  for (const auto* api : {"gemini.generate", "gemini.count_tokens"}) {
    for_each_exchange(api, [&](json::Value exchange) {
      if (is_good(exchange)) return;
      const auto status = exchange["response"]["status"].integer().value_or(0);
      const auto body = body_of(exchange["response"]);
      const auto error = target().explain({.provider = "acme",
                                           .key_variable = "ACME_KEY",
                                           .status = static_cast<int>(status),
                                           .body = body});
      switch (status) {
        case 400: EXPECT_EQ(error.code, Errc::unauthenticated); break;
        case 403: EXPECT_EQ(error.code, Errc::permission_denied); break;
        case 404: EXPECT_EQ(error.code, Errc::not_found); break;
        case 429:
          EXPECT_EQ(error.code, Errc::rate_limited);
          EXPECT_EQ(error.retry_after, std::chrono::seconds{48});
          break;
        default: ADD_FAILURE() << "status " << status;
      }
    });
  }
}

TEST(Corpus, EveryCountIsOfARequest) {
  std::size_t counts = 0;
  for_each_exchange("gemini.count_tokens", [&](json::Value exchange) {
    const auto request = read_count(body_of(exchange["request"]));
    ASSERT_TRUE(request);
    EXPECT_TRUE(read_request(*request)) << *request;
    ++counts;
  });
  if (!testing::Test::IsSkipped()) EXPECT_EQ(counts, 6U);
}

bool is_stand_in(const std::optional<llm::Seal>& seal) {
  return seal && seal->data == "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";
}

llm::Part plain_part(llm::Part part, llm::Role role) {
  if (auto* call = std::get_if<llm::ToolCall>(&part.content)) {
    call->arguments = compact(call->arguments);
    if (is_stand_in(call->seal)) call->seal.reset();
  }
  if (auto* opaque = std::get_if<llm::Opaque>(&part.content)) opaque->json = compact(opaque->json);
  auto* text = std::get_if<llm::Text>(&part.content);
  const bool is_json = text != nullptr && json::Document::parse(text->text).has_value();
  if (is_json && role == llm::Role::tool) text->text = compact(text->text);
  return part;
}

/// Turns without the borders between them, for who speaks twice in a row speaks on, and JSON
/// without its space.
std::vector<llm::Message> plain_messages(const std::vector<llm::Message>& messages) {
  std::vector<llm::Message> joined;
  for (const auto& message : messages) {
    const bool continues =
        !joined.empty() && joined.back().role == message.role && message.role != llm::Role::tool;
    if (!continues) {
      joined.push_back(message);
      joined.back().parts.clear();
    }
    for (const auto& part : message.parts) {
      joined.back().parts.push_back(plain_part(part, message.role));
    }
  }
  return joined;
}

std::vector<llm::Tool> functions_first(const std::vector<llm::Tool>& tools) {
  std::vector<llm::Tool> sorted;
  std::ranges::copy_if(tools, std::back_inserter(sorted),
                       [](const auto& tool) { return tool.kind == llm::Tool::Kind::function; });
  std::ranges::copy_if(tools, std::back_inserter(sorted),
                       [](const auto& tool) { return tool.kind != llm::Tool::Kind::function; });
  return sorted;
}

TEST(Corpus, EveryRequestIsReadAndSaysTheSameInOurSpelling) {
  std::size_t requests = 0;
  for (const auto* api : {"gemini.stream", "gemini.generate"}) {
    for_each_exchange(api, [&](json::Value exchange) {
      if (!is_good(exchange)) return;
      const auto body = body_of(exchange["request"]);
      EXPECT_TRUE(check_request(body));
      const auto chat = read_request(body);
      ASSERT_TRUE(chat) << chat.error().message;
      const auto written = write_request(*chat, "gemini-3-flash");
      const auto again = read_request(written.body);
      ASSERT_TRUE(again) << again.error().message;
      EXPECT_TRUE(plain_messages(again->messages) == plain_messages(chat->messages))
          << written.body;
      EXPECT_TRUE(functions_first(again->tools) == functions_first(chat->tools));
      EXPECT_EQ(again->tool_choice, chat->tool_choice);
      EXPECT_EQ(again->format, chat->format);
      EXPECT_EQ(again->temperature, chat->temperature);
      EXPECT_EQ(again->outputs, chat->outputs);
      EXPECT_EQ(again->stop, chat->stop);
      EXPECT_EQ(again->tokens_max, chat->tokens_max);
      for (const auto& name : written.dropped) EXPECT_EQ(name, "contents.parts.videoMetadata");
      ++requests;
    });
  }
  if (!testing::Test::IsSkipped()) EXPECT_EQ(requests, 437U);
}

}  // namespace
}  // namespace quorum::gemini
