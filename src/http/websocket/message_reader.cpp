#include "http/websocket/message_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace quorum::http::websocket {
namespace {

std::unexpected<Fault> refused(std::string_view message,
                               std::uint16_t code = close_code::kProtocolError) {
  return std::unexpected(Fault{.code = code, .message = message});
}

std::unexpected<Fault> not_text() {
  return refused("a text is not UTF-8", close_code::kInvalidData);
}
std::unexpected<Fault> too_big() { return refused("a message is too big", close_code::kTooBig); }

}  // namespace

MessageReader::MessageReader(From from, ReaderLimits limits, bool has_deflate)
    : limits_(limits), frame_({.is_masked = from == From::client, .may_compress = has_deflate}) {
  if (has_deflate) deflate_.emplace();
}

std::expected<std::size_t, Fault> MessageReader::push(std::string_view bytes,
                                                      std::optional<Incoming>& incoming) {
  incoming.reset();
  std::size_t taken = 0;
  while (taken < bytes.size() && !incoming) {
    if (!frame_.is_done()) {
      const auto head = frame_.push(bytes.substr(taken));
      if (!head) return std::unexpected(head.error());
      taken += *head;
      if (!frame_.is_done()) break;
      if (auto begun = begin_frame(); !begun) return std::unexpected(begun.error());
    }
    const auto payload = take_payload(bytes.substr(taken));
    if (!payload) return std::unexpected(payload.error());
    taken += *payload;
    if (payload_taken_ < frame_.head().payload_bytes) continue;
    if (auto ended = end_frame(incoming); !ended) return std::unexpected(ended.error());
  }
  return taken;
}

std::expected<void, Fault> MessageReader::begin_frame() {
  const auto& head = frame_.head();
  payload_taken_ = 0;
  control_.clear();
  if (is_control(head.opcode)) return {};
  const bool is_more = head.opcode == Opcode::continuation;
  if (is_more && !message_) return refused("nothing is there to be continued");
  if (!is_more && message_) return refused("a message begins inside another");
  const auto so_far = message_ ? message_->payload.size() : 0;
  const auto room = limits_.message_bytes_max - std::min(limits_.message_bytes_max, so_far);
  if (head.payload_bytes > limits_.frame_bytes_max || head.payload_bytes > room) return too_big();
  if (is_more) return {};
  const bool is_text = head.opcode == Opcode::text;
  message_ = Message{.kind = is_text ? Message::Kind::text : Message::Kind::binary};
  is_compressed_ = head.is_compressed;
  utf8_ = {};
  return {};
}

std::expected<std::size_t, Fault> MessageReader::take_payload(std::string_view bytes) {
  const auto& head = frame_.head();
  const auto left = head.payload_bytes - payload_taken_;
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
  const bool is_for_control = is_control(head.opcode);
  unmasked_.clear();
  auto& into = is_for_control ? control_ : (is_compressed_ ? unmasked_ : message_->payload);
  const auto from = into.size();
  into += bytes.substr(0, size);
  if (head.mask) apply_mask(std::span(into).subspan(from), *head.mask, payload_taken_);
  payload_taken_ += size;
  if (is_for_control) return size;
  auto done = is_compressed_ ? take_data(unmasked_) : check_text(from);
  if (!done) return std::unexpected(done.error());
  return size;
}

/// The next piece of a compressed message.
std::expected<void, Fault> MessageReader::take_data(std::string_view bytes) {
  const auto from = message_->payload.size();
  return check_data(deflate_->inflate(bytes, message_->payload, limits_.message_bytes_max), from);
}

/// What was expanded onto the payload, which has its text from `from` on, before it ended so: what
/// is wrong first counts, wherever the bytes were cut.
std::expected<void, Fault> MessageReader::check_data(Deflate::Inflated done, std::size_t from) {
  if (auto checked = check_text(from); !checked) return checked;
  switch (done) {
    case Deflate::Inflated::fine: return {};
    case Deflate::Inflated::too_big: return too_big();
    case Deflate::Inflated::broken: break;
  }
  return refused("a compressed message is broken", close_code::kInvalidData);
}

std::expected<void, Fault> MessageReader::check_text(std::size_t from) {
  if (message_->kind != Message::Kind::text) return {};
  if (utf8_.push(std::string_view(message_->payload).substr(from))) return {};
  return not_text();
}

std::expected<void, Fault> MessageReader::end_frame(std::optional<Incoming>& incoming) {
  const auto head = frame_.head();
  frame_.reset();
  if (!head.is_final) return {};
  std::expected<Incoming, Fault> whole;
  if (!is_control(head.opcode)) {
    whole = take_message();
  } else if (head.opcode == Opcode::close) {
    whole = take_control();
  } else if (head.opcode == Opcode::ping) {
    whole = Ping{std::move(control_)};
  } else {
    whole = Pong{std::move(control_)};
  }
  if (!whole) return std::unexpected(whole.error());
  incoming = std::move(*whole);
  return {};
}

/// What the other side's close frame says.
std::expected<Incoming, Fault> MessageReader::take_control() {
  if (control_.empty()) return Close{};
  if (control_.size() == 1) return refused("a close frame has half a code");
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(control_[at]); };
  const auto code = static_cast<std::uint16_t>(byte(0) << 8 | byte(1));
  if (!is_valid_close_code(code)) return refused("a close frame has a code that may not be sent");
  Utf8Check check;
  auto reason = control_.substr(2);
  if (!check.push(reason) || !check.is_complete()) return not_text();
  return Close{.code = code, .reason = std::move(reason)};
}

std::expected<Incoming, Fault> MessageReader::take_message() {
  auto& payload = message_->payload;
  const auto from = payload.size();
  if (is_compressed_) {
    const auto done = deflate_->finish(payload, limits_.message_bytes_max);
    if (auto checked = check_data(done, from); !checked) return std::unexpected(checked.error());
  }
  if (message_->kind == Message::Kind::text && !utf8_.is_complete()) return not_text();
  auto message = std::move(*message_);
  message_.reset();
  return message;
}

}  // namespace quorum::http::websocket
