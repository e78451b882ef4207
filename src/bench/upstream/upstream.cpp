#include "bench/upstream/upstream.hpp"

#include <utility>

#include "async/scope.hpp"
#include "async/socket.hpp"
#include "bench/upstream/visit.hpp"
#include "core/try.hpp"
#include "http/tls.hpp"

namespace quorum::bench {
namespace {

class ListeningUpstream final : public Upstream {
 public:
  ListeningUpstream(async::Loop& loop, UpstreamConfig config)
      : provider_(loop, std::move(config)), visits_(loop) {}

  Result<> start() {
    const auto& config = provider_.config;
    for (const auto& fault : config.faults) QUORUM_CHECK(provider_.dice.add(fault));
    if (!config.tls_certificate_file.empty()) {
      QUORUM_TRY(tls_, http::Tls::server(config.tls_certificate_file, config.tls_key_file));
    }
    QUORUM_TRY(const auto address, async::Address::numeric(config.host, config.port));
    QUORUM_TRY(listener_, async::Listener::listen(provider_.loop, address));
    visits_.spawn(accept_all(this));
    return {};
  }

  std::uint16_t port() const override { return listener_->local().port(); }
  std::string state() const override { return provider_.counters.json(); }

 private:
  static Task<> accept_all(ListeningUpstream* self) {
    while (true) {
      auto accepted = co_await self->listener_->accept();
      if (!accepted) co_return;
      self->visits_.spawn(receive(self, std::move(accepted->stream)));
    }
  }

  static Task<> receive(ListeningUpstream* self, std::unique_ptr<async::ByteStream> stream) {
    if (self->tls_) {
      auto secured = co_await self->tls_->accept(std::move(stream));
      if (!secured) co_return;
      stream = std::move(*secured);
    }
    Visit visit(self->provider_, std::move(stream));
    co_await visit.run();
  }

  Provider provider_;
  std::unique_ptr<http::Tls> tls_;
  std::unique_ptr<async::Listener> listener_;
  async::Scope visits_;  ///< Last: its tasks use what is above.
};

}  // namespace

Result<std::unique_ptr<Upstream>> Upstream::listen(async::Loop& loop, UpstreamConfig config) {
  auto upstream = std::make_unique<ListeningUpstream>(loop, std::move(config));
  QUORUM_CHECK(upstream->start());
  return upstream;
}

}  // namespace quorum::bench
