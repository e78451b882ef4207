#pragma once
/// One client's connection: requests in, answers out, until one side has had enough.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/list.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/request_reader.hpp"
#include "http/server_shared.hpp"

namespace quorum::http {

class ServerConnection final : public async::ListHook {
 public:
  struct Peer {
    std::string address;
    bool is_loopback = false;
  };

  /// `shared` outlives it.
  ServerConnection(ServerShared& shared, std::unique_ptr<async::ByteStream> stream, Peer peer)
      : shared_(shared), stream_(std::move(stream)), peer_(std::move(peer)), reader_({}) {}

  Task<> run();

  /// Ends it soon where it only waits for a next request.
  void close_if_idle();

 private:
  /// How the wait for a request ended.
  enum class Arrival : std::uint8_t { whole, refused, gone };
  /// What becomes of the connection after an answer.
  enum class Next : std::uint8_t { keep, close, abort };

  Task<Arrival> receive();
  Task<Result<std::size_t>> receive_some();

  // Inlined, their frames would be part of every idle connection's.
  [[gnu::noinline]] Task<Next> answer();
  [[gnu::noinline]] Task<Next> refuse(Refusal refusal);
  [[gnu::noinline]] Task<> linger();

  bool take(std::string_view bytes);
  void enter(RequestReader::Phase phase);

  ServerShared& shared_;
  std::unique_ptr<async::ByteStream> stream_;
  Peer peer_;
  RequestReader reader_;  ///< Of the request that is arriving or being answered.
  std::string carry_;     ///< What the client sent beyond the request that is being answered.
  Refusal refusal_{};
  RequestReader::Phase phase_ = RequestReader::Phase::done;
};

}  // namespace quorum::http
