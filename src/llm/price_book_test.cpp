#include "llm/price_book.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

constexpr UnixMs kSeptember2026 = 1'790'000'000'000;  // 2026-09-21T13:33:20Z

PriceBook book() {
  auto read = PriceBook::built_in();
  EXPECT_TRUE(read) << read.error().message;
  return std::move(*read);
}

/// Prompt, completion and cached price of a million tokens, for a prompt of that many.
std::string prices(const PriceBook& book, std::string_view provider, std::string_view model,
                   std::int64_t prompt_tokens = 1000, UnixMs when = kSeptember2026) {
  const auto facts = book.find(provider, model, when);
  if (!facts) return "unknown";
  const auto price = facts->price(prompt_tokens);
  if (!price) return "no price";
  const auto million = [](Money money) { return (money * 1'000'000).str(); };
  return million(price->prompt) + " " + million(price->completion) +
         (price->cached_read ? " " + million(*price->cached_read) : "");
}

TEST(PriceBook, KnowsTheModelsOfTheWorld) {
  const auto known = book();
  EXPECT_EQ(known.size(), 1694U);
  EXPECT_EQ(prices(known, "openai", "gpt-4o"), "2.5 10 1.25");
  EXPECT_EQ(prices(known, "openai", "gpt-4o-2024-08-06"), "2.5 10 1.25");
  EXPECT_EQ(prices(known, "OpenAI", "GPT-4o-mini"), "0.15 0.6 0.075");
  EXPECT_EQ(prices(known, "openai", "gpt-3.5-turbo"), "0.5 1.5");
  EXPECT_EQ(prices(known, "openai", "gpt-4"), "30 60");
  EXPECT_EQ(prices(known, "anthropic", "claude-2.1"), "8 24");
  EXPECT_EQ(known.find("openai", "gpt-5", kSeptember2026)->context_tokens, 400'000);
  EXPECT_EQ(known.find("openai", "gpt-4o-2024-08-06", kSeptember2026)->id, "gpt-4o");
}

TEST(PriceBook, WhatItDoesNotKnowIsUnknownAndNotFree) {
  const auto known = book();
  EXPECT_EQ(prices(known, "openai", "gpt-4o-imaginary-edition"), "unknown");
  EXPECT_EQ(prices(known, "nobody", "gpt-4o"), "unknown");
  EXPECT_EQ(prices(known, "local", "smollm2-135m"), "unknown");
  EXPECT_EQ(prices(known, "", "qwertz-7b"), "unknown");
  EXPECT_EQ(prices(known, "openai", "text-embedding-3-small"), "no price");
}

TEST(PriceBook, GuessesTheProviderOnlyWhenNoneIsNamed) {
  const auto known = book();
  EXPECT_EQ(prices(known, "", "gpt-4o"), "2.5 10 1.25");
  EXPECT_EQ(prices(known, "", "claude-2.1"), "8 24");
  EXPECT_EQ(prices(known, "gemini", "gemini-1.5-flash"),
            prices(known, "google", "gemini-1.5-flash"));
  EXPECT_EQ(prices(known, "azure", "gpt-4o-mini"), "0.15 0.6 0.075");  // It sells OpenAI's.
}

TEST(PriceBook, LongPromptsMayCostMore) {
  const auto known = book();
  EXPECT_EQ(prices(known, "google", "gemini-2.5-pro", 200'000), "1.25 10 0.125");
  EXPECT_EQ(prices(known, "google", "gemini-2.5-pro", 200'001), "2.5 15 0.25");
}

PriceBook parse(std::string_view models) {
  const auto text = R"({"providers":[{"id":"p","models":[)" + std::string(models) + "]}]}";
  auto read = PriceBook::parse(text);
  EXPECT_TRUE(read) << read.error().message;
  return std::move(*read);
}

TEST(PriceBook, PricesChangeWithTheDayAndTheHour) {
  const auto known = parse(
      R"({"id":"m","match":{"equals":"m"},"prices":[
            {"prices":{"input_mtok":1,"output_mtok":1}},
            {"constraint":{"type":"start_date","start_date":"2026-09-21"},
             "prices":{"input_mtok":2,"output_mtok":2}},
            {"constraint":{"type":"time_of_date","start_time":"22:30:00Z","end_time":"06:00:00Z"},
             "prices":{"input_mtok":3,"output_mtok":3}}]})");
  constexpr UnixMs kHour = 3'600'000;
  constexpr UnixMs kMidnight = 1'789'948'800'000;  // 2026-09-21T00:00Z
  EXPECT_EQ(prices(known, "p", "m", 1, kMidnight - 3 * kHour), "1 1");
  EXPECT_EQ(prices(known, "p", "m", 1, kMidnight - kHour), "3 3");
  EXPECT_EQ(prices(known, "p", "m", 1, kMidnight + 6 * kHour - 1), "3 3");
  EXPECT_EQ(prices(known, "p", "m", 1, kMidnight + 6 * kHour), "2 2");
  EXPECT_EQ(prices(known, "p", "m", 1, kMidnight + 22 * kHour), "2 2");
}

TEST(PriceBook, KnowsADayInANameHoweverItIsWritten) {
  const auto known = parse(
      R"({"id":"m","match":{"equals":"m-2026-08-21"},"prices":{"input_mtok":1,"output_mtok":2}})");
  EXPECT_EQ(prices(known, "p", "m-2026-08-21"), "1 2");
  EXPECT_EQ(prices(known, "p", "m-20260821"), "1 2");
  EXPECT_EQ(prices(known, "p", "m-202608210"), "unknown");
}

TEST(PriceBook, KeepsSmallPricesExact) {
  const auto known = parse(
      R"({"id":"m","match":{"equals":"m"},
          "prices":{"input_mtok":0.000001,"output_mtok":1e-2,"cache_write_mtok":0.5}})");
  const auto price = known.find("p", "m", 0)->price(1);
  EXPECT_EQ(price->prompt, Money::pico_usd(1));
  EXPECT_EQ(price->completion, Money::pico_usd(10'000));
  EXPECT_EQ(price->cached_read, std::nullopt);
  EXPECT_EQ(price->cache_write, Money::pico_usd(500'000));
}

TEST(PriceBook, AnotherBookMayBeLaidOverIt) {
  auto known = book();
  auto ours = PriceBook::parse(
      R"({"providers":[{"id":"openai","models":[{"id":"gpt-4o","match":{"equals":"gpt-4o"},
            "prices":{"input_mtok":1,"output_mtok":4}}]},
          {"id":"house","models":[{"id":"x","match":{"starts_with":"x"},
            "prices":{"input_mtok":0,"output_mtok":0}}]}]})");
  ASSERT_TRUE(ours);
  known.prefer(std::move(*ours));
  EXPECT_EQ(known.size(), 1696U);
  EXPECT_EQ(prices(known, "openai", "gpt-4o"), "1 4");
  EXPECT_EQ(prices(known, "openai", "gpt-4o-mini"), "0.15 0.6 0.075");
  EXPECT_EQ(prices(known, "house", "x-1"), "0 0");
  EXPECT_EQ(prices(known, "", "gpt-4o"), "1 4");
}

TEST(PriceBook, SaysWhatIsWrongAndWhere) {
  const auto fault = [](std::string_view json) {
    const auto read = PriceBook::parse(json);
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(fault("[]"), "A price book must have a list `providers`.");
  EXPECT_EQ(fault("{"), "Malformed JSON at byte 1: the text ends too early.");
  EXPECT_EQ(fault(R"({"providers":[{}]})"), "a provider must have an `id`.");
  EXPECT_EQ(fault(R"({"providers":[{"id":"p","models":[{}]}]})"),
            "provider `p`: a model must have an `id`.");
  EXPECT_EQ(fault(R"({"providers":[{"id":"p","models":[{"id":"m","match":{"equals":"m"}}]}]})"),
            "provider `p`: model `m`: `prices` must be an object, or a list of them.");
  EXPECT_EQ(fault(R"({"providers":[{"id":"p","models":[{"id":"m","match":{"equals":"m"},
                       "prices":{"input_mtok":"1"}}]}]})"),
            "provider `p`: model `m`: a price must be a number of US dollars.");
  EXPECT_EQ(
      fault(R"({"providers":[{"id":"p","models":[{"id":"m","match":{"equals":"m"},
                       "prices":{"input_mtok":-1}}]}]})"),
      "provider `p`: model `m`: An amount in US dollars is a number from 0 to 1e12, such as 0.25.");
  EXPECT_EQ(fault(R"({"providers":[{"id":"p","models":[{"id":"m","match":{"equals":"m"},
                       "prices":[]}]}]})"),
            "provider `p`: model `m`: `prices` must not be empty.");
}

}  // namespace
}  // namespace quorum::llm
