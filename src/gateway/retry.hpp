#pragma once
/// Asks again when a provider had no room or broke down before it said a word.

#include <chrono>
#include <cstdint>
#include <memory>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::gateway {

struct RetryConfig {
  std::uint32_t tries_max = 3;  ///< In all.

  // After `rate_limited` the wait doubles from the one to the other.
  std::chrono::milliseconds wait_min{4'000};
  std::chrono::milliseconds wait_max{10'000};

  /// After a failure it doubles from here: what passes at all passes soon, and a caller should not
  /// wait long to hear that a provider is down.
  std::chrono::milliseconds failure_wait_min{500};

  /// A try that could begin only so long after the call did is not made: the caller learns of the
  /// failure at once.
  std::chrono::milliseconds patience_max{60'000};

  Result<> validate() const;
};

/// Whether asking again may help: as the provider says; else `rate_limited`, `unavailable` and
/// `upstream_failed`.
bool may_pass_later(const Error& error);

/// Where the provider says how long to wait, that goes before our own waits. Only `open` is tried
/// again: once a stream has begun, its failure is the caller's to see. Both
/// outlive the result.
std::unique_ptr<llm::ChatBackend> retry(async::Loop& loop, llm::ChatBackend& inner,
                                        RetryConfig config);

}  // namespace quorum::gateway
