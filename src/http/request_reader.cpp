#include "http/request_reader.hpp"

namespace quorum::http {
namespace {

constexpr Refusal kTooLarge{.status = 413, .message = "The body is larger than is allowed here."};

}  // namespace

std::expected<std::size_t, Refusal> RequestReader::push(std::string_view bytes) {
  std::size_t taken = 0;
  if (phase_ == Phase::idle || phase_ == Phase::head) {
    if (!bytes.empty()) phase_ = Phase::head;
    const auto head_bytes = head_.push(bytes);
    if (!head_bytes) return head_bytes;
    taken = *head_bytes;
    if (!head_.is_done()) return taken;
    if (auto begun = begin_body(); !begun) return std::unexpected(begun.error());
  }
  if (phase_ == Phase::body && taken < bytes.size()) {
    has_body_bytes_ = true;
    const auto body_bytes = decoder_.push(bytes.substr(taken), body_);
    if (!body_bytes) return body_bytes;
    taken += *body_bytes;
    if (body_.size() > limits_.body_bytes_max) return std::unexpected(kTooLarge);
  }
  if (phase_ == Phase::body && decoder_.is_done()) phase_ = Phase::done;
  return taken;
}

std::expected<void, Refusal> RequestReader::begin_body() {
  const auto framing = request_framing(head_.head());
  if (!framing) return std::unexpected(framing.error());
  framing_ = *framing;
  if (framing_.length > limits_.body_bytes_max) return std::unexpected(kTooLarge);
  body_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(framing_.length, kRoomBytesMax)));
  decoder_ = BodyDecoder(framing_);
  phase_ = Phase::body;
  return {};
}

void RequestReader::end_fill(std::size_t bytes) {
  if (bytes > 0) has_body_bytes_ = true;
  decoder_.skip(bytes);
  if (decoder_.is_done()) phase_ = Phase::done;
}

void RequestReader::replace_body(std::string body) {
  body_ = std::move(body);
  auto& headers = head_.head().headers;
  headers.remove("content-encoding");
  headers.set("content-length", std::to_string(body_.size()));
}

bool RequestReader::wants_continue() const {
  return phase_ == Phase::body && framing_.expects_continue && !has_body_bytes_;
}

}  // namespace quorum::http
