#include "api/platform/spelling.hpp"

#include <gtest/gtest.h>

namespace quorum::api::platform {
namespace {

TEST(NamedEvents, AreThoseOfTheContract) {
  const NamedEvents events("gpt-4");
  EXPECT_EQ(events.piece("a\n\"b\""),
            "event: message\n"
            "data: {\"delta\":\"a\\n\\\"b\\\"\",\"finish_reason\":null,\"model\":\"gpt-4\"}\n\n");
  EXPECT_EQ(events.end(
                {.finish = llm::Finish::length, .usage = llm::Usage{.prompt = 7, .completion = 2}}),
            "event: done\ndata: {\"finish_reason\":\"length\",\"total_tokens\":9}\n\n");
  EXPECT_EQ(events.failure("It broke."), "event: error\ndata: {\"error\":\"It broke.\"}\n\n");
}

TEST(NamedEvents, TokensThatNobodyCountedAreNotZero) {
  EXPECT_EQ(NamedEvents("m").end({}),
            "event: done\ndata: {\"finish_reason\":\"stop\",\"total_tokens\":null}\n\n");
}

TEST(PlainEvents, HaveNoNames) {
  const PlainEvents events;
  EXPECT_EQ(events.piece("Hi"), "data: {\"content\":\"Hi\"}\n\n");
  EXPECT_EQ(events.end({}), "data: [DONE]\n\n");
  EXPECT_EQ(events.failure("It broke."), "data: {\"error\":\"It broke.\"}\n\n");
}

TEST(Gathered, KeepsTheLastFinishAndTheLastUsage) {
  Gathered answer;
  answer.add({.text = "Hi", .usage = llm::Usage{.prompt = 7, .completion = 1}},
             Gathered::KeepText::yes);
  answer.add({.text = " there", .finish = llm::Finish::length}, Gathered::KeepText::yes);
  answer.add({.text = "!", .usage = llm::Usage{.prompt = 7, .completion = 3}},
             Gathered::KeepText::no);
  EXPECT_EQ(answer.text, "Hi there");
  EXPECT_EQ(write_answer(answer, "gpt-4"),
            R"({"content":"Hi there","finish_reason":"length","model":"gpt-4",)"
            R"("usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}})");
}

}  // namespace
}  // namespace quorum::api::platform
