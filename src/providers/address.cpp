#include "providers/address.hpp"

#include <algorithm>
#include <cstddef>

namespace quorum::providers {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~' || c == '@';
}

std::optional<std::string> fill_one(std::string_view pattern, const Values& values) {
  std::string out;
  for (auto open = pattern.find('{'); open != pattern.npos; open = pattern.find('{')) {
    const auto close = pattern.find('}', open);
    const auto found = values.find(pattern.substr(open + 1, close - open - 1));
    if (found == values.end() || found->second.empty()) return std::nullopt;
    out += pattern.substr(0, open);
    out += url_part(found->second);
    pattern.remove_prefix(close + 1);
  }
  return out.append(pattern);
}

/// As people write it, with its scheme.
std::string with_scheme(std::string url, const Vendor& vendor) {
  if (url.find("://") != std::string::npos || url.starts_with("unix:")) return url;
  url.insert(0, "http://");
  // Ollama's own server takes the same variable for the address it listens on.
  if (url.starts_with("http://0.0.0.0")) url.replace(7, 7, "127.0.0.1");
  const bool has_port = url.find(':', 7) != std::string::npos;
  if (!has_port && vendor.name == "ollama") url += ":11434";
  return url;
}

}  // namespace

std::string url_part(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xF];
  }
  return out;
}

std::optional<std::string> fill(std::string_view patterns, const Values& values) {
  while (true) {
    const auto bar = patterns.find('|');
    if (auto filled = fill_one(patterns.substr(0, bar), values)) return filled;
    if (bar == patterns.npos) return std::nullopt;
    patterns.remove_prefix(bar + 1);
  }
}

std::optional<std::string> base_address(const Vendor& vendor, std::string_view configured,
                                        const Values& values) {
  std::string url{configured};
  if (url.empty()) {
    auto own = fill(vendor.base_url, values);
    if (!own || own->empty()) return std::nullopt;
    // Google's one place that is nowhere in particular has a name without it.
    constexpr std::string_view kGlobal = "://global-";
    if (const auto at = own->find(kGlobal); at != own->npos) own->erase(at + 3, kGlobal.size() - 3);
    return own;
  }
  while (url.ends_with('/')) url.pop_back();
  if (url.empty()) return std::nullopt;
  url = with_scheme(std::move(url), vendor);
  for (const auto& offer : vendor.offers) {
    if (!url.ends_with(offer.path)) continue;
    url.resize(url.size() - offer.path.size());
    break;
  }
  return url;
}

std::string join_address(std::string_view base, std::string_view path) {
  const auto authority = base.find("://");
  const auto root = base.find('/', authority == base.npos ? 0 : authority + 3);
  const auto own = root == base.npos ? std::string_view{} : base.substr(root);
  const auto plain_end = std::min(path.find('?'), path.size());
  for (auto end = plain_end; end > 0 && end != path.npos; end = path.rfind('/', end - 1)) {
    if (!own.ends_with(path.substr(0, end))) continue;
    path.remove_prefix(end);
    break;
  }
  return std::string{base}.append(path);
}

}  // namespace quorum::providers
