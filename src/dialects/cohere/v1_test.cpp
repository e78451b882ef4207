#include "dialects/cohere/v1.hpp"

#include <gtest/gtest.h>

namespace quorum::cohere {
namespace {

TEST(V1, AWholeAnswerIsRead) {
  const auto reply = read_v1_reply("cohere", R"({"response_id":"r","generation_id":"g","text":"Hi",
    "citations":[{"start":0,"end":2,"text":"Hi","document_ids":["a"]}],
    "tool_calls":[{"name":"f","parameters":{"a":1}}],"finish_reason":"COMPLETE",
    "meta":{"tokens":{"input_tokens":69,"output_tokens":81},"billed_units":{"input_tokens":7}}})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text, "Hi");
  EXPECT_EQ(reply->id, "g");
  EXPECT_EQ(reply->citations[0].end, 2);
  EXPECT_EQ(reply->tool_calls[0].arguments, R"({"a":1})");
  EXPECT_EQ(reply->finish, llm::Finish::tool_calls);
  EXPECT_EQ(reply->usage, (llm::Usage{.prompt = 69, .completion = 81}));
  EXPECT_FALSE(read_v1_reply("cohere", R"({"message":"no such model"})"));
  EXPECT_FALSE(read_v1_reply("cohere", "{}"));
  EXPECT_FALSE(read_v1_reply("cohere", ""));
}

TEST(V1, AGenerationIsAnAnswer) {
  const auto reply = read_v1_reply("cohere", R"({"id":"r","generations":[
    {"id":"g","text":" Paris.","finish_reason":"MAX_TOKENS"}],
    "meta":{"billed_units":{"input_tokens":7,"output_tokens":2}}})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->text, " Paris.");
  EXPECT_EQ(reply->id, "g");
  EXPECT_EQ(reply->finish, llm::Finish::length);
  EXPECT_EQ(reply->usage, (llm::Usage{.prompt = 7, .completion = 2}));
  EXPECT_FALSE(read_v1_reply("cohere", R"({"generations":[{}]})"));
}

TEST(V1, AStreamIsReadLineByLine) {
  V1StreamReader reader{"cohere"};
  std::vector<llm::Delta> deltas;
  for (const auto* line :
       {R"({"is_finished":false,"event_type":"stream-start","generation_id":"g"})",
        R"({"event_type":"text-generation","text":"Hi"})",
        R"({"event_type":"citation-generation","citations":[{"start":0,"end":2}]})",
        R"({"event_type":"tool-calls-generation","tool_calls":[{"name":"f","parameters":{}}]})",
        R"({"event_type":"some-news"})"}) {
    EXPECT_TRUE(reader.read({}, line, deltas));
  }
  EXPECT_FALSE(reader.end(deltas));
  EXPECT_TRUE(reader.read({}, R"({"is_finished":true,"event_type":"stream-end",
    "finish_reason":"MAX_TOKENS","response":{"meta":{"tokens":{"input_tokens":1,
    "output_tokens":2}}}})",
                          deltas));
  EXPECT_TRUE(reader.is_done());
  EXPECT_TRUE(reader.end(deltas));
  ASSERT_EQ(deltas.size(), 5U);
  EXPECT_EQ(deltas[0].id, "g");
  EXPECT_EQ(deltas[1].text, "Hi");
  EXPECT_EQ(deltas[2].citations.size(), 1U);
  EXPECT_EQ(deltas[3].tool_calls[0].name, "f");
  EXPECT_EQ(deltas[4].finish, llm::Finish::length);
  EXPECT_EQ(deltas[4].usage, (llm::Usage{.prompt = 1, .completion = 2}));
}

TEST(V1, AnythingElseIsAnError) {
  V1StreamReader reader{"cohere"};
  std::vector<llm::Delta> deltas;
  EXPECT_FALSE(reader.read({}, R"({"message":"too many tokens"})", deltas));
  EXPECT_FALSE(reader.read({}, "{", deltas));
  EXPECT_FALSE(reader.read({}, R"({"event_type":"stream-end","finish_reason":"ERROR"})", deltas));
}

}  // namespace
}  // namespace quorum::cohere
