#include "http/coding/negotiation.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace quorum::http {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& byte : lowered) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + ('a' - 'A'));
  }
  return lowered;
}

std::string_view take_until(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto part = trimmed(text.substr(0, end));
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  return part;
}

/// `0.5` as 500; nothing where it is no weight: 0 to 1, three digits at most.
std::optional<int> weight_of(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    weight += (digit - '0') * unit;
    unit /= 10;
  }
  return weight <= 1000 ? std::optional(weight) : std::nullopt;
}

/// Of `gzip;q=0.5`. What cannot be read is not wanted.
int weight_of_element(std::string_view parameters) {
  while (!parameters.empty()) {
    auto parameter = take_until(parameters, ';');
    const auto name = lower(take_until(parameter, '='));
    if (name == "q") return weight_of(trimmed(parameter)).value_or(0);
  }
  return 1000;
}

}  // namespace

bool wants_gzip(std::string_view accept_encoding) {
  std::optional<int> gzip;
  std::optional<int> identity;
  std::optional<int> rest;
  while (!accept_encoding.empty()) {
    auto element = take_until(accept_encoding, ',');
    const auto name = lower(take_until(element, ';'));
    const int weight = weight_of_element(element);
    if (name == "gzip" || name == "x-gzip") gzip = std::max(gzip.value_or(0), weight);
    if (name == "identity") identity = weight;
    if (name == "*") rest = weight;
  }
  const int wanted = gzip.value_or(rest.value_or(0));
  // The plain body need not be named; where it is, it says how welcome it is.
  return wanted > 0 && wanted >= identity.value_or(0);
}

bool is_compressible(std::string_view content_type) {
  const auto type = lower(take_until(content_type, ';'));
  if (type == "text/event-stream") return false;
  if (type.starts_with("text/")) return true;
  return type == "application/json" || type.ends_with("+json") || type.ends_with("+xml") ||
         type == "application/javascript" || type == "application/x-ndjson" ||
         type == "application/xml";
}

Coding coding_of(std::string_view content_encoding) {
  const auto name = lower(trimmed(content_encoding));
  if (name.empty() || name == "identity") return Coding::identity;
  if (name == "gzip" || name == "x-gzip") return Coding::gzip;
  return name == "deflate" ? Coding::deflate : Coding::unknown;
}

}  // namespace quorum::http
