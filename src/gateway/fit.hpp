#pragma once
/// Says beforehand what a model could only refuse.

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "llm/backend.hpp"

namespace quorum::gateway {

/// What is known of a model; what is not known is not held against a request.
struct Limits {
  std::optional<std::int64_t> context_tokens{};
  llm::Capabilities can{};
};

using FindLimits = std::function<Limits(std::string_view model)>;

/// A request whose words alone are more than the model can read (by an estimate, with a quarter's
/// margin for its error), or that holds pictures or tools for a model known to take none, fails as
/// `invalid_request` before it is sent. Everything else costs no more than a look at its size.
///
/// `inner` outlives the result.
std::unique_ptr<llm::ChatBackend> fit(llm::ChatBackend& inner, FindLimits find);

}  // namespace quorum::gateway
