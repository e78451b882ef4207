#include "http/request_template.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "http/head_writer.hpp"

namespace quorum::http {
namespace {

/// Twice is as good as once.
bool is_idempotent_method(std::string_view method) {
  constexpr std::array<std::string_view, 6> kIdempotent{"GET",    "HEAD",    "PUT",
                                                        "DELETE", "OPTIONS", "TRACE"};
  return std::ranges::find(kIdempotent, method) != kIdempotent.end();
}

}  // namespace

RequestTemplate::RequestTemplate(std::string method, Url url, Headers headers)
    : method_(std::move(method)),
      url_(std::move(url)),
      headers_(std::move(headers)),
      origin_(url_.origin()),
      is_idempotent_(is_idempotent_method(method_) || headers_.get("idempotency-key")) {
  append_request_head(head_, {.method = method_, .target = url_.target, .host = url_.authority()},
                      headers_);
}

RequestEnd::RequestEnd(std::string_view method, std::size_t body_bytes) : begin_(text_.size()) {
  const auto put = [this](std::string_view text) {
    begin_ -= text.size();
    std::memcpy(text_.data() + begin_, text.data(), text.size());
  };
  put("\r\n");
  if (body_bytes == 0 && (method == "GET" || method == "HEAD")) return;
  put("\r\n");
  do {
    text_[--begin_] = static_cast<char>('0' + body_bytes % 10);
    body_bytes /= 10;
  } while (body_bytes > 0);
  put("Content-Length: ");
}

}  // namespace quorum::http
