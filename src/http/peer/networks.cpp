#include "http/peer/networks.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace quorum::http {
namespace {

constexpr std::size_t kMappedBytes = 12;
constexpr std::array<std::uint8_t, kMappedBytes> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<unsigned> parse_bits(std::string_view text, unsigned max) {
  unsigned bits = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), bits);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  return is_number && bits <= max ? std::optional(bits) : std::nullopt;
}

Error not_a_network(std::string_view item) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("`{}` is no network, as 10.0.0.0/8, ::1 or unix:", item)};
}

}  // namespace

IpAddress IpAddress::v4(std::span<const std::uint8_t, 4> bytes) {
  Bytes all{};
  std::ranges::copy(kMapped, all.begin());
  std::ranges::copy(bytes, all.begin() + kMappedBytes);
  return IpAddress(all);
}

IpAddress IpAddress::v6(std::span<const std::uint8_t, 16> bytes) {
  Bytes all{};
  std::ranges::copy(bytes, all.begin());
  return IpAddress(all);
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.size() >= INET6_ADDRSTRLEN || text.contains('\0')) return std::nullopt;
  const std::string name(text);
  std::array<std::uint8_t, 4> four{};
  if (::inet_pton(AF_INET, name.c_str(), four.data()) == 1) return v4(four);
  Bytes sixteen{};
  if (::inet_pton(AF_INET6, name.c_str(), sixteen.data()) == 1) return v6(sixteen);
  return std::nullopt;
}

bool IpAddress::is_v4() const {
  return std::ranges::equal(std::span(bytes_).first<kMappedBytes>(), kMapped);
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes_[kMappedBytes] == 127;
  return bytes_ == Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool is_four = is_v4();
  ::inet_ntop(is_four ? AF_INET : AF_INET6, bytes_.data() + (is_four ? kMappedBytes : 0),
              text.data(), text.size());
  return text.data();
}

std::string IpAddress::text_with(std::uint16_t port) const {
  return is_v4() ? fmt::format("{}:{}", text(), port) : fmt::format("[{}]:{}", text(), port);
}

Result<Networks> Networks::parse(std::span<const std::string> items) {
  Networks networks;
  for (const std::string_view item : items) {
    if (item == "unix:") {
      networks.has_unix_ = true;
      continue;
    }
    const auto slash = item.find('/');
    const auto address = IpAddress::parse(item.substr(0, slash));
    if (!address) return not_a_network(item);
    unsigned bits = 128;
    if (slash != item.npos) {
      const auto said = parse_bits(item.substr(slash + 1), address->is_v4() ? 32 : 128);
      if (!said) return not_a_network(item);
      bits = address->is_v4() ? *said + 8 * kMappedBytes : *said;
    }
    networks.networks_.push_back({.address = *address, .prefix_bits = bits});
  }
  return networks;
}

bool Networks::contains(const IpAddress& address) const {
  const auto holds = [&](const Network& network) {
    const auto whole = network.prefix_bits / 8;
    const auto rest = network.prefix_bits % 8;
    const auto& ours = network.address.bytes();
    const auto& theirs = address.bytes();
    if (!std::equal(ours.begin(), ours.begin() + whole, theirs.begin())) return false;
    if (rest == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
    return ((ours[whole] ^ theirs[whole]) & mask) == 0;
  };
  return std::ranges::any_of(networks_, holds);
}

}  // namespace quorum::http
