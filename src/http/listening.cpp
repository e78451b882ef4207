#include "http/listening.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/try.hpp"

namespace quorum::http {
namespace {

constexpr std::string_view kUnix = "unix:";

std::vector<std::string_view> split(std::string_view hosts) {
  std::vector<std::string_view> items;
  while (true) {
    const auto comma = hosts.find(',');
    auto item = hosts.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    items.push_back(item);
    if (comma == hosts.npos) return items;
    hosts.remove_prefix(comma + 1);
  }
}

Result<std::vector<async::Address>> addresses_of(std::string_view host, std::uint16_t port) {
  std::vector<async::Address> addresses;
  if (host.starts_with(kUnix)) {
    QUORUM_TRY(const auto address, async::Address::unix_path(host.substr(kUnix.size())));
    addresses.push_back(address);
    return addresses;
  }
  // The one name that needs no asking, and whose meaning must not depend on a file.
  if (host == "localhost") host = "127.0.0.1";
  if (const auto address = async::Address::numeric(host, port)) {
    addresses.push_back(*address);
    return addresses;
  }
  addresses = async::Address::of_name(host, port);
  if (!addresses.empty()) return addresses;
  return Error{.code = Errc::invalid_request,
               .message = fmt::format("`{}` is neither an address nor a name of this machine that "
                                      "can be looked up, nor unix:/path.",
                                      host)};
}

}  // namespace

Result<std::vector<async::Address>> addresses_to_listen(std::string_view hosts,
                                                        std::uint16_t port) {
  std::vector<async::Address> all;
  for (const auto host : split(hosts)) {
    QUORUM_TRY(const auto addresses, addresses_of(host, port));
    all.insert(all.end(), addresses.begin(), addresses.end());
  }
  return all;
}

Result<SharedSockets> open_shared(std::string_view hosts, unsigned mode) {
  SharedSockets shared;
  for (const auto host : split(hosts)) {
    if (!host.starts_with(kUnix)) continue;
    QUORUM_TRY(const auto addresses, addresses_of(host, 0));
    QUORUM_TRY(auto socket,
               async::BoundSocket::open(addresses.front(), async::Sharing::exclusive, mode));
    shared.push_back(std::move(socket));
  }
  return shared;
}

Result<Listening> open_listeners(async::Loop& loop, std::string_view hosts, std::uint16_t port,
                                 async::Sharing sharing, const SharedSockets& shared) {
  Listening listening{.port = port};
  QUORUM_TRY(const auto addresses, addresses_to_listen(hosts, port));
  for (const auto& address : addresses) {
    if (address.is_unix() && !shared.empty()) continue;
    QUORUM_TRY(auto listener,
               async::Listener::listen(loop, address.with_port(listening.port), sharing));
    if (!address.is_unix()) listening.port = listener->local().port();
    listening.listeners.push_back(std::move(listener));
  }
  for (const auto& socket : shared) {
    QUORUM_TRY(auto listener, async::Listener::on(loop, socket));
    listening.listeners.push_back(std::move(listener));
  }
  return listening;
}

}  // namespace quorum::http
