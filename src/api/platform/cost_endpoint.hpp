#pragma once
/// GET /cost/estimate: what a text would cost a model to read.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/route.hpp"
#include "core/money.hpp"

namespace quorum::api::platform {

struct Estimate {
  std::int64_t tokens = 0;
  std::string method{};             ///< How they were counted.
  std::optional<Money> cost_usd{};  ///< Nothing where the price is unknown.
};

/// Counts and prices; given by who knows prices.
using Estimator = std::function<Estimate(std::string_view provider, std::string_view model,
                                         std::string_view text)>;

class CostEndpoint final : public Endpoint {
 public:
  explicit CostEndpoint(Estimator estimator) : estimator_(std::move(estimator)) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  Estimator estimator_;
};

}  // namespace quorum::api::platform
