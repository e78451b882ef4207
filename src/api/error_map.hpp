#pragma once
/// How an error looks to an HTTP client: the only place where an `Errc` becomes a status code.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/message.hpp"

namespace quorum::api {

/// Which clients a path serves, and so how its errors are spelled.
enum class Audience : std::uint8_t {
  openai,    ///< `{"error":{message, type, param, code}}`, bad input is 400.
  debates,   ///< The same shape, but bad input is 422 (`/v1/debates`).
  platform,  ///< `{"detail": …, "error_code": …}`, as the platform's first contract says.
};

Audience audience_of(std::string_view path);

/// The status that tells a client of `audience` what it can do next.
int status_of(const Error& error, Audience audience);

/// What the client may read of it: of our own faults only that there was one.
std::string_view shown_message(const Error& error);

/// The error's body, without status: also what a stream carries when it fails half-way.
std::string error_body(const Error& error, Audience audience);

/// The error as a client may be told it: a dialect's writer shows its message as it stands.
Error shown(Error error);

http::Response error_response(const Error& error, Audience audience);

/// The answer to what only HTTP knows about: 404, 405, 408, 413, 415, 431 …
http::Response refusal(int status, std::string_view message, Audience audience);

}  // namespace quorum::api
