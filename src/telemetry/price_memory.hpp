#pragma once
/// The prices that a loop asks for again and again, kept at hand.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "core/bounded_text.hpp"
#include "core/money.hpp"
#include "llm/price_book.hpp"
#include "store/request_record.hpp"

namespace quorum::telemetry {

/// What is known of a provider's model; nothing where no price is.
using FindFacts = std::function<std::optional<llm::ModelFacts>(std::string_view provider,
                                                               std::string_view model)>;

/// A fixed number of places; models that share one push each other out. Of one loop.
class PriceMemory {
 public:
  /// `find` outlives it, and is asked again for what is older than an hour.
  explicit PriceMemory(const FindFacts& find) : find_(find) {}

  /// Nothing where no tokens or no price are known.
  std::optional<Money> cost_of(const store::RequestRecord& record);

 private:
  static constexpr std::size_t kPlaces = 64;
  struct Place {
    BoundedText<31> provider{};
    BoundedText<63> model{};
    std::int64_t found_us = 0;  ///< 0: nothing is here.
    std::optional<llm::ModelFacts> facts{};
  };

  const FindFacts& find_;
  std::array<Place, kPlaces> places_{};
};

}  // namespace quorum::telemetry
