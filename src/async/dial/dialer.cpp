#include "async/dial/dialer.hpp"

#include <utility>

#include "async/dial/cares_source.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"

namespace quorum::dial {

Dialer::Dialer(async::Loop& loop, NameSource& source)
    : loop_(loop), resolver_(std::make_unique<Resolver>(loop, source)) {}

Task<Result<std::unique_ptr<async::ByteStream>>> Dialer::dial(std::string host, std::uint16_t port,
                                                              TimePoint deadline) {
  if (const auto address = async::Address::numeric(host, port)) {
    co_return co_await async::connect(loop_, *address, deadline);
  }
  QUORUM_CO_TRY(auto name, plain_name(host));
  QUORUM_CO_CHECK(open());
  // What serves only this machine mostly listens on 127.0.0.1.
  const auto preferred = is_localhost(name) ? Family::v4 : Family::v6;
  Eyeballs::Target target{
      .name = std::move(name), .port = port, .preferred = preferred, .deadline = deadline};
  Eyeballs race(loop_, *resolver_, *this, std::move(target));
  co_return co_await race.run();
}

Task<Result<std::unique_ptr<async::ByteStream>>> Dialer::connect(async::Address address,
                                                                 TimePoint deadline) {
  return async::connect(loop_, address, deadline);
}

Result<> Dialer::open() {
  if (resolver_) return {};
  QUORUM_TRY(own_source_, CaresSource::create(loop_, {}));
  resolver_ = std::make_unique<Resolver>(loop_, *own_source_);
  return {};
}

}  // namespace quorum::dial
