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

std::expected<void, Refusal> refuse(int status, std::string_view message) {
  return std::unexpected(Refusal{.status = status, .message = message});
}

std::expected<void, Refusal> gather_codings(std::string_view list, Gathered& gathered) {
  gathered.has_codings = true;
  if (list.ends_with(',')) return refuse(400, "Transfer-Encoding ends in a comma.");
  do {
    const auto coding = take_element(list);
    if (!is_token(coding)) return refuse(400, "Transfer-Encoding names something not a coding.");
    if (gathered.is_chunked) return refuse(400, "Transfer-Encoding must end in chunked, once.");
    gathered.is_chunked = equals_ignoring_case(coding, "chunked");
    gathered.has_unknown_coding |= !gathered.is_chunked;
  } while (!list.empty());
  return {};
}

std::expected<void, Refusal> gather_connection(std::string_view list, Gathered& gathered) {
  while (!list.empty()) {
    const auto option = take_element(list);
    if (!option.empty() && !is_token(option)) {
      return refuse(400, "Connection names something not an option.");
    }
    gathered.says_close |= equals_ignoring_case(option, "close");
    gathered.says_keep_alive |= equals_ignoring_case(option, "keep-alive");
  }
  return {};
}

std::expected<void, Refusal> gather(Headers::Field field, Repeats repeats, Gathered& gathered) {
  if (field.known == known("connection")) return gather_connection(field.value, gathered);
  if (field.known == known("transfer-encoding")) return gather_codings(field.value, gathered);
  if (field.known == known("expect")) {
    const bool is_known = equals_ignoring_case(field.value, "100-continue");
    (is_known ? gathered.expects_continue : gathered.expects_other) = true;
  }
  if (field.known != known("content-length")) return {};
  const auto length = parse_decimal(field.value);
  if (!length) return refuse(400, "Content-Length is not a number.");
  if (gathered.length && (repeats == Repeats::refused || *gathered.length != *length)) {
    return refuse(400, "There is more than one Content-Length.");
  }
  gathered.length = length;
  return {};
}

std::expected<Gathered, Refusal> gather_all(const Headers& headers, int minor_version,
                                            Repeats repeats) {
  constexpr auto kFraming =
      KnownSet::of("expect", "connection", "content-length", "transfer-encoding");
  Gathered gathered;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (!kFraming.has(field.known)) continue;
    if (auto checked = gather(field, repeats, gathered); !checked) {
      return std::unexpected(checked.error());
    }
  }
  const auto refused = [](int status, std::string_view message) {
    return std::unexpected(Refusal{.status = status, .message = message});
  };
  if (gathered.has_codings) {
    if (minor_version == 0) return refused(400, "HTTP/1.0 has no Transfer-Encoding.");
    if (gathered.length)
      return refused(400, "Both Content-Length and Transfer-Encoding are there.");
    if (gathered.has_unknown_coding) return refused(501, "Only the chunked coding is understood.");
  }
  return gathered;
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
  const auto gathered = gather_all(head.headers, head.minor_version, Repeats::refused);
  if (!gathered) return std::unexpected(gathered.error());
  auto framing = framing_of(*gathered, head.minor_version);
  // HTTP/1.0 has no expectations: there the field means nothing.
  if (head.minor_version == 0) return framing;
  if (gathered->expects_other) {
    return std::unexpected(Refusal{.status = 417, .message = "Only 100-continue can be expected."});
  }
  framing.expects_continue = gathered->expects_continue && framing.kind != BodyKind::none;
  return framing;
}

std::expected<Framing, Refusal> response_framing(const ResponseHead& head,
                                                 std::string_view method) {
  const auto gathered = gather_all(head.headers, head.minor_version, Repeats::allowed_if_equal);
  if (!gathered) return std::unexpected(gathered.error());
  auto framing = framing_of(*gathered, head.minor_version);
  if (method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304) {
    framing.kind = BodyKind::none;
  } else if (!gathered->has_codings && !gathered->length) {
    framing.kind = BodyKind::until_close;
    framing.is_kept_alive = false;
  }
  return framing;
}

}  // namespace quorum::http
