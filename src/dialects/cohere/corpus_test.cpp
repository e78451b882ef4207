// Every answer that we have of Cohere, whole and cut.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "dialects/cohere/error.hpp"
#include "dialects/cohere/reply.hpp"
#include "dialects/cohere/v1.hpp"
#include "json/text.hpp"
#include "json/value.hpp"
#include "sse/lines.hpp"
#include "sse/parser.hpp"
#include "testkit/answer.hpp"
#include "testkit/shared.hpp"

namespace quorum::cohere {
namespace {

using testkit::Answer;
using Events = std::vector<sse::Event>;

Events cut_events(const std::vector<std::string_view>& pieces) {
  sse::Parser parser{8 << 20};
  Events events;
  for (const auto piece : pieces) EXPECT_TRUE(parser.push(piece, events));
  parser.finish(events);
  return events;
}

Events cut_lines(const std::vector<std::string_view>& pieces) {
  sse::Lines cutter{8 << 20};
  std::vector<std::string> lines;
  for (const auto piece : pieces) EXPECT_TRUE(cutter.push(piece, lines));
  cutter.finish(lines);
  Events events;
  for (auto& line : lines) events.push_back({.data = std::move(line)});
  return events;
}

Answer read(dialects::StreamReader&& reader, const Events& events) {
  std::vector<llm::Delta> deltas;
  Result<> outcome;
  for (const auto& event : events) {
    if (outcome) outcome = reader.read(event.name, event.data, deltas);
  }
  if (outcome) outcome = reader.end(deltas);
  auto answer = testkit::add_up(deltas);
  if (!outcome) answer.error = outcome.error();
  return answer;
}

Answer read_v2(const std::vector<std::string_view>& pieces) {
  return read(StreamReader{"provider"}, cut_events(pieces));
}

Answer read_v1(const std::vector<std::string_view>& pieces) {
  return read(V1StreamReader{"provider"}, cut_lines(pieces));
}

template <typename Visit>
void for_each_exchange(std::string_view api, Visit visit) {
  std::size_t seen = 0;
  for (const auto& path : testkit::recorded_exchanges(QUORUM_SOURCE_DIR, api)) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    // Others answer at the same path in a spelling of their own.
    if (document->root()["provider"].string() != "cohere") continue;
    SCOPED_TRACE(path.string());
    visit(document->root());
    ++seen;
  }
  if (seen == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
}

std::string body_of(json::Value exchange) {
  return std::string{exchange["response"]["body"].string().value_or("")};
}

bool is_kind(json::Value exchange, std::string_view kind) {
  return exchange["kind"].string() == kind;
}

template <typename Read>
void expect_no_cut_matters(std::string_view view, const Answer& whole, Read read_pieces) {
  constexpr std::size_t kBytesRead = 1'000'000;
  const auto cuts = std::clamp<std::size_t>(kBytesRead / (view.size() + 1), 3, view.size());
  for (std::size_t i = 1; i <= cuts; ++i) {
    const auto cut = view.size() * i / (cuts + 1);
    ASSERT_EQ(read_pieces({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
  }
  std::vector<std::string_view> bytes;
  for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
  EXPECT_EQ(read_pieces(bytes), whole) << "byte by byte";
}

/// Each citation's place in the text says what the citation says was cited.
void expect_cited(const Answer& answer) {
  const auto text = json::code_points(answer.text);
  for (const auto& citation : answer.citations) {
    const auto document = json::Document::parse(citation.raw.json);
    const auto cited = document->root()["text"].string().value_or("");
    ASSERT_TRUE(citation.begin && citation.end);
    const auto begin = static_cast<std::size_t>(*citation.begin);
    const auto end = static_cast<std::size_t>(*citation.end);
    ASSERT_LE(end, text.size());
    EXPECT_EQ(text.substr(begin, end - begin), json::code_points(cited));
  }
}

TEST(Corpus, EveryStreamIsReadAndDoesNotDependOnTheCut) {
  std::size_t streams = 0;
  for_each_exchange("cohere.v2.chat", [&](json::Value exchange) {
    if (!is_kind(exchange, "sse")) return;
    ++streams;
    const auto body = body_of(exchange);
    const std::string_view view = body;
    const auto whole = read_v2({view});
    EXPECT_FALSE(whole.error);
    EXPECT_EQ(whole.finishes.size(), 1U);
    EXPECT_TRUE(whole.usage);
    EXPECT_NE(whole.id, "");
    EXPECT_EQ(whole.calls.empty(), whole.finishes.front() != llm::Finish::tool_calls);
    for (const auto& call : whole.calls) EXPECT_TRUE(json::Document::parse(call.arguments));
    expect_cited(whole);
    expect_no_cut_matters(view, whole, read_v2);
    const auto last = view.rfind("event: message-end");
    for (const auto cut : {last / 4, last / 2, last}) {
      EXPECT_TRUE(read_v2({view.substr(0, cut)}).error) << "lost at " << cut;
    }
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(streams, 10U);
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  std::size_t answers = 0;
  for_each_exchange("cohere.v2.chat", [&](json::Value exchange) {
    if (!is_kind(exchange, "json")) return;
    ++answers;
    const auto body = body_of(exchange);
    const auto reply = read_reply("provider", body);
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto answer = testkit::add_up(*reply);
    const auto document = json::Document::parse(body);
    const auto root = document->root();
    std::string text;
    std::string thinking{root["message"]["tool_plan"].string().value_or("")};
    for (const auto part : root["message"]["content"]) {
      text += part["text"].string().value_or("");
      thinking += part["thinking"].string().value_or("");
    }
    EXPECT_EQ(answer.text, text);
    EXPECT_EQ(answer.reasoning, thinking);
    EXPECT_EQ(answer.calls.size(), root["message"]["tool_calls"].size());
    EXPECT_EQ(answer.finishes.size(), 1U);
    EXPECT_EQ(answer.usage->completion, root["usage"]["tokens"]["output_tokens"].integer());
    EXPECT_EQ(answer.usage->cached_read, root["usage"]["cached_tokens"].integer());
    EXPECT_GE(answer.citations.size(), root["message"]["citations"].size());
    expect_cited(answer);
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(answers, 30U);
}

TEST(Corpus, EveryRefusalIsUnderstood) {
  for (const auto* api : {"cohere.v2.chat", "cohere.v1.chat"}) {
    for_each_exchange(api, [&](json::Value exchange) {
      const auto status = exchange["response"]["status"].integer().value_or(0);
      if (status < 400) return;
      const auto error = explain({.provider = "acme",
                                  .key_variable = "ACME_KEY",
                                  .status = static_cast<int>(status),
                                  .body = body_of(exchange)});
      EXPECT_EQ(error.code, status == 401 ? Errc::unauthenticated : Errc::not_found);
      EXPECT_EQ(error.message.find("https://"), std::string::npos);
    });
  }
}

TEST(Corpus, TheOldAnswersAreReadToo) {
  for_each_exchange("cohere.v1.chat", [&](json::Value exchange) {
    const auto body = body_of(exchange);
    if (is_kind(exchange, "json")) {
      const auto reply = read_v1_reply("provider", body);
      ASSERT_TRUE(reply) << reply.error().detail;
      const auto document = json::Document::parse(body);
      EXPECT_EQ(reply->text, document->root()["text"].string());
      EXPECT_TRUE(reply->usage);
    } else if (is_kind(exchange, "ndjson")) {
      const auto whole = read_v1({body});
      EXPECT_FALSE(whole.error);
      EXPECT_NE(whole.text, "");
      EXPECT_TRUE(whole.usage);
      expect_no_cut_matters(body, whole, read_v1);
      EXPECT_TRUE(read_v1({std::string_view{body}.substr(0, body.rfind("stream-end"))}).error);
    }
  });
}

TEST(Corpus, EveryGenerationIsRead) {
  for_each_exchange("cohere.generate", [&](json::Value exchange) {
    const auto body = body_of(exchange);
    const auto reply = read_v1_reply("provider", body);
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto document = json::Document::parse(body);
    EXPECT_EQ(reply->text, document->root()["generations"][0]["text"].string());
    EXPECT_EQ(reply->finish, llm::Finish::stop);
    EXPECT_TRUE(reply->usage);
  });
}

}  // namespace
}  // namespace quorum::cohere
