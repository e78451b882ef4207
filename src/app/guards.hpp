#pragma once
/// What stands before every vendor's backend: it makes up for what a model lacks, and refuses what
/// the model could only refuse.

#include <string_view>

#include "gateway/fit.hpp"
#include "gateway/structured.hpp"
#include "llm/dialect.hpp"
#include "llm/price_book.hpp"
#include "providers/vendors.hpp"

namespace quorum::app {

/// What a vendor's model can be made to keep to, asked in `dialect`.
gateway::Promise promise_of(const providers::Vendor& vendor, llm::Dialect dialect,
                            std::string_view model);

/// What is known of a vendor's model, as `fit` asks for it: remembered by name, since it asks with
/// every request. For one loop; `prices` outlives it.
gateway::FindLimits limits_of(const llm::PriceBook& prices, std::string_view vendor);

}  // namespace quorum::app
