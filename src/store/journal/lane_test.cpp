#include "store/journal/lane.hpp"

#include <gtest/gtest.h>

#include <string>

#include "store/journal/codec.hpp"

namespace quorum::store::journal {
namespace {

RequestRecord record(std::string_view key, std::string_view model) {
  RequestRecord made;
  made.key_id.assign(key);
  if (!model.empty()) made.call.asks("openai", model);
  return made;
}

TEST(Places, ANameIsToldOnceAndThenItsNumber) {
  Places places;
  const auto first = places.find(record("a", "gpt-4o"));
  EXPECT_TRUE(first.is_renamed);
  const auto again = places.find(record("a", "gpt-4o"));
  EXPECT_EQ(again.number, first.number);
  EXPECT_FALSE(again.is_renamed);
  EXPECT_TRUE(places.find(record("b", "gpt-4o")).is_renamed);
}

TEST(Places, ARecordForWhichNobodyWasAskedHasNone) {
  Places places;
  EXPECT_EQ(places.find(record("a", "")).number, Place::kNone);
}

TEST(Places, NamesThatMeetPushEachOtherOut) {
  Places places;
  const auto mine = places.find(record("a", "mine"));
  int count = 0;
  for (Place other; other.number != mine.number; ++count) {
    other = places.find(record("a", "model-" + std::to_string(count)));
    EXPECT_TRUE(other.is_renamed);
  }
  EXPECT_TRUE(places.find(record("a", "mine")).is_renamed);
}

TEST(Places, AnotherProvidersModelOfTheSameNameIsAnother) {
  Places places;
  auto made = record("a", "m");
  places.find(made);
  made.call.asks("azure", "m");
  EXPECT_TRUE(places.find(made).is_renamed);
}

class LaneTest : public testing::Test {
 protected:
  Entry front() { return entry_of(lane_->ring.front()); }

  std::shared_ptr<Lane> lane_ = std::make_shared<Lane>(4096);
  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
};

TEST_F(LaneTest, CarriesARecordAndItsPlace) {
  LaneRecorder recorder(lane_, bell_);
  auto made = record("a", "gpt-4o");
  made.id.assign("req_1");
  recorder.take(made);
  recorder.take(made);
  const auto first = front();
  EXPECT_TRUE(first.place.is_renamed);
  EXPECT_EQ(decode(first.record)->id, "req_1");
  lane_->ring.pop();
  EXPECT_FALSE(front().place.is_renamed);
  EXPECT_EQ(front().place.number, first.place.number);
  EXPECT_EQ(decode(front().record)->call.model, "gpt-4o");
}

/// The writer has not heard of a name whose record had no room.
TEST_F(LaneTest, ANameThatWasDroppedIsToldWithTheNextRecord) {
  LaneRecorder recorder(lane_, bell_);
  auto made = record("a", "gpt-4o");
  while (lane_->dropped == 0) recorder.take(made);
  auto other = record("b", "gpt-4o");
  recorder.take(other);
  EXPECT_EQ(lane_->dropped, 2U);
  while (lane_->ring.front().data() != nullptr) lane_->ring.pop();
  recorder.take(other);
  EXPECT_TRUE(front().place.is_renamed);
}

TEST_F(LaneTest, WakesAWriterThatSleeps) {
  LaneRecorder recorder(lane_, bell_);
  auto made = record("a", "gpt-4o");
  recorder.take(made);
  EXPECT_FALSE(bell_->is_urgent);
  bell_->is_asleep = true;
  recorder.take(made);
  EXPECT_TRUE(bell_->is_urgent);
  EXPECT_FALSE(bell_->is_asleep);
}

TEST_F(LaneTest, ARecorderThatGoesSaysSo) {
  {
    const LaneRecorder recorder(lane_, bell_);
  }
  EXPECT_TRUE(lane_->is_left);
}

}  // namespace
}  // namespace quorum::store::journal
