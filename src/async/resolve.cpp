#include "async/resolve.hpp"

#include <netdb.h>
#include <sys/socket.h>

#include <cstddef>
#include <string_view>
#include <utility>

#include "async/combine.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"

namespace quorum::async {
namespace {

Result<std::vector<Address>> look_up(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int fault = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (fault != 0) {
    return Error{.code = Errc::unavailable,
                 .message = "The host's name could not be found.",
                 .detail = host + ": " + ::gai_strerror(fault),
                 .reason = "cannot_resolve"};
  }
  std::vector<Address> addresses;
  for (const addrinfo* next = found; next != nullptr; next = next->ai_next) {
    addresses.push_back(Address::of(next->ai_addr, next->ai_addrlen));
  }
  ::freeaddrinfo(found);
  return addresses;
}

/// Names that mean this machine wherever they are asked (RFC 6761, 6.3), also where no file or
/// server of names says so.
bool is_localhost(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string name(host);
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name == "localhost" || name.ends_with(".localhost");
}

}  // namespace

Task<Result<std::vector<Address>>> resolve(Offload& offload, Loop& loop, std::string host,
                                           std::uint16_t port) {
  if (auto address = Address::numeric(host, port)) co_return std::vector{*address};
  if (host.empty() || host.contains('\0')) {
    co_return Error{.code = Errc::invalid_request, .message = "A host's name is missing."};
  }
  if (is_localhost(host)) {
    co_return std::vector{*Address::numeric("127.0.0.1", port), *Address::numeric("::1", port)};
  }
  auto call = [name = std::move(host), port] { return look_up(name, port); };
  co_return co_await offload.run(loop, std::move(call));
}

Task<Result<std::unique_ptr<ByteStream>>> connect_host(Offload& offload, Loop& loop,
                                                       std::string host, std::uint16_t port,
                                                       TimePoint deadline) {
  auto resolving = resolve(offload, loop, std::move(host), port);
  QUORUM_CO_TRY(const auto addresses, co_await with_deadline(loop, deadline, std::move(resolving)));
  Error last;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto left = static_cast<Duration::rep>(addresses.size() - i);
    const bool is_endless = deadline == TimePoint::max();
    const auto until = is_endless ? deadline : loop.now() + (deadline - loop.now()) / left;
    auto stream = co_await connect(loop, addresses[i], until);
    if (stream) co_return std::move(*stream);
    last = std::move(stream.error());
  }
  co_return last;
}

}  // namespace quorum::async
