#include "store/journal/codec.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "store/requests.hpp"

namespace quorum::store::journal {
namespace {

using namespace std::chrono_literals;

std::string bytes_of(const RequestRecord& record) {
  std::array<char, kRecordBytesMax> room{};
  return {room.data(), encode(record, room.data())};
}

RequestRecord full() {
  RequestRecord record;
  record.id.assign("req_1");
  record.started_us = 1'800'000'000'000'000;
  record.key_id.assign("key_1");
  record.method.assign("POST");
  record.route.assign("/v1/chat/completions");
  record.dialect = llm::Dialect::anthropic;
  record.model.assign("fast");
  record.call.asks("openai", "gpt-4o");
  record.call.upstream_id.assign("up_1");
  record.call.waited = 1500ms;
  record.call.usage = llm::Usage{.prompt = 10,
                                 .completion = 20,
                                 .cached_read = 1,
                                 .cache_write = 2,
                                 .cache_write_1h = 3,
                                 .reasoning = 4,
                                 .prompt_audio = 5,
                                 .completion_audio = 0,
                                 .is_estimate = true};
  record.call.finish = llm::Finish::length;
  record.is_stream = true;
  record.status = 200;
  record.ending = Ending::cut;
  record.error = Errc::upstream_failed;
  record.error_reason.assign("reset");
  record.cost_pico_usd = 123'456'789;
  record.duration = 2s;
  record.first_answer = 300ms;
  record.overhead = 12'345ns;
  record.bytes_in = 1024;
  record.bytes_out = 70'000;
  record.peer.assign("127.0.0.1:4000");
  record.user_agent.assign("OpenAI/Python 1.2");
  record.dropped.assign("seed,logit_bias");
  return record;
}

void expect_full(const std::optional<RequestRecord>& back) {
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id, "req_1");
  EXPECT_EQ(back->started_us, 1'800'000'000'000'000);
  EXPECT_EQ(back->key_id, "key_1");
  EXPECT_EQ(back->method, "POST");
  EXPECT_EQ(back->route, "/v1/chat/completions");
  EXPECT_EQ(back->dialect, llm::Dialect::anthropic);
  EXPECT_EQ(back->model, "fast");
  EXPECT_EQ(back->call.provider, "openai");
  EXPECT_EQ(back->call.model, "gpt-4o");
  EXPECT_EQ(back->call.upstream_id, "up_1");
  EXPECT_EQ(back->call.tries, 1U);
  EXPECT_EQ(back->call.waited, 1500ms);
  EXPECT_EQ(back->call.usage, full().call.usage);
  EXPECT_EQ(back->call.finish, llm::Finish::length);
  EXPECT_TRUE(back->is_stream);
  EXPECT_EQ(back->status, 200);
  EXPECT_EQ(back->ending, Ending::cut);
  EXPECT_EQ(back->error, Errc::upstream_failed);
  EXPECT_EQ(back->error_reason, "reset");
  EXPECT_EQ(back->cost_pico_usd, 123'456'789);
  EXPECT_EQ(back->duration, 2s);
  EXPECT_EQ(back->first_answer, 300ms);
  EXPECT_EQ(back->overhead, 12'345ns);
  EXPECT_EQ(back->bytes_in, 1024U);
  EXPECT_EQ(back->bytes_out, 70'000U);
  EXPECT_EQ(back->peer, "127.0.0.1:4000");
  EXPECT_EQ(back->user_agent, "OpenAI/Python 1.2");
  EXPECT_EQ(back->dropped, "seed,logit_bias");
}

TEST(Codec, GivesBackEveryField) { expect_full(decode(bytes_of(full()))); }

/// What logs hold that were written before the figures had places.
constexpr std::string_view kFirstForm =
    "01ff3f0104c8018080c489e5c5b20680d0acf30ef2c00180bcc1960b018008f0a204808c8d9e020109aab4de751428"
    "02"
    "0406080a00057265715f31056b65795f3104504f5354142f76312f636861742f636f6d706c6574696f6e7304666173"
    "74"
    "066f70656e6169066770742d346f0475705f310572657365740e3132372e302e302e313a34303030114f70656e4149"
    "2f"
    "507974686f6e20312e320f736565642c6c6f6769745f62696173";

std::string first_form() {
  std::string bytes;
  for (std::size_t i = 0; i < kFirstForm.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(kFirstForm.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

TEST(Codec, ReadsTheFirstForm) {
  const auto bytes = first_form();
  expect_full(decode(bytes));
  EXPECT_EQ(names_in(bytes)->key_id, "key_1");
  EXPECT_EQ(use_in(bytes).usage, full().call.usage);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size))) << size;
  }
}

TEST(Codec, GivesTotalsWhatTheyAreAddedUpBy) {
  const auto record = full();
  const auto bytes = bytes_of(record);
  const auto names = names_in(bytes);
  ASSERT_TRUE(names);
  EXPECT_EQ(names->key_id, "key_1");
  EXPECT_EQ(names->provider, "openai");
  EXPECT_EQ(names->model, "gpt-4o");
  const auto use = use_in(bytes);
  EXPECT_EQ(use.ending, Ending::cut);
  EXPECT_EQ(use.started_us, record.started_us);
  EXPECT_EQ(use.usage, record.call.usage);
  EXPECT_EQ(use.cost_pico_usd, record.cost_pico_usd);
  const auto nothing = use_in(bytes_of(RequestRecord()));
  EXPECT_FALSE(nothing.usage);
  EXPECT_FALSE(nothing.cost_pico_usd);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(names_in(std::string_view(bytes).substr(0, size))) << size;
  }
}

TEST(Codec, WhatIsAbsentStaysAbsent) {
  const auto back = decode(bytes_of(RequestRecord()));
  ASSERT_TRUE(back);
  EXPECT_FALSE(back->call.usage);
  EXPECT_FALSE(back->call.finish);
  EXPECT_FALSE(back->error);
  EXPECT_FALSE(back->cost_pico_usd);
  EXPECT_FALSE(back->first_answer);
  auto record = full();
  record.call.usage = llm::Usage{.prompt = 0, .completion = 0, .cached_read = 0};
  EXPECT_EQ(decode(bytes_of(record))->call.usage, record.call.usage);
}

TEST(Codec, TheLargestRecordFits) {
  auto record = full();
  const std::string text(300, 'x');
  record.id.assign(text);
  record.key_id.assign(text);
  record.method.assign(text);
  record.route.assign(text);
  record.model.assign(text);
  record.call.asks(text, text);
  record.call.upstream_id.assign(text);
  record.error_reason.assign(text);
  record.peer.assign(text);
  record.user_agent.assign(text);
  record.dropped.assign(text);
  constexpr auto kHuge = std::numeric_limits<std::int64_t>::min();
  record.call.usage = llm::Usage{.prompt = kHuge,
                                 .completion = kHuge,
                                 .cached_read = kHuge,
                                 .cache_write = kHuge,
                                 .cache_write_1h = kHuge,
                                 .reasoning = kHuge,
                                 .prompt_audio = kHuge,
                                 .completion_audio = kHuge};
  record.started_us = kHuge;
  record.cost_pico_usd = kHuge;
  record.duration = record.overhead = record.call.waited = Duration(kHuge);
  record.first_answer = Duration(kHuge);
  record.bytes_in = record.bytes_out = ~std::uint64_t{0};
  record.call.tries = ~std::uint32_t{0};
  const auto bytes = bytes_of(record);
  EXPECT_LE(bytes.size(), kRecordBytesMax);
  EXPECT_EQ(decode(bytes)->cost_pico_usd, kHuge);
}

TEST(Codec, ARecordCutAnywhereIsNone) {
  const auto bytes = bytes_of(full());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode(bytes + "x"));
}

TEST(Codec, SurvivesBytesThatAreWrong) {
  const auto bytes = bytes_of(full());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const int flip : {0x01, 0x80, 0xff}) {
      auto wrong = bytes;
      wrong[i] = static_cast<char>(wrong[i] ^ flip);
      const auto back = decode(wrong);
      EXPECT_EQ(names_in(wrong).has_value(), back.has_value());
      if (back) EXPECT_EQ(use_in(wrong).ending, back->ending);
    }
  }
}

TEST(Codec, AFormOfTheFutureIsNotGuessedAt) {
  auto bytes = bytes_of(full());
  bytes[0] = 3;
  EXPECT_FALSE(decode(bytes));
}

}  // namespace
}  // namespace quorum::store::journal
