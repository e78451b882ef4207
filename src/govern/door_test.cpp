#include "govern/door.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "govern/key_text.hpp"

namespace quorum::govern {
namespace {

using namespace std::chrono_literals;

store::KeyRow row_of(std::string id, std::string_view key) {
  return {.id = std::move(id), .hash = hex(Sha256Machine().digest(key))};
}

class DoorTest : public testing::Test {
 protected:
  void hang(std::vector<store::KeyRow> rows) {
    const auto before = board_.ring();
    board_.hang(Ring::make(rows, {}, before.get()));
  }
  Entry admit(std::string_view key, Effort effort = Effort::answer) {
    return door_.admit({.keys = {&key, 1}}, effort);
  }
  Entry admit_from_home() { return door_.admit({.is_at_home = true}, Effort::answer); }

  ManualClock clock_;
  Board board_{Ring::make({}, {}, nullptr)};
  Door door_{board_, clock_};
};

TEST_F(DoorTest, WithoutKeysOnlyOnesOwnMachineMayEnter) {
  const auto own = admit_from_home();
  EXPECT_EQ(own.refusal, nullptr);
  EXPECT_EQ(own.key_id, "");
  EXPECT_FALSE(own.quota);
  const std::string_view any = "sk-any";
  EXPECT_EQ(door_.admit({.keys = {&any, 1}, .is_at_home = true}, Effort::answer).refusal, nullptr);

  for (const auto& entry : {admit("sk-any"), door_.admit({}, Effort::look)}) {
    ASSERT_NE(entry.refusal, nullptr);
    EXPECT_EQ(entry.refusal->code, Errc::unauthenticated);
    EXPECT_EQ(entry.refusal->reason, "invalid_api_key");
    EXPECT_EQ(
        entry.refusal->message,
        "This server has no keys yet, and without keys it serves its own machine alone. Send "
        "one as `Authorization: Bearer sk-…`; `quorum keys create`, on this server's machine, "
        "makes one.");
  }
}

TEST_F(DoorTest, WithAKeyEverybodyNeedsOne) {
  hang({row_of("key_1", "good")});
  const auto entry = admit("good");
  EXPECT_EQ(entry.refusal, nullptr);
  EXPECT_EQ(entry.key_id, "key_1");
  EXPECT_FALSE(entry.quota);
  EXPECT_FALSE(entry.permit);

  EXPECT_EQ(admit_from_home().refusal->message,
            "This server wants a key. Send one as `Authorization: Bearer sk-…`; `quorum keys "
            "create`, on this server's machine, makes one.");
  EXPECT_EQ(admit("bad").refusal->message, "The key is none of this server's.");
  EXPECT_EQ(admit("").refusal->code, Errc::unauthenticated);
  EXPECT_EQ(admit("good ").refusal->code, Errc::unauthenticated);
}

TEST_F(DoorTest, OneGoodKeyAmongThoseShownIsEnough) {
  hang({row_of("key_1", "good")});
  const std::array<std::string_view, 3> keys{"a placeholder", "", "good"};
  EXPECT_EQ(door_.admit({.keys = keys}, Effort::look).key_id, "key_1");
}

TEST_F(DoorTest, AMistypedKeyIsCalledSo) {
  hang({row_of("key_1", "good")});
  const auto made = make_key();
  EXPECT_EQ(admit(made->reveal()).refusal->message, "The key is none of this server's.");
  EXPECT_EQ(admit(made->reveal().substr(0, 40)).refusal->message,
            "The key is mistyped or cut: its last letters do not fit the others.");
}

TEST_F(DoorTest, NoRefusalRepeatsWhatWasShown) {
  hang({row_of("key_1", "good")});
  const auto refused = admit("sk-quorum-oops-my-secret");
  EXPECT_EQ(refused.refusal->message.find("oops"), std::string::npos);
  EXPECT_EQ(refused.refusal->detail, "");
}

TEST_F(DoorTest, WhatIsTooLongIsNoKey) {
  const std::string longest(512, 'k');
  const auto longer = longest + "k";
  hang({row_of("key_1", longest), row_of("key_2", longer)});
  EXPECT_EQ(admit(longest).key_id, "key_1");
  EXPECT_NE(admit(longer).refusal, nullptr);
}

TEST_F(DoorTest, AKeyEndsWhenItExpiresOrIsRevoked) {
  auto row = row_of("key_1", "good");
  row.expires_ms = clock_.unix_ms() + 1000;
  hang({row});
  clock_.advance(999ms);
  EXPECT_EQ(admit("good").refusal, nullptr);
  clock_.advance(1ms);
  EXPECT_EQ(admit("good").refusal->message, "This key has expired.");
  // Nothing opens because a key has ended.
  EXPECT_NE(admit_from_home().refusal, nullptr);

  row.expires_ms.reset();
  row.revoked_ms = 1;
  hang({row});
  EXPECT_EQ(admit("good").refusal->message, "This key has been revoked.");
  EXPECT_NE(admit_from_home().refusal, nullptr);
}

TEST_F(DoorTest, KeysThatComeAgainAreStillTheirOwn) {
  std::vector<store::KeyRow> rows;
  const auto text = [](int i) { return "key number " + std::to_string(i); };
  for (int i = 0; i < 40; ++i) rows.push_back(row_of("key_" + std::to_string(i), text(i)));
  hang(rows);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 40; ++i) {
      EXPECT_EQ(admit(text(i)).key_id, "key_" + std::to_string(i));
      EXPECT_EQ(admit(text(i)).key_id, "key_" + std::to_string(i));
      // Alike but for one letter, and shorter, and longer.
      EXPECT_NE(admit("Key" + text(i).substr(3)).refusal, nullptr);
      EXPECT_NE(admit(text(i).substr(1)).refusal, nullptr);
      EXPECT_NE(admit(text(i) + "-" + text(i).back()).refusal, nullptr);
    }
  }
  rows[7].revoked_ms = 1;
  hang(rows);
  EXPECT_NE(admit(text(7)).refusal, nullptr);
  EXPECT_EQ(admit(text(8)).refusal, nullptr);
}

TEST_F(DoorTest, AsksWhoIsAtHomeOnlyWhileThereAreNoKeys) {
  EXPECT_TRUE(door_.asks_who_is_at_home());
  hang({row_of("key_1", "good")});
  EXPECT_FALSE(door_.asks_who_is_at_home());
}

TEST_F(DoorTest, ARateIsKeptToAndToldOf) {
  auto row = row_of("key_1", "good");
  row.requests_per_minute_max = 2;
  hang({row});
  for (const std::int64_t left : {1, 0}) {
    const auto entry = admit("good", Effort::look);
    ASSERT_EQ(entry.refusal, nullptr);
    EXPECT_EQ(entry.quota->per_minute_max, 2);
    EXPECT_EQ(entry.quota->left, left);
  }
  const auto refused = admit("good");
  ASSERT_NE(refused.refusal, nullptr);
  EXPECT_EQ(refused.refusal->code, Errc::rate_limited);
  EXPECT_EQ(refused.refusal->reason, "rate_limit_exceeded");
  EXPECT_EQ(refused.refusal->retry_after, 30s);
  EXPECT_EQ(refused.refusal->message, "This key may make 2 requests a minute. Try again in 30 s.");
  EXPECT_EQ(refused.quota->left, 0);
  EXPECT_EQ(refused.key_id, "key_1");
  EXPECT_EQ(refused.quota->full_after, 60s);
  clock_.advance(30s);
  EXPECT_EQ(admit("good").refusal, nullptr);
}

TEST_F(DoorTest, ARateGoesOnWhenOtherKeysChange) {
  auto row = row_of("key_1", "good");
  row.requests_per_minute_max = 1;
  hang({row});
  EXPECT_EQ(admit("good").refusal, nullptr);
  hang({row_of("key_0", "another"), row});
  EXPECT_NE(admit("good").refusal, nullptr);
}

TEST_F(DoorTest, SoManyAnswersAtOnceAndLooksBeside) {
  auto row = row_of("key_1", "good");
  row.streams_max = 1;
  hang({row});
  auto first = admit("good");
  EXPECT_TRUE(first.permit);
  const auto second = admit("good");
  ASSERT_NE(second.refusal, nullptr);
  EXPECT_EQ(second.refusal->code, Errc::rate_limited);
  EXPECT_EQ(second.refusal->reason, "concurrency_limit_exceeded");
  EXPECT_EQ(second.refusal->retry_after, 1s);
  EXPECT_EQ(admit("good", Effort::look).refusal, nullptr);
  // A ring that was hung meanwhile has not forgotten what is out.
  hang({row_of("key_0", "another"), row});
  EXPECT_NE(admit("good").refusal, nullptr);
  first.permit.release();
  EXPECT_EQ(admit("good").refusal, nullptr);
}

TEST_F(DoorTest, WhoIsRefusedUsesNothing) {
  auto row = row_of("key_1", "good");
  row.streams_max = 1;
  row.requests_per_minute_max = 2;
  hang({row});
  {
    const auto first = admit("good");
    EXPECT_NE(admit("good").refusal, nullptr);  // No stream is free, and no request is counted.
  }
  EXPECT_EQ(admit("good").quota->left, 0);
  EXPECT_EQ(admit("good").refusal->reason, "rate_limit_exceeded");
  clock_.advance(30s);
  EXPECT_EQ(admit("good").refusal, nullptr);  // The permit taken for the refused one is back.
}

/// Of a loop whose turn began long ago.
class SlowClock final : public Clock {
 public:
  explicit SlowClock(const Clock& exact) : exact_(exact) {}
  TimePoint now() const override { return exact_.now() - 50ms; }
  TimePoint read() const override { return exact_.now(); }
  UnixMs unix_ms() const override { return exact_.unix_ms(); }

 private:
  const Clock& exact_;
};

TEST_F(DoorTest, ALoopWhoseTurnBeganEarlierGetsWhatIsLeftAllTheSame) {
  const SlowClock slow(clock_);
  Door late{board_, slow};
  auto row = row_of("key_1", "good");
  row.requests_per_minute_max = 2;
  hang({row});
  clock_.advance(1s);
  EXPECT_EQ(admit("good").refusal, nullptr);
  const std::string_view key = "good";
  EXPECT_EQ(late.admit({.keys = {&key, 1}}, Effort::answer).refusal, nullptr);
  EXPECT_NE(late.admit({.keys = {&key, 1}}, Effort::answer).refusal, nullptr);
}

TEST_F(DoorTest, EveryLoopSeesTheSameLimit) {
  Door other{board_, clock_};
  auto row = row_of("key_1", "good");
  row.requests_per_minute_max = 1;
  hang({row});
  EXPECT_EQ(admit("good").refusal, nullptr);
  const std::string_view key = "good";
  EXPECT_NE(other.admit({.keys = {&key, 1}}, Effort::answer).refusal, nullptr);
}

}  // namespace
}  // namespace quorum::govern
