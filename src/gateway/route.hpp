#pragma once
/// Sends each call to the backend that answers to its model's name.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::gateway {

/// Where a call goes, and by what name that backend knows the model.
struct Target {
  llm::ChatBackend* backend = nullptr;  ///< Outlives the router.
  std::string model;
};

/// Finds the target of a model's name, or says why there is none.
using FindTarget = std::function<Result<Target>(std::string_view model)>;

/// What `find` has found is remembered: it answers the same as long as the router lives.
std::unique_ptr<llm::ChatBackend> route(FindTarget find);

}  // namespace quorum::gateway
