#include "debate/view/show.hpp"

#include <gtest/gtest.h>

#include "json/value.hpp"

namespace quorum::debate {
namespace {

const store::DebateRow kRow{.id = "dbt_1",
                            .question = "Q?",
                            .status = "running",
                            .request = "{}",
                            .created_ms = 1'800'000'000'000,
                            .updated_ms = 1'800'000'001'000};

State debate() {
  State state;
  std::uint64_t seq = 0;
  const auto add = [&](const Event& event) { apply(state, event, ++seq, 1); };
  add(DebateStarted{.id = "dbt_1",
                    .question = "Q?",
                    .format = "default",
                    .seats = {{.id = "s1", .model = "m"}, {.id = "s2", .model = "n"}},
                    .rounds = 1});
  add(RoundStarted{.round = 1, .kind = "opening"});
  add(TurnStarted{.turn_id = "t1", .seat = "s1", .round = 1, .model = "m"});
  add(TurnStarted{.turn_id = "t2", .seat = "s2", .round = 1, .model = "n"});
  add(TurnDelta{.turn_id = "t1", .text = "par"});
  add(TurnFailed{.turn_id = "t2", .error = {"rate_limited", "no"}, .will_retry = true});
  return state;
}

TEST(Show, SaysAllThatAClientMayAsk) {
  const auto text = show(kRow, debate());
  const auto document = json::Document::parse(text);
  ASSERT_TRUE(document) << text;
  const auto root = document->root();
  EXPECT_EQ(root["id"].string(), "dbt_1");
  EXPECT_EQ(root["status"].string(), "running");
  EXPECT_EQ(root["created_at"].string(), "2027-01-15T08:00:00.000Z");
  EXPECT_EQ(root["updated_at"].string(), "2027-01-15T08:00:01.000Z");
  EXPECT_EQ(root["seats"].size(), 2U);
  EXPECT_EQ(root["rounds"].integer(), 1);
  EXPECT_TRUE(root["verdict"].is(json::Kind::null));
  EXPECT_EQ(root["cost_usd"].integer(), 0);
  EXPECT_EQ(root["usage"]["total_tokens"].integer(), 0);
  EXPECT_EQ(root["turns"][0]["text"].string(), "par");
  EXPECT_EQ(root["turns"][0]["status"].string(), "open");
  EXPECT_EQ(root["turns"][1]["error"]["type"].string(), "rate_limited");
  EXPECT_EQ(root["last_event_id"].integer(), 6);
}

TEST(Show, SaysNullForACostThatIsNotKnown) {
  auto state = debate();
  apply(state, TurnFinished{.turn_id = "t1", .usage = {.prompt = 1}}, 7, 1);
  EXPECT_NE(show(kRow, state).find(R"("cost_usd":null)"), std::string::npos);
}

TEST(Show, TakesTheRowsWordBeforeTheLogHasBegun) {
  EXPECT_NE(show(kRow, {}).find(R"("status":"running")"), std::string::npos);
}

TEST(ShowList, SaysWhetherThereAreMore) {
  EXPECT_EQ(show_list({}, 2), R"({"object":"list","data":[],"has_more":false})");
  const auto text = show_list({kRow, kRow}, 1);
  const auto document = json::Document::parse(text);
  EXPECT_EQ(document->root()["data"].size(), 1U);
  EXPECT_EQ(document->root()["has_more"].boolean(), true);
  EXPECT_EQ(document->root()["data"][0]["seats"].raw(), "[]");
  EXPECT_EQ(document->root()["data"][0]["verdict"].raw(), "null");
}

TEST(ShowList, SaysWhoSatThereAndWhatCameOfIt) {
  auto row = kRow;
  row.first_event = R"({"seats":[{"id":"s1"}],"rounds":2})";
  row.verdict = R"({"outcome":"tie"})";
  const auto document = json::Document::parse(show_list({row}, 1));
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()["data"][0]["seats"].raw(), R"([{"id":"s1"}])");
  EXPECT_EQ(document->root()["data"][0]["verdict"].raw(), R"({"outcome":"tie"})");
}

}  // namespace
}  // namespace quorum::debate
