#pragma once
/// `/metrics`: what is counted, in the text that its reader asks for.

#include <functional>
#include <string>
#include <utility>

#include "api/route.hpp"
#include "metrics/exposition.hpp"

namespace quorum::api::ops {

using Expose = std::function<std::string(metrics::Format)>;

class MetricsEndpoint final : public Endpoint {
 public:
  explicit MetricsEndpoint(Expose expose) : expose_(std::move(expose)) {}
  Task<Result<>> answer(Exchange exchange) override;

 private:
  Expose expose_;
};

}  // namespace quorum::api::ops
