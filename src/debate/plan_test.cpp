#include "debate/plan.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "testkit/models.hpp"

namespace quorum::debate {
namespace {

using testkit::FixedModels;
using testkit::local_model;

const Error kUnknown{.code = Errc::unauthenticated, .message = "set GPT_API_KEY"};
const llm::ModelInfo kGpt{
    .id = "gpt", .provider = "openai", .family = "gpt", .price = llm::Price{}};
const llm::ModelInfo kFree{.id = "free", .provider = "other"};

Result<DebateStarted> plan(std::vector<llm::ModelInfo> models, DebateRequest request) {
  return make_plan(FixedModels(std::move(models), kUnknown), request, "dbt_1");
}

DebateRequest asking(std::vector<SeatRequest> seats, std::string question = "Tea or coffee?") {
  return {.question = std::move(question), .seats = std::move(seats)};
}

TEST(Plan, SeatsTheTwoLocalModelsOnTheQuestionsSides) {
  const auto made =
      plan({local_model("local/qwen-1.5b", "qwen"), kGpt, local_model("local/qwen-0.5b", "qwen"),
            local_model("local/smollm2-135m", "smollm")},
           asking({}));
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->seats.size(), 2U);
  EXPECT_EQ(made->seats[0].model, "local/smollm2-135m");
  EXPECT_EQ(made->seats[0].position, "Tea");
  EXPECT_EQ(made->seats[0].profile, Profile::small_local);
  EXPECT_EQ(made->seats[0].tokens_max, 96);
  EXPECT_EQ(made->seats[0].price->prompt, Money{});
  EXPECT_EQ(made->seats[1].model, "local/qwen-0.5b");
  EXPECT_EQ(made->seats[1].position, "Coffee");
  EXPECT_EQ(made->judges[0].model, "local/qwen-1.5b");
}

TEST(Plan, LetsOneLocalModelSpeakTwice) {
  const auto made = plan({local_model("local/qwen-0.5b", "qwen")}, asking({}, "Is it cold?"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->seats[0].position, "Yes");
  EXPECT_EQ(made->seats[1].model, "local/qwen-0.5b");
  EXPECT_EQ(made->seats[1].position, "No");
}

TEST(Plan, SaysTheOneCommandThatHelpsWhereNoLocalModelIs) {
  const auto made = plan({kGpt}, asking({}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::not_found);
  EXPECT_NE(made.error().message.find("quorum models pull starter"), std::string::npos);
}

TEST(Plan, LeavesCapableModelsFreeAndGivesSmallOnesASide) {
  const auto made = plan({kGpt, local_model("local/a-1b", "a")},
                         asking({{.model = "gpt"}, {.model = "local/a-1b"}}));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->seats[0].position, "");
  EXPECT_EQ(made->seats[0].profile, Profile::standard);
  EXPECT_EQ(made->seats[0].tokens_max, 1500);
  EXPECT_EQ(made->seats[1].position, "Coffee");
}

TEST(Plan, KeepsWhatWasAskedFor) {
  const auto made = plan({kGpt}, asking({{.model = "gpt",
                                          .position = "P",
                                          .persona = "a judge",
                                          .system = "S",
                                          .tokens_max = 5,
                                          .name = "N"},
                                         {.model = "gpt"}}));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->seats[0].position, "P");
  EXPECT_EQ(made->seats[0].persona, "a judge");
  EXPECT_EQ(made->seats[0].system, "S");
  EXPECT_EQ(made->seats[0].name, "N");
  EXPECT_EQ(made->seats[0].tokens_max, 5);
  EXPECT_EQ(made->seats[1].id, "s2");
}

TEST(Plan, NamesTheSeatWhoseModelIsMissing) {
  const auto made = plan({kGpt}, asking({{.model = "gpt"}, {.model = "claude"}}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().field, "seats.1.model");
  EXPECT_EQ(made.error().code, Errc::unauthenticated);
}

TEST(Plan, DoesNotPromiseToKeepACapWhosePriceNobodyKnows) {
  auto request = asking({{.model = "gpt"}, {.model = "free"}});
  EXPECT_TRUE(plan({kGpt, kFree}, request));
  request.budget.usd = Money::micro_usd(1);
  const auto made = plan({kGpt, kFree}, request);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().field, "budget.usd");
  request.budget = {.tokens = 1000};
  EXPECT_TRUE(plan({kGpt, kFree}, request));
}

}  // namespace
}  // namespace quorum::debate
