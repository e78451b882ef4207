#pragma once
/// One whole request from bytes, within limits. Pure.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "http/body_decoder.hpp"
#include "http/framing.hpp"
#include "http/head_parser.hpp"
#include "http/message.hpp"

namespace quorum::http {

struct RequestLimits {
  HeadLimits head;
  std::size_t body_bytes_max = 32 << 20;
};

class RequestReader {
 public:
  enum class Phase : std::uint8_t { idle, head, body, done };

  /// `memory` outlives it where it is given.
  explicit RequestReader(RequestLimits limits, HeadMemory<RequestHead>* memory = nullptr)
      : limits_(limits), head_(limits.head, memory) {}

  /// Takes from `bytes` what belongs to the request and says how much that was: all, unless done.
  /// After a refusal the reader is finished and `head` holds what was understood.
  std::expected<std::size_t, Refusal> push(std::string_view bytes);

  /// Whether what comes next is known to be the body's, so that it may be read straight to its
  /// place.
  bool has_room() const { return phase_ == Phase::body && decoder_.plain_left() > 0; }

  /// Calls `read` once with such a place; it says how many bytes it has put there.
  template <typename Read>
  void fill(const Read& read) {
    const auto before = body_.size();
    const auto room = std::min<std::uint64_t>(decoder_.plain_left(), kRoomBytesMax);
    body_.resize_and_overwrite(before + static_cast<std::size_t>(room),
                               [&](char* begin, std::size_t end) {
                                 return before + read(std::span(begin + before, end - before));
                               });
    end_fill(body_.size() - before);
  }

  /// `idle` until the first byte. The line ends that may stand before a request count as one.
  Phase phase() const { return phase_; }

  /// The client waits for a `100 Continue` before it sends the body.
  bool wants_continue() const;

  const RequestHead& head() const { return head_.head(); }
  const Framing& framing() const { return framing_; }  ///< Once the head is in.

  /// Once done.
  std::string_view body() const { return body_; }
  RequestHead take_head() { return std::move(head_.head()); }
  std::string take_body() { return std::move(body_); }

  /// As if the client had sent `body` and no coding of it.
  void replace_body(std::string body);

 private:
  /// A length is only a promise: room for more is made as the bytes come.
  static constexpr std::size_t kRoomBytesMax = 256 << 10;

  std::expected<void, Refusal> begin_body();
  void end_fill(std::size_t bytes);

  RequestLimits limits_;
  RequestHeadParser head_;
  Framing framing_;
  BodyDecoder decoder_{Framing{}};
  std::string body_;
  bool has_body_bytes_ = false;
  Phase phase_ = Phase::idle;
};

}  // namespace quorum::http
