#pragma once
/// Reaching origins by TCP, unix sockets, proxies and TLS.

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
  Task<Result<std::unique_ptr<async::ByteStream>>> reach(Url url, TimePoint deadline);
  Task<Result<std::unique_ptr<async::ByteStream>>> reach_through(const Proxy* proxy, Url url,
                                                                 TimePoint deadline);
  Result<> load_trust(std::unique_ptr<Tls>& tls);

  async::Loop& loop_;
  ClientConfig config_;
  dial::Dialer dialer_;
  std::unique_ptr<Tls> tls_;
  std::unique_ptr<Tls> proxy_tls_;
};

}  // namespace quorum::http
