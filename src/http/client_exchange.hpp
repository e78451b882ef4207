#pragma once
/// One request's way over one connection, and the answer that comes back.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/body_decoder.hpp"
#include "http/client.hpp"
#include "http/client_pool.hpp"
#include "http/head_parser.hpp"

namespace quorum::http {

class ClientExchange final : public ClientResponse {
 public:
  /// The pool is shared, so that an answer may outlive the client it came from.
  /// `place` is in `origin`'s gate, and freed with it.
  ClientExchange(std::shared_ptr<ClientPool> pool, ClientPool::Origin& origin,
                 ClientGate::Place place)
      : pool_(std::move(pool)), origin_(origin), place_(std::move(place)) {}

  /// Sends `request` and reads the answer's head.
  Task<Result<>> run(SettledRequest request, std::unique_ptr<async::ByteStream> stream);

  ClientGate::Place take_place() { return std::move(place_); }

  /// Whether a byte of an answer has come: then the request may have been acted upon.
  bool has_answer() const { return has_answer_; }

  /// After `run` has failed: whether none of the request's bytes has reached the other side's
  /// system, so that nobody can have acted upon it.
  bool is_undelivered() const { return is_undelivered_; }

  const ResponseHead& head() const override { return head_; }
  ResponseHead take_head() override { return std::move(head_); }
  Sending sending() const override { return sending_; }
  Task<Result<std::string>> read() override;
  std::optional<Result<std::string>> try_read() override;
  async::Readiness* begin_wait() override;
  std::optional<Result<std::string>> end_wait(const Result<>& ready) override;
  void leave_footprint(async::Footprint& footprint) const override;
  Task<Result<std::string>> read_all(std::size_t bytes_max) override;
  std::optional<Result<std::string>> try_read_all(std::size_t bytes_max) override;

 private:
  /// How far an answer's head has come; `text` is what has come behind an interim answer.
  struct Arriving {
    ResponseHeadParser parser;
    std::string text{};
  };

  Result<bool> take_head(Arriving& arriving, Result<std::size_t> size, std::string_view method);
  Result<bool> take_head(Arriving& arriving, std::string_view bytes, std::string_view method);
  void wait_until(TimePoint moment);
  Result<> begin_body(ResponseHead&& head, std::string_view method);
  std::optional<Result<std::size_t>> look(Result<> ready);
  Result<> take_arrived(Result<std::size_t> size);
  Result<std::string> take_ready();
  Result<std::string> take_all(std::size_t bytes_max);
  Result<std::string> too_large();
  void give_up(const Error& error, std::uint64_t written_before);
  void take_body(std::string_view bytes);

  // What has gone wrong is for ever. Inlined, these would keep room for it in every frame that
  // waits.
  [[gnu::noinline]] Result<> break_off(Error error);
  [[gnu::noinline]] Result<> break_off_with(const Error& lost);
  [[gnu::noinline]] Result<> break_off_saying(std::string_view detail);

  std::shared_ptr<ClientPool> pool_;
  ClientPool::Origin& origin_;  ///< Of the pool, as long as `place_` is there.
  ClientGate::Place place_;
  std::unique_ptr<async::ByteStream> stream_;  ///< Nothing once the body is done or broken.
  std::chrono::milliseconds chunk_wait_max_{};
  TimePoint deadline_ = TimePoint::max();
  ResponseHead head_{};
  BodyDecoder decoder_{Framing{}};
  std::string ready_;  ///< Body that has arrived and was not yet read.
  Result<> fault_;     ///< Repeated for ever.
  Sending sending_{};
  bool has_answer_ = false;
  bool is_undelivered_ = false;
  bool is_sent_ = false;  ///< The whole request.
  bool is_kept_alive_ = false;
};

}  // namespace quorum::http
