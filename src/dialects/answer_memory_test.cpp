#include "dialects/answer_memory.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace quorum::dialects {
namespace {

constexpr std::string_view kAnswer =
    R"({"id":"a1","words":"so \"far\"","read":12,"at":1,"end":"x"})";

AnswerMemory memory_of(std::string_view answer, std::vector<std::string_view> values) {
  Holes holes;
  std::uint8_t meter = 3;
  for (const auto value : values) {
    const auto hole = answer.substr(answer.find(value), value.size());
    if (value.starts_with('"')) {
      holes.add(hole);
    } else {
      holes.add(hole, meter++);
    }
  }
  AnswerMemory memory;
  memory.learn(answer, holes.all(), {.finish = llm::Finish::length});
  return memory;
}

const std::vector<std::string_view> kValues{R"("a1")", R"("so \"far\"")", "12"};

TEST(AnswerMemory, KnowsAnswersThatDifferInTheirHoles) {
  const auto memory = memory_of(kAnswer, kValues);
  AnswerMemory::Counts counts;
  ASSERT_EQ(memory.recall(R"({"id":"","words":"é\n\u00e9","read":0,"at":1,"end":"x"})", counts),
            1U);
  EXPECT_EQ(counts[0].meter, 3);
  EXPECT_EQ(counts[0].value, 0);
  ASSERT_EQ(memory.recall(kAnswer, counts), 1U);
  EXPECT_EQ(counts[0].value, 12);
  EXPECT_EQ(memory.told().finish, llm::Finish::length);
}

TEST(AnswerMemory, KnowsNoOthers) {
  const auto memory = memory_of(kAnswer, kValues);
  AnswerMemory::Counts counts;
  for (const std::string_view answer : {
           R"()",
           R"({"id":"a1","words":"so","read":12,"at":2,"end":"x"})",
           R"({"id":"a1","words":"so","read":12,"at":1,"end":"y"})",
           R"({"id":"a1","words":"so","read":12,"at":1,"end":"x"} )",
           R"({"id":"a1","words":"so","read":"12","at":1,"end":"x"})",
           R"({"id":"a1","words":"so","read":1.5,"at":1,"end":"x"})",
           R"({"id":"a1","words":"so","read":01,"at":1,"end":"x"})",
           R"({"id":"a1","words":"so","read":-1,"at":1,"end":"x"})",
           R"({"id":"a1","words":null,"read":12,"at":1,"end":"x"})",
           R"({"id":"a1","words":"\x","read":12,"at":1,"end":"x"})",
           "{\"id\":\"a1\",\"words\":\"\xFF\",\"read\":12,\"at\":1,\"end\":\"x\"}",
           "{\"id\":\"a1\",\"words\":\"\n\",\"read\":12,\"at\":1,\"end\":\"x\"}",
           R"({"id":"a1","words":"so","words":"so","read":12,"at":1,"end":"x"})",
       }) {
    EXPECT_FALSE(memory.recall(answer, counts)) << answer;
  }
  for (std::size_t size = 0; size < kAnswer.size(); ++size) {
    EXPECT_FALSE(memory.recall(kAnswer.substr(0, size), counts)) << size;
  }
}

TEST(AnswerMemory, TakesAnyNumberThatIsNotMetered) {
  Holes holes;
  holes.add(kAnswer.substr(kAnswer.find("12"), 2));
  AnswerMemory memory;
  memory.learn(kAnswer, holes.all(), {});
  AnswerMemory::Counts counts;
  const std::string_view front = kAnswer.substr(0, kAnswer.find("12"));
  const std::string_view back = kAnswer.substr(front.size() + 2);
  for (const std::string number : {"1.5", "-3", "0", "12e7", "99999999999999999999"}) {
    EXPECT_EQ(memory.recall(std::string{front}.append(number).append(back), counts), 0U) << number;
  }
  for (const std::string other : {"", "01", "null", "\"1\"", "{}"}) {
    EXPECT_FALSE(memory.recall(std::string{front}.append(other).append(back), counts)) << other;
  }
}

TEST(AnswerMemory, RemembersNothingWithoutHolesOrOfWhatIsLarge) {
  AnswerMemory::Counts counts;
  EXPECT_FALSE(AnswerMemory().recall("", counts));
  EXPECT_FALSE(memory_of(kAnswer, {}).recall(kAnswer, counts));
  const std::string large = R"({"id":"a1","more":")" + std::string(5'000, 'x') + "\"}";
  EXPECT_FALSE(memory_of(large, {R"("a1")"}).recall(large, counts));
  auto memory = memory_of(kAnswer, kValues);
  memory.learn(large, {}, {});
  EXPECT_FALSE(memory.recall(kAnswer, counts));
}

TEST(AnswerMemory, OfMoreHolesThanItKeepsNothing) {
  Holes holes;
  for (std::size_t i = 0; i < AnswerMemory::kHolesMax; ++i) holes.add(kAnswer.substr(0, 1));
  EXPECT_EQ(holes.all().size(), AnswerMemory::kHolesMax);
  holes.add(kAnswer.substr(0, 1));
  EXPECT_TRUE(holes.all().empty());
}

}  // namespace
}  // namespace quorum::dialects
