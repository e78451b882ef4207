#pragma once
/// A request but for its body, settled beforehand: made once, sent often.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "http/headers.hpp"
#include "http/url.hpp"

namespace quorum::http {

class RequestTemplate {
 public:
  /// Host, Content-Length and Connection are the client's business, whatever `headers` say.
  RequestTemplate(std::string method, Url url, Headers headers);

  const std::string& method() const { return method_; }
  const Url& url() const { return url_; }
  const Headers& headers() const { return headers_; }

  /// What connections may be shared by.
  const std::string& origin() const { return origin_; }

  /// Request line and fields. A `RequestEnd` stands between it and the body.
  std::string_view head() const { return head_; }

  /// Whether it may be sent twice (RFC 9110, 9.2.2), or says itself that it may.
  bool is_idempotent() const { return is_idempotent_; }

 private:
  std::string method_;
  Url url_;
  Headers headers_;
  std::string origin_;
  std::string head_;
  bool is_idempotent_;
};

/// The length of a body, where one may be expected, and the empty line.
class RequestEnd {
 public:
  RequestEnd(std::string_view method, std::size_t body_bytes);
  std::string_view view() const { return {text_.data() + begin_, text_.size() - begin_}; }

 private:
  std::array<char, 40> text_;
  std::size_t begin_;
};

}  // namespace quorum::http
