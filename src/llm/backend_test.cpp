#include "llm/backend.hpp"

#include <gtest/gtest.h>

namespace quorum::llm {
namespace {

TEST(Price, ChargesCachedTokensOnceAndAtTheirOwnPrice) {
  const Price price{.prompt = Money::pico_usd(1'250'000),
                    .completion = Money::pico_usd(10'000'000),
                    .cached_read = Money::pico_usd(125'000)};
  const Usage usage{.prompt = 1000, .completion = 100, .cached_read = 400};
  // 600 × 1.25e-6 + 400 × 1.25e-7 + 100 × 1e-5
  EXPECT_EQ(price.of(usage).str(), "0.0018");
}

TEST(Price, WithoutACachePriceEveryPromptTokenCostsTheSame) {
  const Price price{.prompt = Money::pico_usd(1'000'000), .completion = Money::pico_usd(0)};
  EXPECT_EQ(price.of({.prompt = 1000, .completion = 5, .cached_read = 400}).str(), "0.001");
}

TEST(Price, RememberingCostsItsOwnPriceWhereThereIsOne) {
  const Price price{.prompt = Money::pico_usd(4'000'000),
                    .completion = Money::pico_usd(20'000'000),
                    .cached_read = Money::pico_usd(400'000),
                    .cache_write = Money::pico_usd(5'000'000)};
  const Usage usage{.prompt = 1000, .completion = 10, .cached_read = 600, .cache_write = 300};
  // 100 × 4e-6 + 600 × 4e-7 + 300 × 5e-6 + 10 × 2e-5
  EXPECT_EQ(price.of(usage).str(), "0.00234");
}

TEST(Call, ItsWordsAreReadFromTheClientsBytesWhereThereAreAny) {
  Call call{.model = "m"};
  call.chat.edit().seed = 3;
  EXPECT_EQ(call.words().value().seed, 3);
  call.wire = {.dialect = Dialect::openai_chat, .body = "4", .read = [](std::string_view body) {
                 return Result<Chat>(Chat{.messages = {}, .seed = body[0] - '0'});
               }};
  EXPECT_EQ(call.words().value().seed, 4);
}

}  // namespace
}  // namespace quorum::llm
