#pragma once
/// Where a message's body ends, and whether its connection lives on (RFC 9112 §6). Pure.

#include <cstdint>
#include <expected>
#include <string_view>

#include "http/head_parser.hpp"
#include "http/message.hpp"

namespace quorum::http {

enum class BodyKind : std::uint8_t { none, length, chunked, until_close };

struct Framing {
  BodyKind kind = BodyKind::none;
  std::uint64_t length = 0;  ///< Of `length`.
  bool is_kept_alive = true;
  bool expects_continue = false;
};

/// Refuses whatever two servers could read differently: both lengths and codings, repeated
/// lengths, codings that do not end in one `chunked`.
std::expected<Framing, Refusal> request_framing(const RequestHead& head);

/// `method` is the request's: an answer to HEAD has no body whatever its fields say.
std::expected<Framing, Refusal> response_framing(const ResponseHead& head, std::string_view method);

}  // namespace quorum::http
