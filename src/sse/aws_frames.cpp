#include "sse/aws_frames.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "core/try.hpp"

namespace quorum::sse {
namespace {

constexpr std::size_t kPreludeBytes = 12;  ///< Both lengths and their checksum.
constexpr std::size_t kFrameBytesMin = 16;
constexpr std::size_t kHeadersBytesMax = 128 << 10;

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    auto value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
    }
    table[byte] = value;
  }
  return table;
}();

Error broken(std::string_view what) {
  return {.code = Errc::upstream_failed,
          .message = "The provider's stream is damaged.",
          .detail = fmt::format("Amazon's event stream: {}", what)};
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

void append_number(std::string& out, std::size_t number, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) out += static_cast<char>(number >> (8 * i) & 0xFFU);
}

/// How many bytes a header's value has: fixed by its type, or told in two bytes before it.
std::optional<std::size_t> fixed_size(unsigned type) {
  switch (type) {
    case 0:
    case 1: return 0;   // True, false.
    case 2: return 1;   // A byte.
    case 3: return 2;   // A short.
    case 4: return 4;   // An integer.
    case 5:             // A long.
    case 8: return 8;   // A time.
    case 9: return 16;  // A UUID.
    default: return std::nullopt;
  }
}

constexpr unsigned kBytesType = 6;
constexpr unsigned kTextType = 7;

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view bytes) : bytes_(bytes) {}

  /// Those that are text; the others only have to be well-formed.
  Result<AwsHeaders> read() {
    AwsHeaders headers;
    while (!bytes_.empty()) {
      QUORUM_TRY(const auto name_size, take_number(1));
      QUORUM_TRY(const auto name, take(name_size));
      if (name.empty()) return broken("a header without a name");
      QUORUM_TRY(const auto type, take_number(1));
      auto size = fixed_size(type);
      if (!size) {
        if (type != kBytesType && type != kTextType) return broken("a header of no known type");
        QUORUM_TRY(size, take_number(2));
      }
      QUORUM_TRY(const auto value, take(*size));
      if (type == kTextType) headers.emplace_back(name, value);
    }
    return headers;
  }

 private:
  Result<std::string_view> take(std::size_t size) {
    if (size > bytes_.size()) return broken("headers end too early");
    const auto taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  Result<std::uint32_t> take_number(std::size_t size) {
    QUORUM_TRY(const auto bytes, take(size));
    return number_at(bytes, 0, size);
  }

  std::string_view bytes_;
};

std::optional<std::string> find(const AwsHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Result<Event> event_of(const AwsHeaders& headers, std::string_view payload) {
  const auto type = find(headers, ":message-type");
  if (type == "error") {
    return Event{.name = "error", .data = find(headers, ":error-message").value_or("")};
  }
  const auto* key = type == "exception" ? ":exception-type" : ":event-type";
  if (type != "event" && type != "exception") return broken("a frame of no known kind");
  auto name = find(headers, key);
  if (!name || name->empty()) return broken("a frame without a type");
  return Event{.name = std::move(*name), .data = std::string{payload}};
}

/// `frame` is whole.
Result<Event> read_frame(std::string_view frame, std::size_t headers_size) {
  const auto sum_at = frame.size() - 4;
  if (crc32(frame.substr(0, sum_at)) != number_at(frame, sum_at, 4)) {
    return broken("a frame's checksum does not fit");
  }
  QUORUM_TRY(const auto headers, HeaderReader{frame.substr(kPreludeBytes, headers_size)}.read());
  const auto payload_at = kPreludeBytes + headers_size;
  return event_of(headers, frame.substr(payload_at, sum_at - payload_at));
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    sum = kCrcTable[(sum ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (sum >> 8U);
  }
  return ~sum;
}

Result<> AwsFrames::push(std::string_view chunk, std::vector<Event>& events) {
  rest_ += chunk;
  std::string_view view = rest_;
  while (view.size() >= kPreludeBytes) {
    // Before a length is believed, its checksum must fit: else we would wait for bytes that nobody
    // sends.
    if (crc32(view.substr(0, 8)) != number_at(view, 8, 4)) {
      return broken("a prelude's checksum does not fit");
    }
    const std::size_t size = number_at(view, 0, 4);
    const std::size_t headers_size = number_at(view, 4, 4);
    if (size < kFrameBytesMin || headers_size > size - kFrameBytesMin ||
        headers_size > kHeadersBytesMax) {
      return broken("lengths that do not add up");
    }
    if (size > frame_bytes_max_) {
      return broken(fmt::format("a frame of {} bytes, more than {}", size, frame_bytes_max_));
    }
    if (view.size() < size) break;
    QUORUM_TRY(auto event, read_frame(view.substr(0, size), headers_size));
    events.push_back(std::move(event));
    view.remove_prefix(size);
  }
  rest_.erase(0, rest_.size() - view.size());
  return {};
}

void append_aws_frame(std::string& out, const AwsHeaders& headers, std::string_view payload) {
  std::string head;
  for (const auto& [name, value] : headers) {
    append_number(head, name.size(), 1);
    head += name;
    head += static_cast<char>(kTextType);
    append_number(head, value.size(), 2);
    head += value;
  }
  std::string frame;
  append_number(frame, kFrameBytesMin + head.size() + payload.size(), 4);
  append_number(frame, head.size(), 4);
  append_number(frame, crc32(frame), 4);
  frame.append(head).append(payload);
  append_number(frame, crc32(frame), 4);
  out += frame;
}

void append_aws_event(std::string& out, std::string_view name, std::string_view payload) {
  append_aws_frame(out,
                   {{":event-type", std::string{name}},
                    {":content-type", "application/json"},
                    {":message-type", "event"}},
                   payload);
}

}  // namespace quorum::sse
