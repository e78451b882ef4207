// Every answer that we have of providers of this spelling, whole and cut, and our own held against
// OpenAI's published schema.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "dialects/openai_completions/reply.hpp"
#include "dialects/openai_completions/request.hpp"
#include "dialects/openai_completions/spelling.hpp"
#include "dialects/openai_completions/writer.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/shared.hpp"

namespace quorum::openai_completions {
namespace {

struct Answer {
  std::string text{};
  std::vector<llm::Finish> finishes{};
  std::optional<llm::Usage> usage{};
  bool is_error = false;
  bool operator==(const Answer&) const = default;
};

Answer add_up(const std::vector<llm::Delta>& deltas) {
  Answer answer;
  for (const auto& delta : deltas) {
    answer.text += delta.text;
    if (delta.finish) answer.finishes.push_back(*delta.finish);
    if (delta.usage) answer.usage = delta.usage;
  }
  return answer;
}

Answer read_stream(const std::vector<std::string_view>& pieces,
                   std::vector<llm::Delta>* all = nullptr) {
  sse::Parser parser{1 << 20};
  StreamReader reader{"provider"};
  std::vector<sse::Event> events;
  std::vector<llm::Delta> deltas;
  for (const auto piece : pieces) EXPECT_TRUE(parser.push(piece, events));
  parser.finish(events);
  bool is_good = true;
  for (const auto& event : events) {
    is_good = is_good && reader.read(event.name, event.data, deltas).has_value();
  }
  is_good = is_good && reader.end(deltas).has_value();
  auto answer = add_up(deltas);
  answer.is_error = !is_good;
  if (all != nullptr) *all = std::move(deltas);
  return answer;
}

template <typename Visit>
void for_each_exchange(Visit visit) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.completions");
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

TEST(Corpus, NoStreamDependsOnWhereItIsCut) {
  std::size_t streams = 0;
  for_each_exchange([&](json::Value exchange) {
    if (exchange["kind"].string() != "sse") return;
    ++streams;
    const auto body = body_of(exchange);
    const std::string_view view = body;
    const auto whole = read_stream({view});
    EXPECT_FALSE(whole.is_error);
    EXPECT_EQ(whole.finishes.size(), 1U);
    EXPECT_FALSE(whole.text.empty());
    for (std::size_t cut = 0; cut <= view.size(); cut += 1 + view.size() / 150) {
      ASSERT_EQ(read_stream({view.substr(0, cut), view.substr(cut)}), whole) << "cut at " << cut;
    }
    std::vector<std::string_view> bytes;
    for (std::size_t i = 0; i < view.size(); ++i) bytes.push_back(view.substr(i, 1));
    EXPECT_EQ(read_stream(bytes), whole) << "byte by byte";
    EXPECT_TRUE(read_stream({view.substr(0, view.find("\"finish_reason\":\"") - 2)}).is_error);
  });
  if (!testing::Test::IsSkipped()) EXPECT_GT(streams, 10U);
}

TEST(Corpus, EveryWholeAnswerIsRead) {
  for_each_exchange([&](json::Value exchange) {
    if (exchange["kind"].string() != "json") return;
    const auto body = body_of(exchange);
    const auto reply = read_reply("provider", body);
    ASSERT_TRUE(reply) << reply.error().detail;
    const auto document = json::Document::parse(body);
    const auto root = document->root();
    EXPECT_EQ(reply->front().text, root["choices"][0]["text"].string());
    EXPECT_TRUE(reply->front().finish);
    if (root["usage"]) {
      EXPECT_EQ(reply->back().usage->total(), root["usage"]["total_tokens"].integer());
    }
  });
}

TEST(Corpus, WhatIsWrittenAgainSaysTheSame) {
  for_each_exchange([&](json::Value exchange) {
    const bool is_stream = exchange["kind"].string() == "sse";
    std::vector<llm::Delta> deltas;
    if (is_stream) {
      (void)read_stream({body_of(exchange)}, &deltas);
    } else {
      deltas = *read_reply("provider", body_of(exchange));
    }
    const auto said = add_up(deltas);
    StreamWriter stream{{.id = "1", .model = "m", .include_usage = true}};
    ReplyWriter reply{{.id = "1", .model = "m"}};
    std::string out;
    for (const auto& delta : deltas) {
      stream.write(delta, out);
      reply.add(delta);
    }
    stream.end(out);
    EXPECT_EQ(read_stream({out}), said);
    EXPECT_EQ(add_up(*read_reply("provider", reply.end())), said);
  });
}

TEST(Corpus, EveryRequestThatAProviderTookIsTaken) {
  const dialects::Quirks quirks{.openai = {.takes_more_sampling = true}};
  for_each_exchange([&](json::Value exchange) {
    const auto body = exchange["request"]["body"];
    const auto chat = read_request(body.string().value_or(body.raw()));
    ASSERT_TRUE(chat) << chat.error().message;
    const auto outgoing = write_request(
        *chat, {.model = "m", .delivery = dialects::Delivery::whole, .quirks = quirks});
    EXPECT_TRUE(outgoing.dropped.empty());
    auto again = read_request(outgoing.body);
    ASSERT_TRUE(again);
    again->include_usage = chat->include_usage;
    EXPECT_EQ(*again, *chat);
  });
}

/// What is wrong with `text` by OpenAI's schema of that name; empty if nothing.
std::string faults(std::string_view schema, std::string_view text) {
  const auto folder = testkit::shared_folder(QUORUM_SOURCE_DIR);
  const auto schemas =
      json::Document::parse(testkit::read_file(*folder / "schemas" / "openai.schemas.json"));
  const auto document = json::Document::parse(text);
  const auto base = schemas->root();
  std::string all;
  for (const auto& fault :
       json::validate(base["components"]["schemas"][schema], document->root(), base)) {
    all += fault.where + ": " + fault.what + "; ";
  }
  return all;
}

// But for one thing: OpenAI's own chunks say `"finish_reason":null` until the last, which its
// schema does not know.
TEST(Schema, WhatWeWriteIsValid) {
  if (!testkit::shared_folder(QUORUM_SOURCE_DIR)) GTEST_SKIP() << "no schemas beside the project";
  const std::vector<llm::Delta> deltas{
      {.reasoning = "hm", .text = "a", .logprobs = {{.token = "a", .logprob = -1}}},
      {.text = "b",
       .finish = llm::Finish::length,
       .usage = llm::Usage{.prompt = 3, .completion = 2, .cached_read = 1}}};
  StreamWriter stream{{.id = "1", .model = "m", .created_ms = 1000, .include_usage = true}};
  ReplyWriter reply{{.id = "1", .model = "m", .created_ms = 1000}};
  std::string out;
  for (const auto& delta : deltas) {
    stream.write(delta, out);
    reply.add(delta);
  }
  stream.end(out);
  EXPECT_EQ(faults("CreateCompletionResponse", reply.end()), "");
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  ASSERT_TRUE(parser.push(out, events));
  ASSERT_EQ(events.size(), 4U);
  for (auto& event : events) {
    if (event.data == "[DONE]") continue;
    if (const auto at = event.data.find("\"finish_reason\":null"); at != std::string::npos) {
      event.data.replace(at, 20, "\"finish_reason\":\"stop\"");
    }
    EXPECT_EQ(faults("CreateCompletionResponse", event.data), "") << event.data;
  }
}

TEST(Schema, WhatWeAskIsValid) {
  if (!testkit::shared_folder(QUORUM_SOURCE_DIR)) GTEST_SKIP() << "no schemas beside the project";
  const dialects::Quirks quirks;
  llm::Chat chat{.messages = {llm::message(llm::Role::user, "Once")}, .temperature = 1};
  chat.stop = {"a"};
  chat.logprobs = true;
  chat.answers = 2;
  chat.logit_bias = R"({"1":2})";
  const auto outgoing = write_request(
      chat, {.model = "m", .delivery = dialects::Delivery::streamed, .quirks = quirks});
  EXPECT_EQ(faults("CreateCompletionRequest", outgoing.body), "");
}

}  // namespace
}  // namespace quorum::openai_completions
