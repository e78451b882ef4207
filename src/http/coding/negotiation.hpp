#pragma once
/// Which coding a client wants its answer in (RFC 9110 §12.5.3). Pure.

#include <string_view>

namespace quorum::http {

/// Whether gzip is allowed and at least as welcome as the plain body. Nobody asked: no.
bool wants_gzip(std::string_view accept_encoding);

/// Whether bodies of that type get smaller: text, JSON, scripts; not what is compressed already,
/// and not streams.
bool is_compressible(std::string_view content_type);

/// The one coding of a body, as its Content-Encoding has it.
enum class Coding : unsigned char { identity, gzip, deflate, unknown };
Coding coding_of(std::string_view content_encoding);

}  // namespace quorum::http
