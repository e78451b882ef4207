#pragma once
/// What a text would cost a model to read, before anybody is asked.

#include <string_view>

#include "api/platform/cost_endpoint.hpp"

namespace quorum::app {

api::platform::Estimate estimate(std::string_view provider, std::string_view model,
                                 std::string_view text);

}  // namespace quorum::app
