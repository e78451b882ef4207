#include "app/pricing.hpp"

#include <string>

#include "llm/estimate.hpp"

namespace quorum::app {
namespace {

std::string_view seller_of(std::string_view vendor) {
  if (vendor == "gemini") return "google";
  if (vendor == "xai") return "x-ai";
  if (vendor == "moonshot") return "moonshotai";
  return vendor;
}

}  // namespace

std::optional<llm::ModelFacts> facts_of(const llm::PriceBook& book, std::string_view vendor,
                                        std::string_view model, UnixMs now) {
  return book.find(seller_of(vendor), model, now);
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

}  // namespace quorum::app
