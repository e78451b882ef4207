#include "app/command/doctor_report.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

TEST(Report, SaysWhatIsBrokenAndWhatMendsIt) {
  Report report;
  report.heading("Models");
  report.add({.what = "local/a is there"});
  report.add({.state = Finding::State::note, .what = "local/b is slow"});
  EXPECT_FALSE(report.has_fault());
  EXPECT_EQ(report.text(),
            "Models\n  ok    local/a is there\n  note  local/b is slow\n\nAll is well.\n");
  report.heading("Keys");
  report.add({.state = Finding::State::fault, .what = "no key", .fix = "set KEY"});
  EXPECT_TRUE(report.has_fault());
  EXPECT_EQ(report.text(),
            "Models\n  ok    local/a is there\n  note  local/b is slow\n\n"
            "Keys\n  FAULT no key\n        fix: set KEY\n\n"
            "Something is broken: see FAULT above.\n");
}

TEST(Report, DescribesTheSettingsWithoutAKey) {
  Config config{.version = "1.2.3", .data_dir = "/data"};
  config.providers["openai"] = {.api_key = Secret("sk-secret-secret-secret"),
                                .key_variable = "OPENAI_API_KEY"};
  config.model_aliases["a"] = "b";
  Report report;
  describe(config, report);
  const auto text = report.text();
  EXPECT_NE(text.find("serves on 127.0.0.1:8000"), text.npos) << text;
  EXPECT_NE(text.find("data in /data"), text.npos) << text;
  EXPECT_NE(text.find("a is sent on as b"), text.npos) << text;
  EXPECT_EQ(text.find("secret"), text.npos) << text;
}

TEST(JudgeAnswer, TellsABadKeyFromABadServer) {
  using State = Finding::State;
  EXPECT_EQ(judge_answer("openai", "K", 200).state, State::good);
  EXPECT_EQ(judge_answer("openai", "K", 401).state, State::fault);
  EXPECT_EQ(judge_answer("openai", "K", 403).fix, "put a valid key into K");
  EXPECT_EQ(judge_answer("openai", "K", 404).state, State::note);
  EXPECT_EQ(judge_answer("openai", "K", 429).state, State::note);
  EXPECT_EQ(judge_answer("openai", "K", 500).state, State::fault);
  EXPECT_EQ(judge_answer("openai", "K", 301).state, State::fault);
}

}  // namespace
}  // namespace quorum::app
