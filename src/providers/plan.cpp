#include "providers/plan.hpp"

#include <cstddef>
#include <utility>

#include "core/short_hash.hpp"
#include "core/try.hpp"

namespace quorum::providers {
namespace {

// Clients may ask for names without end, and of any length.
constexpr std::size_t kKnownMax = 256;
constexpr std::size_t kNameBytesMax = 256;

std::size_t place_of(std::string_view model, llm::Dialect caller, dialects::Delivery delivery) {
  const auto way = 2 * static_cast<std::size_t>(caller) + static_cast<std::size_t>(delivery);
  return (short_hash(model) + way) % kKnownMax;
}

}  // namespace

Plans::Plans(const Site& site, Aliases aliases)
    : site_(site), aliases_(std::move(aliases)), known_(kKnownMax) {}

Result<std::shared_ptr<const Plan>> Plans::find(std::string_view model, llm::Dialect caller,
                                                dialects::Delivery delivery) {
  auto& known = known_[place_of(model, caller, delivery)];
  const bool is_it =
      known && known->asked == model && known->caller == caller && known->delivery == delivery;
  if (is_it) return known;
  QUORUM_TRY(auto made, make(model, caller, delivery));
  auto plan = std::make_shared<const Plan>(std::move(made));
  if (model.size() <= kNameBytesMax) known = plan;
  return plan;
}

Result<Plan> Plans::make(std::string_view asked, llm::Dialect caller,
                         dialects::Delivery delivery) const {
  const auto alias = aliases_.find(asked);
  const std::string_view model = alias == aliases_.end() ? asked : alias->second;
  auto way = site_.way(caller, model, delivery);
  const bool is_spliced = way.has_value();
  if (!is_spliced) {
    QUORUM_TRY(way, site_.best_way(model, delivery));
  }
  return Plan{.asked = std::string(asked),
              .caller = caller,
              .model = std::string(model),
              .delivery = delivery,
              .target = way->target,
              .framing = way->framing,
              .quirks = quirks_for(site_.vendor(), model),
              .is_spliced = is_spliced,
              .form = site_.form_of(*way, delivery),
              .memory = std::make_unique<dialects::AnswerMemory>()};
}

}  // namespace quorum::providers
