#pragma once
/// A provider's answer whose status is no success, and what every dialect makes of it.

#include <initializer_list>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::dialects {

struct Refusal {
  std::string_view provider{};      ///< As `openai`: named in the message.
  std::string_view key_variable{};  ///< Where its key was read from; empty for none.
  int status = 0;
  std::string_view body{};
  std::string_view retry_after{};     ///< The `Retry-After` header: seconds or a date.
  std::string_view retry_after_ms{};  ///< The `retry-after-ms` header, which is more exact.
  std::string_view should_retry{};    ///< The `x-should-retry` header: `true` or `false`.
  std::string_view error_type{};      ///< Amazon's `x-amzn-errortype` header.
  UnixMs now_ms = 0;                  ///< To understand a date.
};

/// A provider's error as its dialect spells it, brought to the few things that matter.
struct Said {
  std::string text{};   ///< For people.
  std::string word{};   ///< For machines, as `model_not_found`.
  std::string type{};   ///< Its class, as `invalid_request_error`.
  std::string field{};  ///< Of the request.
  int status = 0;       ///< Where the error itself tells one.
  std::optional<std::chrono::milliseconds> retry_after{};  ///< Where the body tells it.
};

/// Our error for what was said under `refusal.status`, or under none in the middle of a stream.
///
/// The message is ours. A provider's own words are in it only where they tell the caller what to
/// change in the request (400, 404, 413, 422), one line of at most 300 characters, and without
/// anything that looks like a key, an address or a link. All of it goes into `detail`.
Error explain(const Refusal& refusal, const Said& said);

/// What is said of an answer that cannot be read: `what` and its first bytes go into the log.
Error unreadable(std::string_view provider, std::string_view what, std::string_view bytes);

/// A stream that ended before its answer did.
Error cut(std::string_view provider);

}  // namespace quorum::dialects
