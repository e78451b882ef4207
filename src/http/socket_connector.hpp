#pragma once
/// Reaching origins by TCP, unix sockets and TLS.

#include <memory>
#include <string>
#include <utility>

#include "async/loop.hpp"
#include "async/offload.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/client.hpp"
#include "http/tls.hpp"

namespace quorum::http {

/// What it needs beyond sockets is made when first needed: threads that look names up, and trust.
class SocketConnector final : public Connector {
 public:
  SocketConnector(async::Loop& loop, ClientConfig config)
      : loop_(loop), config_(std::move(config)) {}

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(Url url, TimePoint deadline) override;

 private:
  Task<Result<std::unique_ptr<async::ByteStream>>> connect_tcp(Url url, TimePoint deadline);
  Result<> load_trust();

  async::Loop& loop_;
  ClientConfig config_;
  std::unique_ptr<async::Offload> resolving_;
  std::unique_ptr<Tls> tls_;
};

}  // namespace quorum::http
