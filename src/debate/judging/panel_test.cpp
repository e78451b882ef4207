#include "debate/judging/panel.hpp"

#include <gtest/gtest.h>

#include <map>

#include "testkit/models.hpp"

namespace quorum::debate {
namespace {

using testkit::FixedModels;
using testkit::local_model;

FixedModels models() {
  return FixedModels({local_model("local/smollm2-135m", "smollm"),
                      local_model("local/qwen-0.5b", "qwen"),
                      {.id = "gpt", .provider = "openai", .family = "gpt", .gives_logprobs = true},
                      {.id = "claude", .provider = "anthropic", .family = "claude"},
                      {.id = "gemini", .provider = "gemini", .family = "gemini"}});
}

std::vector<Seat> seats(std::string first, std::string first_family, std::string second,
                        std::string second_family) {
  return {{.id = "s1", .model = std::move(first), .family = std::move(first_family)},
          {.id = "s2", .model = std::move(second), .family = std::move(second_family)}};
}

TEST(Panel, OfTheTwoLocalModelsIsTheLargerOneAndSaysThatItTakesPart) {
  const auto panel =
      choose_panel(models(), seats("local/smollm2-135m", "smollm", "local/qwen-0.5b", "qwen"), {});
  ASSERT_TRUE(panel);
  ASSERT_EQ(panel->judges.size(), 1U);
  EXPECT_EQ(panel->judges[0].model, "local/qwen-0.5b");
  EXPECT_EQ(panel->judges[0].method, Method::log_odds);
  EXPECT_TRUE(panel->judges[0].is_participant);
  EXPECT_EQ(panel->judges[0].same_family_as, std::vector<std::string>{"s2"});
  EXPECT_EQ(panel->chair->model, "local/qwen-0.5b");
}

TEST(Panel, PrefersALargerLocalModelThatTakesNoPart) {
  auto all = models().list();
  all.push_back(local_model("local/qwen-1.5b", "qwen"));
  const auto panel = choose_panel(
      FixedModels(all), seats("local/smollm2-135m", "smollm", "local/qwen-0.5b", "qwen"), {});
  EXPECT_EQ(panel->judges[0].model, "local/qwen-1.5b");
  EXPECT_FALSE(panel->judges[0].is_participant);
}

TEST(Panel, OfAMixedDebateIsTheCapableOne) {
  const auto panel =
      choose_panel(models(), seats("local/smollm2-135m", "smollm", "claude", "claude"), {});
  EXPECT_EQ(panel->judges[0].model, "claude");
  EXPECT_EQ(panel->judges[0].method, Method::structured);
}

TEST(Panel, TakesEveryJudgeThatWasAskedForOnceAndAStrangerAsTheChair) {
  const auto panel =
      choose_panel(models(), seats("gpt", "gpt", "claude", "claude"), {"gpt", "gemini", "gpt"});
  ASSERT_EQ(panel->judges.size(), 2U);
  EXPECT_EQ(panel->judges[0].method, Method::token_odds);
  EXPECT_TRUE(panel->judges[0].is_participant);
  EXPECT_TRUE(panel->judges[1].same_family_as.empty());
  EXPECT_EQ(panel->chair->model, "gemini");
}

TEST(Panel, NamesTheJudgeThatIsNotThere) {
  const auto panel =
      choose_panel(models(), seats("gpt", "gpt", "claude", "claude"), {"gpt", "nobody"});
  ASSERT_FALSE(panel);
  EXPECT_EQ(panel.error().code, Errc::not_found);
  EXPECT_EQ(panel.error().field, "judges.1.model");
}

TEST(SizeInName, IsReadFromTheName) {
  EXPECT_EQ(size_in_name("local/smollm2-135m"), 0.135);
  EXPECT_EQ(size_in_name("local/qwen2.5-coder-0.5b"), 0.5);
  EXPECT_EQ(size_in_name("llama-3.1-70B-instruct"), 70);
  EXPECT_EQ(size_in_name("gpt-4"), 0);
  EXPECT_EQ(size_in_name("gpt-4o-2024-08-06"), 0);
  EXPECT_EQ(size_in_name("4bit"), 0);
  EXPECT_EQ(size_in_name(""), 0);
}

}  // namespace
}  // namespace quorum::debate
