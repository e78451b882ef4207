#pragma once
/// Which site answers to a model's name, for what is asked beside chats.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "providers/site.hpp"

namespace quorum::providers {

struct Placed {
  Site* site = nullptr;    ///< Null where the model is no provider's, as a local one.
  std::string provider{};  ///< As in `x-quorum-provider`.
  std::string model{};     ///< As the provider calls it.

  /// Who may answer in its place where it cannot, in their order.
  std::vector<Placed> others{};
};

/// `place` says why nobody answers to a name; `site` is null for a provider that is not configured.
struct Places {
  std::function<Result<Placed>(std::string_view model)> place;
  std::function<Site*(std::string_view provider)> site;
};

}  // namespace quorum::providers
