#include "http/framing.hpp"

#include <cstddef>
#include <optional>

#include "http/syntax.hpp"

namespace quorum::http {
namespace {

/// The fields that decide, gathered in one pass.
struct Gathered {
  std::optional<std::uint64_t> length;
  bool has_codings = false;
  bool is_chunked = false;  ///< The last coding named so far.
  bool has_unknown_coding = false;
  bool says_close = false;
  bool says_keep_alive = false;
  bool expects_continue = false;
  bool expects_other = false;  ///< Than `100-continue`.
};

enum class Repeats : std::uint8_t { refused, allowed_if_equal };

// What is refused is said by where it stands here: mostly nothing is, and nothing is made for it.
using Fault = const Refusal*;

constexpr Refusal kCodingsEndInComma{.status = 400,
                                     .message = "Transfer-Encoding ends in a comma."};
constexpr Refusal kNotACoding{.status = 400,
                              .message = "Transfer-Encoding names something not a coding."};
constexpr Refusal kBehindChunked{.status = 400,
                                 .message = "Transfer-Encoding must end in chunked, once."};
constexpr Refusal kNotAnOption{.status = 400,
                               .message = "Connection names something not an option."};
constexpr Refusal kNotALength{.status = 400, .message = "Content-Length is not a number."};
constexpr Refusal kTwoLengths{.status = 400, .message = "There is more than one Content-Length."};
constexpr Refusal kCodingInHttp10{.status = 400, .message = "HTTP/1.0 has no Transfer-Encoding."};
constexpr Refusal kLengthAndCoding{
    .status = 400, .message = "Both Content-Length and Transfer-Encoding are there."};
constexpr Refusal kUnknownCoding{.status = 501,
                                 .message = "Only the chunked coding is understood."};
constexpr Refusal kUnknownExpectation{.status = 417,
                                      .message = "Only 100-continue can be expected."};

Fault gather_codings(std::string_view list, Gathered& gathered) {
  gathered.has_codings = true;
  if (list.ends_with(',')) return &kCodingsEndInComma;
  do {
    const auto coding = take_element(list);
    if (!is_token(coding)) return &kNotACoding;
    if (gathered.is_chunked) return &kBehindChunked;
    gathered.is_chunked = equals_ignoring_case(coding, "chunked");
    gathered.has_unknown_coding |= !gathered.is_chunked;
  } while (!list.empty());
  return nullptr;
}

Fault gather_connection(std::string_view list, Gathered& gathered) {
  while (!list.empty()) {
    const auto option = take_element(list);
    if (!option.empty() && !is_token(option)) return &kNotAnOption;
    gathered.says_close |= equals_ignoring_case(option, "close");
    gathered.says_keep_alive |= equals_ignoring_case(option, "keep-alive");
  }
  return nullptr;
}

Fault gather_length(std::string_view value, Repeats repeats, Gathered& gathered) {
  const auto length = parse_decimal(value);
  if (!length) return &kNotALength;
  if (gathered.length && (repeats == Repeats::refused || *gathered.length != *length)) {
    return &kTwoLengths;
  }
  gathered.length = length;
  return nullptr;
}

Fault gather(Headers::Field field, Repeats repeats, Gathered& gathered) {
  if (field.known == known("content-length")) return gather_length(field.value, repeats, gathered);
  if (field.known == known("connection")) return gather_connection(field.value, gathered);
  if (field.known == known("transfer-encoding")) return gather_codings(field.value, gathered);
  const bool is_known = equals_ignoring_case(field.value, "100-continue");
  (is_known ? gathered.expects_continue : gathered.expects_other) = true;
  return nullptr;
}

Fault gather_all(const Headers& headers, int minor_version, Repeats repeats, Gathered& gathered) {
  constexpr auto kFraming =
      KnownSet::of("expect", "connection", "content-length", "transfer-encoding");
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (!kFraming.has(field.known)) continue;
    if (const auto fault = gather(field, repeats, gathered)) return fault;
  }
  if (!gathered.has_codings) return nullptr;
  if (minor_version == 0) return &kCodingInHttp10;
  if (gathered.length) return &kLengthAndCoding;
  return gathered.has_unknown_coding ? &kUnknownCoding : nullptr;
}

Framing framing_of(const Gathered& gathered, int minor_version) {
  Framing framing;
  if (gathered.is_chunked) framing.kind = BodyKind::chunked;
  if (gathered.length) {
    framing.kind = *gathered.length > 0 ? BodyKind::length : BodyKind::none;
    framing.length = *gathered.length;
  }
  framing.is_kept_alive = !gathered.says_close && (minor_version > 0 || gathered.says_keep_alive);
  return framing;
}

}  // namespace

std::expected<Framing, Refusal> request_framing(const RequestHead& head) {
  Gathered gathered;
  if (const auto fault = gather_all(head.headers, head.minor_version, Repeats::refused, gathered)) {
    return std::unexpected(*fault);
  }
  auto framing = framing_of(gathered, head.minor_version);
  // HTTP/1.0 has no expectations: there the field means nothing.
  if (head.minor_version == 0) return framing;
  if (gathered.expects_other) return std::unexpected(kUnknownExpectation);
  framing.expects_continue = gathered.expects_continue && framing.kind != BodyKind::none;
  return framing;
}

std::expected<Framing, Refusal> response_framing(const ResponseHead& head,
                                                 std::string_view method) {
  Gathered gathered;
  constexpr auto kRepeats = Repeats::allowed_if_equal;
  if (const auto fault = gather_all(head.headers, head.minor_version, kRepeats, gathered)) {
    return std::unexpected(*fault);
  }
  auto framing = framing_of(gathered, head.minor_version);
  if (method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304) {
    framing.kind = BodyKind::none;
  } else if (!gathered.has_codings && !gathered.length) {
    framing.kind = BodyKind::until_close;
    framing.is_kept_alive = false;
  }
  return framing;
}

}  // namespace quorum::http
