#include "app/command/keys_command.hpp"

#include <gtest/gtest.h>

#include <set>

#include "async/loop.hpp"
#include "store/sqlite/keys.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::app {
namespace {

constexpr UnixMs kNow = 1'800'000'000'000;

std::vector<store::KeyRow> some_rows() {
  return {{.id = "key_aaaaaaaaaaa",
           .name = "Ada",
           .hash = "h1",
           .hint = "sk-…abcd",
           .requests_per_minute_max = 60,
           .streams_max = 4,
           .created_ms = kNow - 1000,
           .expires_ms = kNow + 1},
          {.id = "key_bbbbbbbbbbb", .hash = "h2", .hint = "sk-…efgh", .expires_ms = kNow},
          {.id = "key_ccccccccccc", .name = "a\x1b[2J", .hash = "h3", .revoked_ms = kNow}};
}

/// Of two models.
KeyUsage some_usage() {
  return usage_by_key({{.key_id = "key_aaaaaaaaaaa",
                        .model = "m",
                        .requests = 2,
                        .prompt = 10,
                        .completion = 5,
                        .cost = *Money::parse_usd("0.25")},
                       {.key_id = "key_aaaaaaaaaaa", .model = "n", .requests = 1, .prompt = 7},
                       {.key_id = "", .model = "m", .requests = 9}});
}

TEST(KeysCommand, AnIdIsShortAndNeverTheSame) {
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.insert(make_key_id().value_or(""));
  EXPECT_EQ(ids.size(), 100U);
  EXPECT_TRUE(ids.begin()->starts_with("key_"));
  EXPECT_EQ(ids.begin()->size(), 15U);
}

TEST(KeysCommand, DrawsATableThatNoNameCanSpoil) {
  EXPECT_TRUE(draw_keys({}, {}, kNow).starts_with("No key has been made"));
  const auto table = draw_keys(some_rows(), some_usage(), kNow);
  EXPECT_NE(
      table.find("key_aaaaaaaaaaa  valid           60         4  2027-01-15 07:59  2027-01-15 "
                 "08:00          3           22      0.2500  sk-…abcd  Ada\n"),
      std::string::npos)
      << table;
  EXPECT_NE(table.find("key_bbbbbbbbbbb  expired          -         -"), std::string::npos)
      << table;
  EXPECT_NE(table.find("key_ccccccccccc  revoked"), std::string::npos) << table;
  EXPECT_EQ(table.find('\x1b'), std::string::npos);
}

TEST(KeysCommand, WritesJsonWithoutTheHash) {
  EXPECT_EQ(
      write_keys({some_rows()[0]}, some_usage(), kNow),
      R"({"data":[{"id":"key_aaaaaaaaaaa","name":"Ada","hint":"sk-…abcd","state":"valid",)"
      R"("rpm":60,"streams":4,"created_at":"2027-01-15T07:59:59.000Z",)"
      R"("expires_at":"2027-01-15T08:00:00.001Z","revoked_at":null,)"
      R"("usage":{"requests":3,"prompt_tokens":17,"completion_tokens":5,"cost_usd":0.25}}]})");
  EXPECT_EQ(write_keys({}, {}, kNow), R"({"data":[]})");
}

TEST(KeysCommand, KeepsAHashAndNotTheKey) {
  const testkit::TempFolder folder;
  const Config config{.data_dir = folder.path("data")};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_keys_command(config, {"create", "--rpm", "5"}), 0);
  auto key = testing::internal::GetCapturedStdout();
  const auto words = testing::internal::GetCapturedStderr();
  ASSERT_EQ(key.size(), 49U);
  key.pop_back();
  EXPECT_EQ(words.find(key), std::string::npos);

  const auto loop = std::move(*async::Loop::create());
  const auto keys = std::move(*store::sqlite::open_keys({.path = folder.path("data/debates.db")}));
  const auto rows = *loop->run_until_done(keys->list(*loop));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].requests_per_minute_max, 5);
  EXPECT_EQ(rows[0].hint, "sk-…" + key.substr(44));
  EXPECT_EQ(rows[0].hash.size(), 64U);
  EXPECT_NE(words.find(rows[0].id), std::string::npos);

  testing::internal::CaptureStdout();
  EXPECT_EQ(run_keys_command(config, {"revoke", rows[0].id}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "revoked " + rows[0].id + "\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_keys_command(config, {"revoke", rows[0].id}), 1);
  EXPECT_EQ(run_keys_command(config, {"revoke"}), 2);
  testing::internal::GetCapturedStderr();
  testing::internal::CaptureStdout();
  EXPECT_EQ(run_keys_command(config, {"clear"}), 0);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "forgot 1 key(s): without keys this machine needs none\n");
}

}  // namespace
}  // namespace quorum::app
