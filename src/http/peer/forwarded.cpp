#include "http/peer/forwarded.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <span>

namespace quorum::http {
namespace {

// A chain longer than this is nobody's: what stands before its end is not read.
constexpr std::size_t kHopsMax = 32;

struct Hop {
  std::optional<IpAddress> address;  ///< Nothing: hidden, unknown or malformed.
  std::string text;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  return fault == std::errc() && end == text.data() + text.size();
}

/// `1.2.3.4`, `1.2.3.4:80`, `::1`, `[::1]` or `[::1]:80`.
Hop hop_of(std::string_view node) {
  Hop hop{.address = std::nullopt, .text = "unknown"};
  auto host = node;
  std::string_view port;
  if (node.starts_with('[')) {
    const auto end = node.find(']');
    if (end == node.npos) return hop;
    host = node.substr(1, end - 1);
    const auto rest = node.substr(end + 1);
    if (!rest.empty() && !rest.starts_with(':')) return hop;
    port = rest.empty() ? rest : rest.substr(1);
    if (!rest.empty() && !is_port(port)) return hop;
  } else if (std::ranges::count(node, ':') == 1) {
    const auto colon = node.find(':');
    host = node.substr(0, colon);
    port = node.substr(colon + 1);
    if (!is_port(port)) return hop;
  }
  hop.address = IpAddress::parse(host);
  if (hop.address) hop.text = port.empty() ? hop.address->text() : std::string(node);
  return hop;
}

/// The next element in front of `separator`, which quotes hide.
std::string_view take_element(std::string_view& list, char separator) {
  bool is_quoted = false;
  std::size_t at = 0;
  for (; at < list.size() && (is_quoted || list[at] != separator); ++at) {
    if (list[at] == '"') is_quoted = !is_quoted;
    if (is_quoted && list[at] == '\\') ++at;
  }
  at = std::min(at, list.size());
  const auto element = trimmed(list.substr(0, at));
  list.remove_prefix(std::min(at + 1, list.size()));
  return element;
}

bool is_for(std::string_view name) {
  return name.size() == 3 && (name[0] | 0x20) == 'f' && (name[1] | 0x20) == 'o' &&
         (name[2] | 0x20) == 'r';
}

/// `for=192.0.2.1;proto=https` → `192.0.2.1`; empty where it does not say.
std::string_view node_of(std::string_view element) {
  while (!element.empty()) {
    const auto pair = take_element(element, ';');
    const auto equals = pair.find('=');
    if (equals == pair.npos || !is_for(pair.substr(0, equals))) continue;
    auto value = pair.substr(equals + 1);
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
    }
    return value;
  }
  return {};
}

using Fields = std::span<const std::string_view>;
enum class Spelling : bool { plain, pairs };

/// In their order: the client first, the hop nearest to us last.
std::vector<Hop> hops_of(Fields fields, Spelling spelling) {
  std::vector<Hop> hops;
  const auto add = [&](std::string_view node) {
    hops.push_back(hop_of(node));
    if (hops.size() > kHopsMax) hops.erase(hops.begin());
  };
  for (auto list : fields) {
    // Behind a comma at the end stands an empty element, which says nothing of anybody.
    const bool ends_in_comma = list.ends_with(',');
    while (!list.empty()) {
      const auto element = take_element(list, ',');
      add(spelling == Spelling::pairs ? node_of(element) : element);
    }
    if (ends_in_comma) add({});
  }
  return hops;
}

/// The last hop that is not trusted to speak for others, or the first of all.
Client client_of(const std::vector<Hop>& hops, const Networks& trusted) {
  Client client{.address = "unknown"};
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    client = {.address = hop->text, .is_loopback = hop->address && hop->address->is_loopback()};
    if (!hop->address || !trusted.contains(*hop->address)) break;
  }
  return client;
}

}  // namespace

Client forwarded_client(const ForwardedFields& fields, const Networks& trusted) {
  std::optional<Client> client;
  const auto ask = [&](Fields values, Spelling spelling) {
    if (values.empty()) return;
    const auto said = client_of(hops_of(values, spelling), trusted);
    if (!client) client = said;
    client->is_loopback &= said.is_loopback;
  };
  ask(fields.x_forwarded_for, Spelling::plain);
  ask(fields.forwarded, Spelling::pairs);
  ask(fields.x_real_ip, Spelling::plain);
  return client.value_or(Client{.address = "unknown"});
}

}  // namespace quorum::http
