#include "http/peer/proxy_header.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace quorum::http {
namespace {

using namespace std::string_view_literals;
using Size = std::expected<std::optional<std::size_t>, std::string_view>;

constexpr auto kText = "PROXY "sv;
constexpr std::size_t kTextBytesMax = 107;  // The longest that version 1 can be.
constexpr auto kBinary = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t kBinaryHeadBytes = 16;
constexpr std::size_t kBinaryBytesMax = 4096;  // Addresses and what a proxy adds to them.

constexpr std::size_t kTcp4Bytes = 12;
constexpr std::size_t kTcp6Bytes = 36;
constexpr std::size_t kUnixBytes = 216;
constexpr std::size_t kFieldHeadBytes = 3;

std::unexpected<std::string_view> wrong(std::string_view why) { return std::unexpected(why); }

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}
std::uint16_t number_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte_at(bytes, at) << 8 | byte_at(bytes, at + 1));
}

bool agree(std::string_view bytes, std::string_view beginning) {
  const auto size = std::min(bytes.size(), beginning.size());
  return bytes.substr(0, size) == beginning.substr(0, size);
}

/// Of the whole header, where that can be known yet.
Size size_of(std::string_view bytes) {
  if (agree(bytes, kText)) {
    const auto end = bytes.substr(0, kTextBytesMax).find('\n');
    if (end != bytes.npos) return end + 1;
    if (bytes.size() >= kTextBytesMax) return wrong("the line is too long");
    return std::nullopt;
  }
  if (!agree(bytes, kBinary)) return wrong("there is no PROXY header");
  if (bytes.size() < kBinaryHeadBytes) return std::nullopt;
  const auto size = kBinaryHeadBytes + number_at(bytes, kBinaryHeadBytes - 2);
  if (size > kBinaryBytesMax) return wrong("the header is too large");
  return size;
}

/// Cuts the next word off, and the one blank behind it.
std::string_view take_word(std::string_view& line) {
  const auto end = line.find(' ');
  const auto word = line.substr(0, end);
  line.remove_prefix(end == line.npos ? line.size() : end + 1);
  return word;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool is_number = fault == std::errc() && end == text.data() + text.size();
  if (!is_number || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return port;
}

/// Fields behind the addresses: a type, a length, a value. Their meaning is skipped.
bool are_fields(std::string_view bytes) {
  while (!bytes.empty()) {
    if (bytes.size() < kFieldHeadBytes) return false;
    const auto size = kFieldHeadBytes + number_at(bytes, 1);
    if (bytes.size() < size) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

template <std::size_t kSize>
std::array<std::uint8_t, kSize> octets(std::string_view bytes) {
  std::array<std::uint8_t, kSize> octets{};
  std::ranges::copy(bytes.substr(0, kSize), octets.begin());
  return octets;
}

}  // namespace

std::expected<std::size_t, std::string_view> ProxyHeaderParser::push(std::string_view bytes) {
  const auto kept = bytes_.size();
  const auto taken = bytes.substr(0, kBinaryBytesMax - kept);
  bytes_ += taken;
  const auto size = size_of(bytes_);
  if (!size) return wrong(size.error());
  if (!*size || bytes_.size() < **size) return taken.size();
  bytes_.resize(**size);
  const auto parsed = bytes_.starts_with('P') ? parse_text() : parse_binary();
  if (!parsed) return wrong(parsed.error());
  is_done_ = true;
  return **size - kept;
}

ProxyHeaderParser::Checked ProxyHeaderParser::parse_text() {
  std::string_view line = bytes_;
  if (!line.ends_with("\r\n")) return wrong("the line does not end in CR LF");
  line.remove_suffix(2);
  line.remove_prefix(kText.size());
  const auto family = take_word(line);
  if (family == "UNKNOWN") return {};
  if (family != "TCP4" && family != "TCP6") return wrong("the family is not TCP4 or TCP6");
  const auto from = IpAddress::parse(take_word(line));
  const auto to = IpAddress::parse(take_word(line));
  const auto from_port = parse_port(take_word(line));
  // Nothing may follow on the last word, not even a blank.
  const auto to_port = line.contains(' ') ? std::nullopt : parse_port(line);
  if (!from || !to || !from_port || !to_port) return wrong("an address or a port is malformed");
  const bool is_four = family == "TCP4";
  if (is_four && !(from->is_v4() && to->is_v4())) return wrong("TCP4 with another's addresses");
  source_ = Source{.address = *from, .port = *from_port};
  return {};
}

ProxyHeaderParser::Checked ProxyHeaderParser::parse_binary() {
  const std::string_view rest = std::string_view(bytes_).substr(kBinaryHeadBytes);
  const auto command = byte_at(bytes_, kBinary.size());
  const auto family = byte_at(bytes_, kBinary.size() + 1);
  if (command == 0x20) return {};  // LOCAL: whatever else it says is to be ignored.
  if (command != 0x21) return wrong("the version or the command is not known");
  std::size_t addresses = 0;
  switch (family) {
    case 0x00: return {};  // UNSPEC
    case 0x11: addresses = kTcp4Bytes; break;
    case 0x21: addresses = kTcp6Bytes; break;
    case 0x31: addresses = kUnixBytes; break;
    default: return wrong("the family is not one of streams");
  }
  if (rest.size() < addresses) return wrong("the addresses are cut");
  if (!are_fields(rest.substr(addresses))) return wrong("what follows the addresses is malformed");
  if (family == 0x11) {
    source_ = Source{.address = IpAddress::v4(octets<4>(rest)), .port = number_at(rest, 8)};
  } else if (family == 0x21) {
    source_ = Source{.address = IpAddress::v6(octets<16>(rest)), .port = number_at(rest, 32)};
  }
  return {};
}

}  // namespace quorum::http
