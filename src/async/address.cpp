#include "async/address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace quorum::async {

static_assert(sizeof(sockaddr_storage) == 128);

Result<Address> Address::numeric(std::string_view host, std::uint16_t port) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string name(host);
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  // Stricter than getaddrinfo, to which `*` and `0x7f.1` are addresses too.
  const bool has_nul = host.contains('\0');
  if (!has_nul && ::inet_pton(AF_INET, name.c_str(), &v4.sin_addr) == 1) {
    return of(reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
  }
  addrinfo hints{};
  hints.ai_family = AF_INET6;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (has_nul || !host.contains(':') ||
      ::getaddrinfo(name.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`{}` is not a numeric address.", host)};
  }
  const Address address = of(found->ai_addr, found->ai_addrlen);
  ::freeaddrinfo(found);
  return address;
}

std::vector<Address> Address::of_name(std::string_view name, std::uint16_t port) {
  std::vector<Address> addresses;
  addrinfo hints{};
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  // The system would take `0x7f.1` for an address: a name's last label begins with a letter.
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto last = name.substr(name.rfind('.') + 1);
  const bool is_name =
      !last.empty() && is_letter(last.front()) && std::ranges::all_of(name, [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
      });
  if (!is_name ||
      ::getaddrinfo(std::string(name).c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    return addresses;
  }
  for (const int family : {AF_INET, AF_INET6}) {
    for (const auto* each = found; each != nullptr; each = each->ai_next) {
      if (each->ai_family == family) addresses.push_back(of(each->ai_addr, each->ai_addrlen));
    }
  }
  ::freeaddrinfo(found);
  return addresses;
}

Result<Address> Address::unix_path(std::string_view path) {
  sockaddr_un raw{};
  raw.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof raw.sun_path || path.contains('\0')) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("A socket's path has 1 to {} bytes and no NUL.",
                                        sizeof raw.sun_path - 1)};
  }
  std::ranges::copy(path, static_cast<char*>(raw.sun_path));
  Address address;
  std::memcpy(address.storage_.data(), &raw, sizeof raw);
  address.size_ = static_cast<std::uint32_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  return address;
}

Address Address::of(const sockaddr* raw, std::size_t size) {
  Address address;
  address.size_ = static_cast<std::uint32_t>(std::min(size, address.storage_.size()));
  std::memcpy(address.storage_.data(), raw, address.size_);
  return address;
}

const sockaddr* Address::raw() const {
  // Aligned for every family; the system copies it as bytes.
  return reinterpret_cast<const sockaddr*>(storage_.data());
}

int Address::family() const {
  sa_family_t family = 0;
  std::memcpy(&family, storage_.data() + offsetof(sockaddr, sa_family), sizeof family);
  return family;
}

bool Address::is_unix() const { return family() == AF_UNIX; }

std::uint16_t Address::port() const {
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  if (is_unix()) return 0;
  in_port_t port = 0;
  std::memcpy(&port, storage_.data() + offsetof(sockaddr_in, sin_port), sizeof port);
  return ntohs(port);
}

Address Address::with_port(std::uint16_t port) const {
  Address copy = *this;
  const in_port_t spelt = htons(port);
  if (!is_unix()) {
    std::memcpy(copy.storage_.data() + offsetof(sockaddr_in, sin_port), &spelt, sizeof spelt);
  }
  return copy;
}

std::string Address::path() const {
  constexpr std::size_t kOffset = offsetof(sockaddr_un, sun_path);
  if (!is_unix() || size_ <= kOffset) return {};
  std::string path(size_ - kOffset, '\0');
  std::memcpy(path.data(), storage_.data() + kOffset, path.size());
  return path.substr(0, path.find('\0'));
}

std::string Address::host() const {
  std::array<char, NI_MAXHOST> host{};
  const bool is_known = !is_unix() && ::getnameinfo(raw(), size_, host.data(), host.size(), nullptr,
                                                    0, NI_NUMERICHOST) == 0;
  return is_known ? host.data() : "";
}

std::string Address::text() const {
  if (is_unix()) return path();
  const auto host_text = host();
  if (host_text.empty()) return "?";
  const bool is_v6 = family() == AF_INET6;
  return fmt::format("{}{}{}:{}", is_v6 ? "[" : "", host_text, is_v6 ? "]" : "", port());
}

}  // namespace quorum::async
