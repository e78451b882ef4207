#pragma once
/// How an error looks to an HTTP client: the only place where an `Errc` becomes an answer.

#include <string>
#include <string_view>

#include "api/audience.hpp"
#include "core/error.hpp"
#include "http/message.hpp"

namespace quorum::api {

/// The status that tells a client of `audience` what it can do next.
int status_of(const Error& error, Audience audience);

/// What the client may read of it: of our own faults only that there was one.
std::string_view shown_message(const Error& error);

/// The error as a client may be told it: a dialect's writer shows its message as it stands.
Error shown(Error error);

/// Says in headers, too, whether and when to come back, as the official clients read it.
http::Response error_response(const Error& error, Audience audience,
                              std::string_view request_id = {});

/// The answer to what only HTTP knows about: 404, 405, 408, 413, 415, 431 …
http::Response refusal(int status, std::string_view message, Audience audience,
                       std::string_view request_id = {});

}  // namespace quorum::api
