#include "app/command/keys_arguments.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

constexpr UnixMs kNow = 1'800'000'000'000;  // 2027-01-15T08:00:00Z

KeysArguments read(const std::vector<std::string>& words) {
  auto read = read_keys_arguments(words, kNow);
  EXPECT_TRUE(read) << read.error().message;
  return read.value_or(KeysArguments{});
}

std::string fault(const std::vector<std::string>& words) {
  const auto read = read_keys_arguments(words, kNow);
  return read ? "(none)" : read.error().message;
}

TEST(KeysArguments, CreateTakesLimitsOrNone) {
  const auto plain = read({"create"});
  EXPECT_EQ(plain.action, KeysAction::create);
  EXPECT_EQ(plain.requests_per_minute_max, std::nullopt);
  EXPECT_EQ(plain.streams_max, std::nullopt);
  EXPECT_EQ(plain.expires_ms, std::nullopt);
  EXPECT_FALSE(plain.is_json);

  const auto full = read({"create", "--rpm", "60", "--streams=4", "--name", "Ada's", "--expires",
                          "30d", "--json", "--data-dir", "/d"});
  EXPECT_EQ(full.requests_per_minute_max, 60);
  EXPECT_EQ(full.streams_max, 4);
  EXPECT_EQ(full.name, "Ada's");
  EXPECT_EQ(full.expires_ms, kNow + 30LL * 86'400'000);
  EXPECT_EQ(full.data_dir, "/d");
  EXPECT_TRUE(full.is_json);
}

TEST(KeysArguments, TheOthersTakeTheirs) {
  EXPECT_TRUE(read({"list", "--json"}).is_json);
  EXPECT_EQ(read({"revoke", "key_1"}).id, "key_1");
  EXPECT_EQ(read({"clear"}).action, KeysAction::clear);
  for (const auto* word : {"help", "--help", "-h"}) {
    EXPECT_EQ(read({word}).action, KeysAction::help);
    if (*word == '-') EXPECT_EQ(read({"create", word}).action, KeysAction::help);
  }
}

TEST(KeysArguments, SayWhatIsWrong) {
  EXPECT_EQ(fault({}), "say create, list, revoke or clear");
  EXPECT_EQ(fault({"make"}), "say create, list, revoke or clear, not \"make\"");
  EXPECT_EQ(fault({"create", "now"}), "\"now\" is one word too many");
  EXPECT_EQ(fault({"create", "--rpm"}), "--rpm needs a value");
  for (const auto* number : {"0", "-1", "1.5", "many", "", "1000000001", "99999999999999999999"}) {
    EXPECT_EQ(
        fault({"create", "--rpm", number}),
        "--rpm takes a whole number from 1 to 1000000000, not \"" + std::string(number) + "\"");
  }
  EXPECT_EQ(fault({"create", "--streams", "0"}),
            "--streams takes a whole number from 1 to 1000000000, not \"0\"");
  EXPECT_EQ(fault({"create", "--name", "a\nb"}),
            "--name takes up to 200 bytes of text without control characters");
  EXPECT_EQ(fault({"list", "--rpm", "1"}), "there is no option --rpm here");
  EXPECT_EQ(fault({"revoke"}), "revoke takes the ID of a key, as `quorum keys list` shows it");
  EXPECT_EQ(fault({"revoke", "a", "b"}), "\"b\" is one word too many");
}

TEST(KeysArguments, AnExpiryIsASpanOrAMoment) {
  const auto at = [](std::string_view text) { return read_expiry(text, kNow).value_or(-1); };
  EXPECT_EQ(at("90m"), kNow + 90 * 60'000);
  EXPECT_EQ(at("12h"), kNow + 12 * 3'600'000);
  EXPECT_EQ(at("4w"), kNow + 28LL * 86'400'000);
  EXPECT_EQ(at("2027-01-31"), 1'801'353'600'000);
  EXPECT_EQ(at("2027-01-31T09:30:01Z"), 1'801'387'801'000);
  for (const auto* text : {"", "d", "0d", "-1d", "1y", "9999999999w", "2027-02-30", "2027-1-31",
                           "2027-01-31T09:30", "2027-01-31T24:00:00Z", "2027-01-31 09:30:00Z"}) {
    EXPECT_EQ(read_expiry(text, kNow).error().message,
              "--expires takes 90m, 12h, 30d, 4w, 2027-01-31 or 2027-01-31T09:30:00Z, not \"" +
                  std::string(text) + "\"");
  }
  EXPECT_EQ(read_expiry("2027-01-15T08:00:00Z", kNow).error().message,
            "--expires 2027-01-15T08:00:00Z is past");
}

}  // namespace
}  // namespace quorum::app
