#pragma once
/// The price book, asked by our vendors' names.

#include <optional>
#include <string_view>

#include "api/platform/cost_endpoint.hpp"
#include "core/clock.hpp"
#include "llm/price_book.hpp"
#include "telemetry/price_memory.hpp"

namespace quorum::app {

/// What the book, and the list of models' abilities in the binary, know of a vendor's model.
std::optional<llm::ModelFacts> facts_of(const llm::PriceBook& book, std::string_view vendor,
                                        std::string_view model, UnixMs now);

/// What `text` would cost the model to read: nothing known where the book does not know it, and
/// nothing to pay where it runs on this machine.
api::platform::Estimate estimate(const llm::PriceBook& book, std::string_view vendor,
                                 std::string_view model, std::string_view text, UnixMs now);

/// Asks the book for who prices what is recorded; on every thread. Models on this machine cost
/// nothing.
telemetry::FindFacts facts_in(const llm::PriceBook& book);

}  // namespace quorum::app
