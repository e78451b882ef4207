#pragma once
/// Refusals: a provider's, read into our words, and ours, written as OpenAI writes them.

#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {

/// An answer whose status is no success, whoever of the OpenAI-like providers sent it.
struct Refusal {
  std::string_view provider{};      ///< As `openai`: named in the message.
  std::string_view key_variable{};  ///< Where its key was read from; empty for none.
  int status = 0;
  std::string_view body{};
  std::string_view retry_after{};     ///< The `Retry-After` header: seconds or a date.
  std::string_view retry_after_ms{};  ///< The `retry-after-ms` header, which is more exact.
  UnixMs now_ms = 0;                  ///< To understand a date.
};

/// What the provider meant.
///
/// The message is ours. A provider's own words are in it only where they tell the caller what to
/// change in the request (400, 404, 413, 422), one line of at most 300 characters, and without
/// anything that looks like a key, an address or a link. All of it goes into `detail`.
Error explain(const Refusal& refusal);

/// The same of an error object in the middle of a stream, where no status says what it is.
Error explain_object(std::string_view provider, json::Value error);

/// `{"error":{"message":…,"type":…,"param":…,"code":…}}`.
std::string write_error(const Error& error);

}  // namespace quorum::openai_chat
