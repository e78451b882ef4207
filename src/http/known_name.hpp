#pragma once
/// The well-known names of header fields, told apart by numbers.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace quorum::http {

/// Its number; 0 is every name that is not among them.
enum class Known : std::uint8_t { other = 0 };

namespace detail {

/// Those that are asked for with many a message: HTTP's own, and what the clients of language
/// models show. In lower case, letters and hyphens only.
inline constexpr auto kKnownNames = std::to_array<std::string_view>({
    "accept",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "allow",
    "anthropic-version",
    "api-key",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expect",
    "forwarded",
    "host",
    "idempotency-key",
    "keep-alive",
    "last-event-id",
    "location",
    "origin",
    "proxy-authorization",
    "proxy-connection",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "sec-websocket-extensions",
    "sec-websocket-key",
    "sec-websocket-protocol",
    "sec-websocket-version",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "x-api-key",
    "x-fern-sdk-name",
    "x-forwarded-for",
    "x-goog-api-key",
    "x-real-ip",
    "x-request-id",
    "x-should-retry",
});
static_assert(kKnownNames.size() < 64, "a set of them is a word");

/// In the machine's order.
template <typename Word>
constexpr Word load(const char* bytes) {
  Word word = 0;
  if consteval {
    for (std::size_t at = 0; at < sizeof word; ++at) {
      const auto place = std::endian::native == std::endian::little ? at : sizeof word - 1 - at;
      word |= static_cast<Word>(static_cast<unsigned char>(bytes[at])) << (8 * place);
    }
  } else {
    std::memcpy(&word, bytes, sizeof word);
  }
  return word;
}

/// A name's first and last eight bytes (of a short one, four and four), its letters in lower case.
/// A name of up to sixteen bytes is nothing else.
struct NameEnds {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const NameEnds&) const = default;
};

inline constexpr std::size_t kKnownBytesMin = 4;
inline constexpr std::size_t kKnownBytesMax = 32;

/// Sets the bit that tells small letters from large ones. Of what else a token may hold it makes
/// nothing that is in a well-known name.
inline constexpr std::uint64_t kCase = 0x2020'2020'2020'2020;

/// Of a name of `kKnownBytesMin` bytes at least.
constexpr NameEnds ends_of(const char* name, std::size_t size) {
  if (size >= 8) {
    return {.first = load<std::uint64_t>(name) | kCase,
            .last = load<std::uint64_t>(name + size - 8) | kCase};
  }
  return {.first = load<std::uint32_t>(name) | kCase,
          .last = load<std::uint32_t>(name + size - 4) | kCase};
}

/// Where each well-known name is found by its ends.
struct NameTable {
  static constexpr unsigned kBits = 9;
  std::array<std::uint8_t, std::size_t{1} << kBits> numbers{};
  std::uint64_t factor = 0;

  constexpr std::size_t slot_of(const NameEnds& ends) const {
    return ((ends.first ^ std::rotl(ends.last, 21)) * factor) >> (64 - kBits);
  }
};

/// Tries factors until no two names share a slot.
consteval NameTable make_name_table() {
  NameTable table;
  table.factor = 0x9E37'79B9'7F4A'7C15;
  bool has_clash = true;
  while (has_clash) {
    has_clash = false;
    table.numbers = {};
    table.factor = table.factor * 6364136223846793005 + 1442695040888963407;
    for (std::size_t index = 0; index < kKnownNames.size() && !has_clash; ++index) {
      const auto name = kKnownNames[index];
      auto& number = table.numbers[table.slot_of(ends_of(name.data(), name.size()))];
      has_clash = number != 0;
      number = static_cast<std::uint8_t>(index + 1);
    }
  }
  return table;
}

consteval std::array<NameEnds, kKnownNames.size() + 1> make_known_ends() {
  std::array<NameEnds, kKnownNames.size() + 1> ends{};
  for (std::size_t index = 0; index < kKnownNames.size(); ++index) {
    ends[index + 1] = ends_of(kKnownNames[index].data(), kKnownNames[index].size());
  }
  return ends;
}

inline constexpr NameTable kNameTable = make_name_table();
inline constexpr auto kKnownEnds = make_known_ends();

}  // namespace detail

/// Which one `name` is, in whatever case; it is known to be a token.
constexpr Known known_of(std::string_view name) {
  using namespace detail;
  if (name.size() < kKnownBytesMin || name.size() > kKnownBytesMax) return Known::other;
  const auto ends = ends_of(name.data(), name.size());
  const auto number = kNameTable.numbers[kNameTable.slot_of(ends)];
  if (number == 0 || kKnownEnds[number] != ends) return Known::other;
  const auto known = kKnownNames[number - 1];
  if (known.size() != name.size()) return Known::other;
  for (std::size_t at = 8; at + 8 < name.size(); at += 8) {
    if ((load<std::uint64_t>(name.data() + at) | kCase) != load<std::uint64_t>(known.data() + at)) {
      return Known::other;
    }
  }
  return static_cast<Known>(number);
}

/// One of them by its literal.
consteval Known known(std::string_view name) {
  const auto found = known_of(name);
  if (found == Known::other) throw "not a well-known name";
  return found;
}

}  // namespace quorum::http
