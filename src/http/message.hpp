#pragma once
/// A request and an answer, as handlers and callers see them.

#include <optional>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace quorum::http {

struct RequestHead {
  std::string method;
  std::string target;  ///< As sent: path and query, undecoded.
  int minor_version = 1;
  Headers headers;

  std::string_view path() const;   ///< Up to the first `?`, still percent-encoded.
  std::string_view query() const;  ///< After it.
};

struct ResponseHead {
  int status = 200;
  Headers headers;
};

struct Request {
  RequestHead head;
  std::string body;      ///< Whole: the server has read it within its limits.
  std::string peer;      ///< Address of the other side, `127.0.0.1:49152` or `unix:`.
  bool is_loopback = false;
};

struct Response {
  ResponseHead head;
  std::string body;  ///< Content-Length and Date are added by the server.
};

/// `OK` for 200; empty for what has no name.
std::string_view reason_phrase(int status);

/// The value of `name` in a query string or form body, percent-decoded, or nothing.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace quorum::http
