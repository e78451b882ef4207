// Every answer that we have of providers of this spelling, whole and cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/reply.hpp"
#include "dialects/openai_chat/request.hpp"
#include "dialects/openai_chat/spelling.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/shared.hpp"

namespace quorum::openai_chat {
namespace {

/// An answer added up from its deltas.
struct Answer {
  std::string text, reasoning;
  std::vector<llm::ToolCall> calls;
  std::vector<llm::Finish> finishes;
  std::optional<llm::Usage> usage;
  std::optional<Errc> error;
  bool operator==(const Answer&) const = default;
};

Answer add_up(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) {
    if (delta.usage) answer.usage = delta.usage;
    if (delta.choice != 0) continue;
    answer.text += delta.text;
    answer.reasoning += delta.reasoning;
    if (delta.finish) answer.finishes.push_back(*delta.finish);
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

/// What a stream says by the plainest reading: `choices[0].delta.content` end to end.
std::string plain_text(std::string_view body) {
  std::string text;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    auto line = body.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with("data:")) continue;
    line.remove_prefix(5);
    const auto document = json::Document::parse(line);
    if (!document) continue;
    for (const auto choice : document->root()["choices"]) {
      if (choice["index"].integer().value_or(0) != 0) continue;
      const auto content = choice["delta"]["content"];
      text += content.string().value_or("");
      for (const auto part : content) text += part["text"].string().value_or("");
    }
  }
  return text;
}

/// The exchanges of the corpus, one after the other.
template <typename Visit>
void for_each_exchange(Visit visit) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.chat");
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    SCOPED_TRACE(path.string());
    visit(document->root());
  }
}

std::string body_of(json::Value exchange) {
  return std::string{exchange["response"]["body"].string().value_or("")};
}

bool is_kind(json::Value exchange, std::string_view kind) {
  return exchange["kind"].string() == kind;
}

// Some recordings end in an error of the provider's, and say so.
bool ends_in_error(std::string_view body) {
  return body.find("event: error") != body.npos || body.find("\nerror: ") != body.npos ||
         body.find(R"("error":{")") != body.npos;
}

TEST(Corpus, EveryStreamIsReadToItsEnd) {
  std::size_t streams = 0;
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange);
    const auto whole = read_stream({body});
    EXPECT_EQ(whole.error.has_value(), ends_in_error(body));
    EXPECT_EQ(whole.text, plain_text(body));
    if (!whole.error) EXPECT_EQ(whole.finishes.size(), 1U);
    ++streams;
  });
  if (!testing::Test::IsSkipped()) EXPECT_GT(streams, 150U);
}

// A quarter of a million bytes a stream are read again, in cuts spread over all of it.
TEST(Corpus, NoStreamDependsOnWhereItIsCut) {
  constexpr std::size_t kBytesRead = 250'000;
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange);
    const std::string_view view = body;
    const auto whole = read_stream({view});
    const auto cuts = std::clamp<std::size_t>(kBytesRead / (view.size() + 1), 3, view.size());
    for (std::size_t i = 1; i <= cuts; ++i) {
      const auto cut = view.size() * i / (cuts + 1);
      ASSERT_EQ(read_stream({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(read_stream(bytes), whole) << "byte by byte";
  });
}

// Cut before the provider has said anything of an end, a stream is an error.
TEST(Corpus, AStreamCutBeforeItsFinishIsAnError) {
  for_each_exchange([&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    const auto body = body_of(exchange);
    const std::string_view view = body;
    const auto finish =
        std::min({view.find("\"finish_reason\":\""), view.find("\"finish_reason\": \""),
                  view.find("\"usage\":{"), view.find("[DONE]")});
    if (finish == view.npos) return;
    for (const auto cut : {finish / 4, finish / 2, finish - 1}) {
      EXPECT_TRUE(read_stream({view.substr(0, cut)}).error) << "cut at " << cut;
    }
  });
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  std::size_t answers = 0;
  for_each_exchange([&](json::Value exchange) {
    const auto status = exchange["response"]["status"].integer().value_or(0);
    if (!is_kind(exchange, "json") || status >= 300) return;
    const auto body = body_of(exchange);
    const auto reply = read_reply("provider", body);
    const auto document = json::Document::parse(body);
    ASSERT_TRUE(document);
    const auto root = document->root();
    ASSERT_EQ(reply.has_value(), !root["error"]) << (reply ? "" : reply.error().detail);
    if (!reply) return;
    ++answers;
    const auto message = root["choices"][0]["message"];
    const auto answer = add_up(*reply);
    if (const auto content = message["content"].string()) EXPECT_EQ(answer.text, *content);
    EXPECT_EQ(answer.calls.size(),
              message["tool_calls"].size() +
                  (message["function_call"]["name"].string().value_or("").empty() ? 0U : 1U));
    EXPECT_EQ(answer.finishes.size(), 1U);
    const auto usage = root["usage"];
    if (!usage["total_tokens"]) return;
    ASSERT_TRUE(answer.usage);
    EXPECT_EQ(answer.usage->total(), usage["total_tokens"].integer());
  });
  if (!testing::Test::IsSkipped()) EXPECT_GT(answers, 600U);
}

TEST(Corpus, EveryRefusalIsUnderstood) {
  for_each_exchange([&](json::Value exchange) {
    const auto status = exchange["response"]["status"].integer().value_or(0);
    if (status < 400) return;
    const auto error = explain({.provider = "acme",
                                .key_variable = "ACME_KEY",
                                .status = static_cast<int>(status),
                                .body = body_of(exchange)});
    switch (status) {
      case 400: EXPECT_EQ(error.code, Errc::invalid_request); break;
      case 401: EXPECT_EQ(error.code, Errc::unauthenticated); break;
      case 404: EXPECT_EQ(error.code, Errc::not_found); break;
      case 429: EXPECT_EQ(error.code, Errc::rate_limited); break;
      default: ADD_FAILURE() << "status " << status;
    }
    EXPECT_NE(error.message, "");
  });
}

/// A document must have a name where OpenAI's spelling is kept to.
void name_documents(llm::Chat& chat) {
  for (auto& message : chat.messages) {
    for (auto& part : message.parts) {
      auto* file = std::get_if<llm::File>(&part.content);
      if (file != nullptr && file->name.empty()) file->name = "document.pdf";
    }
  }
}

// Providers took these requests: so must we; and what we understand of them survives our own
// spelling.
TEST(Corpus, EveryRequestThatAProviderTookIsTaken) {
  std::size_t understood = 0;
  const Spelling lenient{.takes_developer = true,
                         .takes_more_sampling = true,
                         .thoughts = Spelling::Thoughts::details,
                         .effort = Spelling::Effort::reasoning,
                         .cache_marks = Spelling::CacheMarks::cache_control,
                         .files = Spelling::Files::any,
                         .takes_custom_tools = true,
                         .takes_allowed_tools = true,
                         .takes_tool_media = true,
                         .takes_any_audio = true,
                         .takes_google_seals = true};
  for_each_exchange([&](json::Value exchange) {
    if (exchange["response"]["status"].integer().value_or(0) >= 300) return;
    const auto body = exchange["request"]["body"];
    if (body.is(json::Kind::null)) return;
    auto chat = read_request(body.string().value_or(body.raw()));
    ASSERT_TRUE(chat) << chat.error().message;
    ++understood;
    name_documents(*chat);
    const auto written = write_request(*chat, "m", Delivery::whole, lenient);
    const auto again = read_request(written.body);
    ASSERT_TRUE(again) << again.error().message;
    if (!written.dropped.empty()) return;
    EXPECT_EQ(again->messages, chat->messages) << written.body;
    EXPECT_EQ(again->tools, chat->tools);
    EXPECT_EQ(again->format.has_value(), chat->format.has_value());
    EXPECT_EQ(again->extras, chat->extras);
  });
  if (!testing::Test::IsSkipped()) EXPECT_GT(understood, 500U);
}

}  // namespace
}  // namespace quorum::openai_chat
