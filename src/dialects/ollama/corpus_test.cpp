// Every answer and every request that we have of Ollama, whole, cut, written again and read back.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "dialects/ollama/reply.hpp"
#include "dialects/ollama/request.hpp"
#include "dialects/ollama/spelling.hpp"
#include "dialects/ollama/writer.hpp"
#include "json/value.hpp"
#include "sse/lines.hpp"
#include "testkit/answer.hpp"
#include "testkit/shared.hpp"

namespace quorum::ollama {
namespace {

using testkit::Answer;

/// Reads a stream that comes in these pieces.
Answer read_stream(const std::vector<std::string_view>& pieces,
                   std::vector<llm::Delta>* all = nullptr) {
  sse::Lines cutter{8 << 20};
  StreamReader reader{"provider"};
  std::vector<std::string> lines;
  std::vector<llm::Delta> deltas;
  for (const auto piece : pieces) EXPECT_TRUE(cutter.push(piece, lines));
  cutter.finish(lines);
  Result<> outcome;
  for (const auto& line : lines) {
    if (outcome) outcome = reader.read({}, line, deltas);
  }
  if (outcome) outcome = reader.end(deltas);
  auto answer = testkit::add_up(deltas);
  if (!outcome) answer.error = outcome.error();
  if (all != nullptr) *all = std::move(deltas);
  return answer;
}

/// The exchanges of the corpus, one after the other.
template <typename Visit>
void for_each_exchange(Visit visit) {
  std::size_t seen = 0;
  for (const auto* api : {"ollama.chat", "ollama.generate"}) {
    const auto endpoint =
        std::string_view{api} == "ollama.chat" ? Endpoint::chat : Endpoint::generate;
    for (const auto& path : testkit::recorded_exchanges(QUORUM_SOURCE_DIR, api)) {
      const auto document = json::Document::parse(testkit::read_file(path));
      ASSERT_TRUE(document) << path;
      SCOPED_TRACE(path.string());
      visit(document->root(), endpoint);
      ++seen;
    }
  }
  if (seen == 0) GTEST_SKIP() << "no recorded exchanges beside the project";
}

std::string body_of(json::Value exchange) {
  return std::string{exchange["response"]["body"].string().value_or("")};
}

bool is_stream(json::Value exchange) { return exchange["kind"].string() == "ndjson"; }

/// What a stream says by the plainest reading.
std::string plain_text(std::string_view body, Endpoint endpoint) {
  std::string text;
  sse::Lines cutter{8 << 20};
  std::vector<std::string> lines;
  EXPECT_TRUE(cutter.push(body, lines));
  cutter.finish(lines);
  for (const auto& line : lines) {
    const auto document = json::Document::parse(line);
    const auto root = document->root();
    const auto words = endpoint == Endpoint::chat ? root["message"]["content"] : root["response"];
    text += words.string().value_or("");
  }
  return text;
}

TEST(Corpus, EveryStreamIsReadAndDoesNotDependOnTheCut) {
  constexpr std::size_t kBytesRead = 2'000'000;
  std::size_t streams = 0;
  for_each_exchange([&](json::Value exchange, Endpoint endpoint) {
    if (!is_stream(exchange)) return;
    ++streams;
    const auto body = body_of(exchange);
    const std::string_view view = body;
    const auto whole = read_stream({view});
    EXPECT_FALSE(whole.error);
    EXPECT_EQ(whole.text, plain_text(view, endpoint));
    EXPECT_EQ(whole.finishes, std::vector{llm::Finish::stop});
    EXPECT_TRUE(whole.usage);
    const auto cuts = std::clamp<std::size_t>(kBytesRead / (view.size() + 1), 3, view.size());
    for (std::size_t i = 1; i <= cuts; ++i) {
      const auto cut = view.size() * i / (cuts + 1);
      ASSERT_EQ(read_stream({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(read_stream(bytes), whole) << "byte by byte";
    const auto last = view.rfind("\"done\":true");
    for (const auto cut : {last / 4, last / 2, last}) {
      EXPECT_TRUE(read_stream({view.substr(0, cut)}).error) << "lost at " << cut;
    }
  });
  if (!testing::Test::IsSkipped()) EXPECT_GE(streams, 7U);
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  for_each_exchange([&](json::Value exchange, Endpoint endpoint) {
    if (is_stream(exchange)) return;
    const auto body = body_of(exchange);
    const auto reply = read_reply("provider", body);
    ASSERT_TRUE(reply) << reply.error().detail;
    EXPECT_EQ(reply->text, plain_text(body, endpoint));
    EXPECT_EQ(reply->finish, llm::Finish::stop);
    const auto document = json::Document::parse(body);
    EXPECT_EQ(reply->usage->completion, document->root()["eval_count"].integer());
    EXPECT_EQ(reply->usage->prompt, document->root()["prompt_eval_count"].integer().value_or(0));
  });
}

TEST(Corpus, WhatIsWrittenAgainSaysTheSame) {
  for_each_exchange([&](json::Value exchange, Endpoint endpoint) {
    std::vector<llm::Delta> deltas;
    if (is_stream(exchange)) {
      (void)read_stream({body_of(exchange)}, &deltas);
    } else {
      deltas = {*read_reply("provider", body_of(exchange))};
    }
    const auto said = testkit::add_up(deltas);
    const dialects::ReplyHead head{.id = "1", .model = said.model, .created_ms = 1};
    StreamWriter stream{endpoint, head};
    ReplyWriter reply{endpoint, head};
    std::string out;
    for (const auto& delta : deltas) {
      stream.write(delta, out);
      reply.add(delta);
    }
    stream.end(out);
    EXPECT_EQ(read_stream({out}), said);
    EXPECT_EQ(testkit::add_up({*read_reply("provider", reply.end())}), said);
  });
}

TEST(Corpus, EveryRequestIsUnderstoodAndWrittenAgain) {
  const dialects::Quirks quirks;
  for_each_exchange([&](json::Value exchange, Endpoint endpoint) {
    const auto body = exchange["request"]["body"].raw();
    const auto chat = endpoint == Endpoint::chat ? read_chat(body) : read_generate(body);
    ASSERT_TRUE(chat) << chat.error().message;
    const auto outgoing = write_request(
        *chat, {.model = "m", .delivery = dialects::Delivery::streamed, .quirks = quirks});
    EXPECT_EQ(outgoing.dropped, std::vector<std::string>{});
    auto again = read_chat(outgoing.body);
    ASSERT_TRUE(again) << again.error().message;
    again->extras_of = chat->extras_of;
    // A result that did not name its tool is told whose it is.
    for (std::size_t i = 0; i < chat->messages.size(); ++i) {
      if (chat->messages[i].name.empty()) again->messages[i].name.clear();
    }
    EXPECT_EQ(*again, *chat);
  });
}

}  // namespace
}  // namespace quorum::ollama
