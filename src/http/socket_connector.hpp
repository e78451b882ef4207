#pragma once
/// Reaching origins by TCP, unix sockets and TLS.

#include <memory>
#include <string>
#include <utility>

#include "async/dial/dialer.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/client.hpp"
#include "http/tls.hpp"

namespace quorum::http {

/// What it needs beyond sockets is made when first needed: who looks names up, and trust.
class SocketConnector final : public Connector {
 public:
  SocketConnector(async::Loop& loop, ClientConfig config)
      : loop_(loop), config_(std::move(config)), dialer_(loop) {}

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(Url url, TimePoint deadline) override;

 private:
  Result<> load_trust();

  async::Loop& loop_;
  ClientConfig config_;
  dial::Dialer dialer_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace quorum::http
