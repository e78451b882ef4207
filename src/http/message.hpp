#pragma once
/// A request and an answer, as handlers and callers see them.

#include <optional>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace quorum::http {

struct RequestHead {
  std::string method{};
  std::string target{};  ///< Path and query, undecoded; `*` for a server-wide OPTIONS.
  int minor_version = 1;
  Headers headers{};

  std::string_view path() const;   ///< Up to the first `?`, still percent-encoded.
  std::string_view query() const;  ///< After it.
};

struct ResponseHead {
  int status = 200;
  Headers headers{};
  int minor_version = 1;  ///< Of an answer received; a server always writes its own.
};

struct Request {
  RequestHead head{};
  std::string body{};  ///< Whole: the server has read it within its limits.
  std::string peer{};  ///< Address of the other side, `127.0.0.1:49152` or `unix:`.
  bool is_loopback = false;
};

struct Response {
  ResponseHead head{};
  std::string body{};  ///< Content-Length and Date are added by the server.
};

/// `OK` for 200; empty for what has no name.
std::string_view reason_phrase(int status);

/// `%41` becomes `A`. Nothing where a `%` is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

/// The value of `name` in a query string or form body, percent-decoded, or nothing.
/// A `+` is a space; a broken escape stands for itself.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace quorum::http
