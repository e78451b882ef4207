#pragma once
/// One TLS connection over any byte stream.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

struct bio_method_st;
struct bio_st;
struct ssl_st;

namespace quorum::http {

struct SslFree {
  void operator()(ssl_st* ssl) const;
};
using SslOwner = std::unique_ptr<ssl_st, SslFree>;

/// OpenSSL's own words for what went wrong last in this thread; empties its queue.
std::string openssl_words();

/// What the streams of one `Tls` share, any of which may be the last to go. Never kept across a
/// wait.
struct TlsShared {
  std::array<char, 16 << 10> scratch{};  ///< What was read, or is to be one record.
  std::string spare{};                   ///< Memory for what leaves.
};

/// One TLS connection. OpenSSL reads through us straight from the stream below, and what it writes
/// gathers here, to leave in one piece.
///
/// Whoever reads writes nothing, as somebody else may be writing: what OpenSSL has to say goes out
/// with the next write.
class TlsStream final : public async::ByteStream {
 public:
  TlsStream(SslOwner ssl, std::unique_ptr<async::ByteStream> inner,
            std::shared_ptr<TlsShared> shared);

  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;
  ~TlsStream() override;

  Task<Result<>> handshake();

  /// What OpenSSL's callbacks refer to; it goes after `ssl_`.
  void keep(std::shared_ptr<void> what) { kept_ = std::move(what); }

  Task<Result<>> readable() override;
  async::Readiness* plain_readiness() override;
  Task<Result<std::size_t>> read(std::span<char> into) override;
  std::optional<Result<std::size_t>> try_read(std::span<char> into) override;
  bool is_quiet() const override;
  Task<Result<>> write(std::span<const std::string_view> pieces) override;
  Task<Result<>> finish() override;

  void reset_on_close() override { inner_->reset_on_close(); }
  std::uint64_t written_bytes() const override { return inner_->written_bytes(); }
  std::optional<std::uint64_t> reached_bytes() const override { return inner_->reached_bytes(); }
  async::Event& ending() override { return inner_->ending(); }
  std::string_view agreed_protocol() const override;
  void set_deadline(TimePoint moment) override { inner_->set_deadline(moment); }

 private:
  enum class State : std::uint8_t { ready, waiting, failed };

  static const bio_method_st* bio_method();
  static int bio_read(bio_st* bio, char* into, std::size_t size, std::size_t* taken);
  static int bio_write(bio_st* bio, const char* bytes, std::size_t size, std::size_t* written);
  static long bio_control(bio_st* bio, int command, long number, void* what);

  State look();
  void fill();
  void take(std::string_view in_scratch) {
    arrived_ = in_scratch;
    is_in_scratch_ = true;
  }
  void keep_arrived();
  Error fault();
  Task<Result<>> fail() { co_return fault(); }
  Task<Result<>> wait_readable();
  Task<Result<>> receive();
  Result<> encrypt(std::string_view bytes);
  Result<> encrypt_joined(std::span<const std::string_view> pieces, std::size_t bytes);
  Task<Result<>> write_large(std::span<const std::string_view> pieces);
  Task<Result<>> flush();
  Task<Result<>> flush_after(Task<Result<>> writing);
  void take_back();

  std::shared_ptr<void> kept_;
  std::unique_ptr<async::ByteStream> inner_;
  std::shared_ptr<TlsShared> shared_;
  std::string_view arrived_;    ///< Read from below, and not yet taken by OpenSSL.
  bool is_in_scratch_ = false;  ///< Where `arrived_` lies.
  std::string rest_;            ///< Of it, what is kept across a wait.
  std::string leaving_;         ///< Written by OpenSSL.
  std::string going_;           ///< On its way; `sent_` is all of it.
  std::array<std::string_view, 1> sent_{};
  std::optional<Error> fault_;  ///< Of the stream below.
  bool has_ended_ = false;      ///< Below, where an end must have been announced above.
  SslOwner ssl_;
};

}  // namespace quorum::http
