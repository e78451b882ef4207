#include "http/websocket/handshake.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/base64.hpp"
#include "http/syntax.hpp"

namespace quorum::http::websocket {
namespace {

constexpr std::string_view kMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kKeyTextBytes = 24;

std::unexpected<NoHandshake> refused(int status, std::string_view message) {
  return std::unexpected(NoHandshake{.status = status, .message = message});
}

std::size_t count_of(const Headers& headers, std::string_view name) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    count += equals_ignoring_case(headers[i].name, name) ? 1 : 0;
  }
  return count;
}

bool is_key(std::string_view text) {
  if (text.size() != kKeyTextBytes || !text.ends_with("==")) return false;
  const auto bytes = base64::decode(text);
  return bytes && bytes->size() == kKeyBytes;
}

/// Cuts the next parameter off a `;` list, trimmed.
std::string_view take_parameter(std::string_view& list) {
  const auto end = list.find(';');
  const auto parameter = trim(list.substr(0, end));
  list = end == list.npos ? std::string_view{} : list.substr(end + 1);
  return parameter;
}

std::string_view unquoted(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && value.starts_with('"') && value.ends_with('"');
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

/// The window that an offer lets us compress with, or nothing where we cannot take the offer.
std::optional<int> window_of(std::string_view offer) {
  if (take_parameter(offer) != "permessage-deflate") return std::nullopt;
  int window = 15;
  std::array<bool, 4> seen{};
  static constexpr std::array<std::string_view, 4> kNames{
      "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
      "client_max_window_bits"};
  while (!offer.empty()) {
    const auto parameter = take_parameter(offer);
    const auto equals = parameter.find('=');
    const auto name = trim(parameter.substr(0, equals));
    const auto known = std::ranges::find(kNames, name);
    if (known == kNames.end()) return std::nullopt;
    const auto index = static_cast<std::size_t>(known - kNames.begin());
    if (std::exchange(seen[index], true)) return std::nullopt;
    if (index < 2 && equals != parameter.npos) return std::nullopt;
    if (index == 3 && equals == parameter.npos) continue;
    if (index < 2) continue;
    if (equals == parameter.npos) return std::nullopt;
    const auto bits = parse_decimal(unquoted(trim(parameter.substr(equals + 1))));
    if (!bits || *bits < 8 || *bits > 15) return std::nullopt;
    // zlib has no raw window of 8 bits.
    if (index == 2 && *bits == 8) return std::nullopt;
    if (index == 2) window = static_cast<int>(*bits);
  }
  return window;
}

void agree_on_compression(const Headers& headers, Handshake& made) {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (!equals_ignoring_case(headers[i].name, "sec-websocket-extensions")) continue;
    std::string_view offers = headers[i].value;
    while (!offers.empty() && !made.has_deflate) {
      const auto window = window_of(take_element(offers));
      if (!window) continue;
      made.has_deflate = true;
      made.window_bits = *window;
    }
  }
  if (!made.has_deflate) return;
  std::string answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  if (made.window_bits < 15) {
    answer += "; server_max_window_bits=" + std::to_string(made.window_bits);
  }
  made.head.headers.add("Sec-WebSocket-Extensions", answer);
}

void agree_on_protocol(const Headers& headers, HandshakeOptions options, Handshake& made) {
  for (const auto protocol : options.protocols) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
      if (!equals_ignoring_case(headers[i].name, "sec-websocket-protocol")) continue;
      std::string_view offered = headers[i].value;
      while (!offered.empty() && made.protocol.empty()) {
        if (take_element(offered) == protocol) made.protocol = protocol;
      }
    }
  }
  if (!made.protocol.empty()) made.head.headers.add("Sec-WebSocket-Protocol", made.protocol);
}

}  // namespace

std::expected<Handshake, NoHandshake> shake_hands(const RequestHead& request,
                                                  HandshakeOptions options) {
  const auto& headers = request.headers;
  if (!headers.has_token("upgrade", "websocket") || !headers.has_token("connection", "upgrade")) {
    return refused(426, "This address speaks WebSocket: ask with Upgrade: websocket.");
  }
  if (request.method != "GET" || request.minor_version < 1) {
    return refused(400, "A WebSocket begins with a GET of HTTP/1.1.");
  }
  if (headers.get("sec-websocket-version").value_or("") != "13") {
    return refused(426, "Only version 13 of WebSocket is spoken.");
  }
  const auto key = headers.get("sec-websocket-key");
  if (count_of(headers, "sec-websocket-key") != 1 || !is_key(*key)) {
    return refused(400, "Sec-WebSocket-Key must be 16 bytes in base64, once.");
  }
  Handshake made;
  made.head.status = 101;
  made.head.headers.add("Upgrade", "websocket");
  made.head.headers.add("Sec-WebSocket-Accept", accept_value(*key));
  agree_on_protocol(headers, options, made);
  if (options.compression == Compression::offered) agree_on_compression(headers, made);
  return made;
}

std::string accept_value(std::string_view key) {
  const auto text = std::string(key).append(kMagic);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
  return base64::encode({reinterpret_cast<const char*>(hash.data()), size});
}

}  // namespace quorum::http::websocket
