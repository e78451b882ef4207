#include "http/websocket/session.hpp"

#include <string_view>
#include <utility>
#include <variant>

#include "async/scope.hpp"

namespace quorum::http::websocket {
namespace {

constexpr std::size_t kReadBytes = 16 << 10;

MessageReader reader_for(const Handshake& handshake, const SessionConfig& config) {
  return {MessageReader::From::client, config.limits, handshake.has_deflate};
}

}  // namespace

Session::Session(async::Loop& loop, const Handshake& handshake,
                 std::unique_ptr<Conversation> conversation, SessionConfig config)
    : loop_(loop),
      conversation_(std::move(conversation)),
      config_(config),
      reader_(reader_for(handshake, config)),
      heard_at_(loop.now()),
      heard_(loop),
      over_(loop) {
  if (handshake.has_deflate) deflate_.emplace(handshake.window_bits);
}

Task<Upgraded::Ending> Session::run(async::ByteStream* stream, std::string early) {
  stream_ = stream;
  bytes_ = std::move(early);
  heard_at_ = loop_.now();
  outbox_.emplace(loop_, *stream, config_.write_wait_max, deflate_ ? &*deflate_ : nullptr);
  async::Scope scope(loop_);
  scope.spawn(speak());
  scope.spawn(listen());
  scope.spawn(ping());
  co_await over_.wait();
  if (last_->by == Last::By::nobody) co_return Ending::abort;
  // Before what is said is cut off: a frame that is on its way goes first.
  auto reason = last_->reason;
  const auto closed = co_await outbox_->close(last_->code, std::move(reason));
  scope.cancel();
  if (!closed) co_return Ending::abort;
  if (last_->by == Last::By::us) co_await await_close();
  co_return Ending::close;
}

void Session::drain() {
  end({.by = Last::By::us,
       .code = close_code::kGoingAway,
       .reason = "The server is being stopped."});
}

Task<> Session::speak() {
  const auto done = co_await conversation_->speak(&*outbox_);
  // What has been heard is still answered: a command may be what has brought the end about.
  if (is_hearing_) co_await heard_.wait();
  end_with(done);
}

Task<> Session::listen() {
  while (true) {
    auto incoming = co_await next();
    if (!incoming || !co_await take(std::move(*incoming))) co_return;
  }
}

/// False where it was the last one.
Task<bool> Session::take(Incoming incoming) {
  if (auto* const message = std::get_if<Message>(&incoming)) {
    is_hearing_ = true;
    heard_.reset();
    const auto heard = co_await conversation_->hear(std::move(*message), &*outbox_);
    is_hearing_ = false;
    heard_.set();
    if (!heard) end_with(heard);
    co_return heard.has_value();
  }
  if (auto* const ping = std::get_if<Ping>(&incoming)) {
    co_return (co_await outbox_->control(Opcode::pong, std::move(ping->payload))).has_value();
  }
  if (auto* const close = std::get_if<Close>(&incoming)) {
    end({.by = Last::By::client, .code = close->code});
    co_return false;
  }
  co_return true;
}

/// The next message or control frame; nothing once there will be none.
Task<std::optional<Incoming>> Session::next() {
  std::optional<Incoming> incoming;
  while (!incoming) {
    if (bytes_taken_ == bytes_.size()) {
      bytes_ = {};
      bytes_taken_ = 0;
      const auto readable = co_await stream_->readable();
      bytes_.resize(kReadBytes);
      auto size = Result<std::size_t>(std::size_t{0});
      if (readable) size = co_await stream_->read(bytes_);
      bytes_.resize(size.value_or(0));
      if (bytes_.empty()) {
        end({.by = Last::By::nobody});
        co_return std::nullopt;
      }
      heard_at_ = loop_.now();
    }
    const auto rest = std::string_view(bytes_).substr(bytes_taken_);
    const auto taken = reader_.push(rest, incoming);
    if (!taken) {
      const auto& fault = taken.error();
      end({.by = Last::By::fault, .code = fault.code, .reason = std::string(fault.message)});
      co_return std::nullopt;
    }
    bytes_taken_ += *taken;
    has_closed_ = incoming && std::holds_alternative<Close>(*incoming);
  }
  co_return incoming;
}

Task<> Session::ping() {
  while (true) {
    co_await loop_.sleep_until(heard_at_ + config_.ping_wait);
    // Who is being listened to has been heard.
    if (is_hearing_) heard_at_ = loop_.now();
    if (loop_.now() - heard_at_ < config_.ping_wait) continue;
    const auto before = heard_at_;
    if (!co_await outbox_->control(Opcode::ping, {})) break;
    co_await loop_.sleep(config_.pong_wait_max);
    if (heard_at_ == before && !is_hearing_) break;
  }
  end({.by = Last::By::nobody});
}

/// After our close frame: until theirs has come, or nothing more will.
Task<> Session::await_close() {
  stream_->set_deadline(loop_.now() + config_.close_wait_max);
  while (!has_closed_) {
    if (!co_await next()) co_return;
  }
}

void Session::end(Last last) {
  if (!last_) last_ = std::move(last);
  over_.set();
}

void Session::end_with(const Result<>& done) {
  Last last{.by = Last::By::us, .code = close_code::kNormal};
  if (!done) {
    const auto& error = done.error();
    const bool is_theirs = error.code == Errc::invalid_request;
    last.code = is_theirs ? close_code::kUnsupportedData : close_code::kInternal;
    last.reason = error.message;
  }
  end(std::move(last));
}

}  // namespace quorum::http::websocket
