#include "telemetry/price_memory.hpp"

#include "core/short_hash.hpp"

namespace quorum::telemetry {
namespace {

constexpr std::int64_t kKeptUs = std::int64_t{3600} * 1'000'000;

}  // namespace

std::optional<Money> PriceMemory::cost_of(const store::RequestRecord& record) {
  const auto& call = record.call;
  if (!call.usage || !find_) return std::nullopt;
  auto& place = places_[(short_hash(call.model) ^ short_hash(call.provider)) % kPlaces];
  const bool is_it = place.found_us != 0 && is_same_name(place.model, call.model) &&
                     is_same_name(place.provider, call.provider) &&
                     record.started_us - place.found_us < kKeptUs;
  if (!is_it) {
    place = {.provider = call.provider, .model = call.model, .found_us = record.started_us};
    place.facts = find_(call.provider, call.model);
  }
  const auto price = place.facts ? place.facts->price(call.usage->prompt) : std::nullopt;
  if (!price) return std::nullopt;
  return price->of(*call.usage);
}

}  // namespace quorum::telemetry
