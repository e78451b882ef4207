#pragma once
/// Goes on to the next model where one cannot answer.

#include <memory>
#include <string>
#include <vector>

#include "llm/backend.hpp"

namespace quorum::gateway {

/// A model and the backend that answers to its name, which outlives the result.
struct Choice {
  llm::ChatBackend* backend = nullptr;
  std::string model{};
};

/// Asks `choices`, at least one, in their order until one begins to answer; `Call::model` takes the
/// place of the star in a choice's model, and is not looked at otherwise. What the caller would
/// have to mend (`invalid_request`, `too_large`) and a call that nobody waits for end it at once;
/// where all fail, the last one's error is told. A stream that has begun stays with its model.
std::unique_ptr<llm::ChatBackend> fall_back(std::vector<Choice> choices);

}  // namespace quorum::gateway
