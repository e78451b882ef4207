// What we write, held against OpenAI's own published schemas.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/reply.hpp"
#include "dialects/openai_chat/reply_writer.hpp"
#include "dialects/openai_chat/request.hpp"
#include "dialects/openai_chat/spelling.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"
#include "testkit/shared.hpp"

namespace quorum::openai_chat {
namespace {

class Schemas : public testing::Test {
 protected:
  void SetUp() override {
    const auto folder = testkit::shared_folder(QUORUM_SOURCE_DIR);
    auto text = folder ? testkit::read_file(*folder / "schemas" / "openai.schemas.json") : "";
    if (text.empty()) GTEST_SKIP() << "no schemas beside the project";
    auto parsed = json::Document::adopt(std::move(text));
    ASSERT_TRUE(parsed);
    schemas_.emplace(std::move(*parsed));
  }

  /// What is wrong with `text` by the schema of that name; empty if nothing.
  std::string faults(std::string_view schema, std::string_view text) const {
    const auto document = json::Document::parse(text);
    if (!document) return document.error().message;
    const auto base = schemas_->root();
    std::string all;
    for (const auto& fault :
         json::validate(base["components"]["schemas"][schema], document->root(), base)) {
      all += fault.where + ": " + fault.what + "; ";
    }
    return all.empty() ? all : all + std::string{text.substr(0, 500)};
  }

  /// The same of every chunk of a stream.
  std::string stream_faults(std::string_view stream) const {
    sse::Parser parser{8 << 20};
    std::vector<sse::Event> events;
    EXPECT_TRUE(parser.push(stream, events));
    EXPECT_FALSE(events.empty());
    for (const auto& event : events) {
      if (event.data == "[DONE]") continue;
      auto found = faults("CreateChatCompletionStreamResponse", event.data);
      if (!found.empty()) return found;
    }
    return {};
  }

  std::optional<json::Document> schemas_;
};

const ReplyHead kHead{
    .id = "1", .model = "debate/default", .created_ms = 1'800'000'000'000, .include_usage = true};

std::string streamed(const std::vector<llm::Delta>& deltas) {
  StreamWriter writer{kHead};
  std::string out;
  for (const auto& delta : deltas) writer.write(delta, out);
  writer.end(out);
  return out;
}

std::string whole(const std::vector<llm::Delta>& deltas) {
  ReplyWriter writer{kHead};
  for (const auto& delta : deltas) writer.add(delta);
  return writer.end();
}

/// One answer with everything in it that an answer may have.
std::vector<llm::Delta> rich_answer() {
  return {
      {.reasoning = "hm", .extension = R"({"debate_id":"d1"})"},
      {.text = "Hi", .refusal = "no"},
      {.tool_calls = {{.index = 0, .id = "a", .name = "f", .arguments = "{"}, {.index = 1}}},
      {.tool_calls = {{.index = 0, .arguments = "}"}}},
      {.logprobs = {{.token = "é", .logprob = -1, .top = {{.token = "e", .logprob = -2}}}}},
      {.finish = llm::Finish::tool_calls,
       .usage =
           llm::Usage{
               .prompt = 9, .completion = 8, .cached_read = 7, .cache_write = 6, .reasoning = 5},
       .extension = R"({"verdict":{"winner":"s1"}})"}};
}

TEST_F(Schemas, EverythingThatAnAnswerMayHaveIsValid) {
  EXPECT_EQ(stream_faults(streamed(rich_answer())), "");
  EXPECT_EQ(faults("CreateChatCompletionResponse", whole(rich_answer())), "");
  EXPECT_EQ(stream_faults(streamed({})), "");
  EXPECT_EQ(faults("CreateChatCompletionResponse", whole({})), "");
  EXPECT_EQ(stream_faults(streamed({{.finish = llm::Finish::error}})), "");
}

TEST_F(Schemas, TheCheckItselfSeesFaults) {
  EXPECT_NE(faults("CreateChatCompletionResponse", R"({"id":"x"})"), "");
  EXPECT_NE(stream_faults("data: {\"id\":\"x\",\"choices\":[{}],\"created\":1,\"model\":\"m\","
                          "\"object\":\"chat.completion.chunk\"}\n\n"),
            "");
}

TEST_F(Schemas, EveryErrorIsValid) {
  for (int code = 0; code <= static_cast<int>(Errc::internal); ++code) {
    EXPECT_EQ(
        faults("ErrorResponse", write_error({.code = static_cast<Errc>(code), .message = "No."})),
        "");
  }
}

TEST_F(Schemas, EveryRecordedAnswerIsValidInOurOwnSpelling) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.chat");
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  std::size_t written = 0;
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    const auto body = document->root()["response"]["body"].string().value_or("");
    std::vector<llm::Delta> deltas;
    if (document->root()["kind"].string() == "sse") {
      sse::Parser parser{8 << 20};
      StreamReader reader{"acme"};
      std::vector<sse::Event> events;
      ASSERT_TRUE(parser.push(body, events));
      for (const auto& event : events) {
        if (!reader.read(event.name, event.data, deltas)) break;
      }
    } else if (auto reply = read_reply("acme", body)) {
      deltas = std::move(*reply);
    } else {
      continue;
    }
    EXPECT_EQ(stream_faults(streamed(deltas)), "") << path;
    EXPECT_EQ(faults("CreateChatCompletionResponse", whole(deltas)), "") << path;
    ++written;
  }
  EXPECT_GT(written, 800U);
}

// The own tools of other vendors are none of OpenAI's.
bool has_own_tools(const llm::Chat& chat) {
  return std::ranges::any_of(
      chat.tools, [](const llm::Tool& tool) { return tool.kind == llm::Tool::Kind::built_in; });
}

TEST_F(Schemas, TheRequestsThatWeSendToOpenAiAreValid) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.chat");
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  const Spelling openai{.tokens_max = Spelling::TokensMax::max_completion_tokens,
                        .takes_developer = true};
  std::size_t written = 0;
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    const auto body = document->root()["request"]["body"];
    const auto chat = read_request(body.string().value_or(body.raw()));
    if (!chat || has_own_tools(*chat)) continue;
    EXPECT_EQ(faults("CreateChatCompletionRequest",
                     write_request(*chat, "gpt-4o", Delivery::streamed, openai).body),
              "")
        << path;
    ++written;
  }
  EXPECT_GT(written, 500U);
}

}  // namespace
}  // namespace quorum::openai_chat
