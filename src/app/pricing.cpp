#include "app/pricing.hpp"

#include <string>

#include "llm/estimate.hpp"
#include "llm/model_book.hpp"

namespace quorum::app {
namespace {

std::string_view seller_of(std::string_view vendor) {
  if (vendor == "gemini") return "google";
  if (vendor == "xai") return "x-ai";
  if (vendor == "moonshot") return "moonshotai";
  return vendor;
}

/// Part of the binary, like the text of a message; read once.
const llm::ModelBook& abilities() {
  static const auto kBook = llm::ModelBook::built_in().value_or(llm::ModelBook{});
  return kBook;
}

}  // namespace

std::optional<llm::ModelFacts> facts_of(const llm::PriceBook& book, std::string_view vendor,
                                        std::string_view model, UnixMs now) {
  auto facts = book.find(seller_of(vendor), model, now);
  const auto known = abilities().find(vendor, model);
  if (!known) return facts;
  if (!facts) facts.emplace().id = model;
  // Both may know how much it reads: the prices are the newer list.
  if (!facts->context_tokens) facts->context_tokens = known->context_tokens;
  facts->output_tokens_max = known->output_tokens_max;
  facts->capabilities = known->can;
  return facts;
}

api::platform::Estimate estimate(const llm::PriceBook& book, std::string_view vendor,
                                 std::string_view model, std::string_view text, UnixMs now) {
  const auto tokens = llm::estimate_tokens(text);
  api::platform::Estimate found{.tokens = tokens, .method = std::string(llm::kEstimateMethod)};
  if (vendor == "local") {
    found.cost_usd = Money{};
    return found;
  }
  const auto facts = facts_of(book, vendor, model, now);
  const auto price = facts ? facts->price(tokens) : std::nullopt;
  if (price) found.cost_usd = price->of({.prompt = tokens});
  return found;
}

telemetry::FindFacts facts_in(const llm::PriceBook& book) {
  return [&book](std::string_view provider, std::string_view model) {
    if (provider != "local") {
      return book.find(seller_of(provider), model, SystemClock().unix_ms());
    }
    std::optional<llm::ModelFacts> free;
    free.emplace();
    free->prompt = free->completion = llm::Rate{};
    return free;
  };
}

}  // namespace quorum::app
