#pragma once
/// Header fields as HTTP/2 has them, and our messages' heads made from them and into them. Pure.

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/head_parser.hpp"
#include "http/message.hpp"

namespace quorum::h2 {

/// Fields to be sent: pseudo-fields first, names in lower case, nothing in a value that ends it.
class Fields {
 public:
  /// Room for what is usual, in one allocation.
  Fields();

  void add(std::string_view name, std::string_view value);

  /// All but those that speak of an HTTP/1 connection or of the body's length: these are the
  /// sender's business, as are `except`'s.
  void add_all(const http::Headers& headers, std::string_view except = {});

  std::size_t size() const { return spans_.size(); }
  http::Headers::Field operator[](std::size_t index) const;
  bool has(std::string_view name) const;

 private:
  std::string text_;
  std::vector<http::Headers::Span> spans_;
};

/// `:status`, the handler's fields, Date, and where it is known the length.
Fields answer_fields(const http::ResponseHead& head, std::string_view date,
                     std::optional<std::uint64_t> length);

struct Asked {
  std::string_view method;
  std::string_view scheme;
  std::string_view authority;
  std::string_view target;
  std::size_t body_bytes = 0;
};
Fields request_fields(const Asked& asked, const http::Headers& headers);

/// Gathers a received head within limits: a request's, an answer's, or trailers, which are dropped.
class FieldReader {
 public:
  explicit FieldReader(http::HeadLimits limits) : limits_(limits) {}

  /// False where there is so much beyond the limits that nothing needs to be answered to it.
  bool add(std::string_view name, std::string_view value);

  /// Once all are in. After a refusal `head` holds what was understood.
  std::expected<void, http::Refusal> take_request(http::RequestHead& head);
  std::expected<void, http::Refusal> take_response(http::ResponseHead& head);

 private:
  void add_pseudo(std::string_view name, std::string_view value);
  void append(std::string_view name, std::string_view value);
  void add_cookies();
  http::Headers take_headers();

  http::HeadLimits limits_;
  std::size_t bytes_ = 0;  ///< As SETTINGS_MAX_HEADER_LIST_SIZE counts.
  std::size_t count_ = 0;
  std::string method_;
  std::string target_;
  std::string scheme_;
  std::optional<std::string> authority_;
  std::string status_;
  std::string cookies_;  ///< One field, in however many pieces it came (RFC 9113 §8.2.3).
  std::optional<std::string> host_;
  std::size_t hosts_ = 0;
  std::string text_;
  std::vector<http::Headers::Span> spans_;
};

}  // namespace quorum::h2
