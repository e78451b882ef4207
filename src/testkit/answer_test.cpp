#include "testkit/answer.hpp"

#include <gtest/gtest.h>

namespace quorum::testkit {
namespace {

std::vector<llm::Delta> deltas() {
  return {{.reasoning = "h", .id = "1", .model = "m"},
          {.reasoning = "m", .reasoning_seal = llm::Seal{.maker = llm::Maker::amazon, .data = "S"}},
          {.text = "a",
           .citations = {{.url = "u", .title = "t", .begin = 0, .end = 1}},
           .tool_calls = {{.index = 0, .id = "c", .name = "f", .arguments = "{"}}},
          {.choice = 1, .text = "other"},
          {.text = "b",
           .refusal = "no",
           .tool_calls = {{.index = 0, .arguments = "}"}},
           .finish = llm::Finish::stop,
           .usage = llm::Usage{
               .prompt = 1, .completion = 2, .cached_read = 3, .cache_write = 4, .reasoning = 5}}};
}

TEST(Answer, PiecesAddUp) {
  const auto answer = add_up(deltas());
  EXPECT_EQ(answer.text, "ab");
  EXPECT_EQ(answer.reasoning, "hm");
  ASSERT_EQ(answer.calls.size(), 1U);
  EXPECT_EQ(answer.calls[0].arguments, "{}");
}

TEST(Answer, ItIsToldLineByLine) {
  auto answer = add_up(deltas());
  answer.error = Error{.code = Errc::rate_limited, .message = "Later."};
  EXPECT_EQ(told(answer),
            "id: 1\nmodel: m\ntext: ab\nreasoning: hm\nrefusal: no\nseal: amazon S\n"
            "call: c f {}\ncitation: 0-1 t u\nfinish: stop\n"
            "usage: 1 + 2, cached 3, written 4, reasoning 5\n"
            "error: rate_limited - Later.\n");
  EXPECT_EQ(told({}), "");
}

TEST(Answer, OfErrorsOnlyTheCodeCounts) {
  Answer one{.error = Error{.code = Errc::internal, .message = "a"}};
  Answer other{.error = Error{.code = Errc::internal, .message = "b"}};
  EXPECT_EQ(one, other);
  other.error->code = Errc::conflict;
  EXPECT_NE(one, other);
  EXPECT_NE(one, Answer{});
}

}  // namespace
}  // namespace quorum::testkit
