#pragma once
/// Reaching origins by TCP, unix sockets and TLS.

#include <memory>

#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/client.hpp"

namespace quorum::http {

class SocketConnector final : public Connector {
 public:
  SocketConnector(async::Loop& loop, ClientConfig config)
      : loop_(loop), config_(std::move(config)) {}

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(Url url, TimePoint deadline) override;

 private:
  async::Loop& loop_;
  ClientConfig config_;
};

}  // namespace quorum::http
