#include "providers/key_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <span>

namespace quorum::providers {
namespace {

constexpr std::size_t kLengthMin = 16;

bool begins_with_any(std::string_view text, std::span<const std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

bool is_placeholder(std::string_view key) {
  static constexpr std::array<std::string_view, 7> kWords{"your", "change", "xxx",    "example",
                                                          "todo", "...",    "replace"};
  std::string lower{key};
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower.find('<') != std::string::npos || std::ranges::any_of(kWords, [&](auto word) {
           return lower.find(word) != std::string::npos;
         });
}

/// Another vendor whose prefix is longer than any of this one's that fits: `sk-ant-` beats `sk-`.
const Vendor* owner_by_prefix(std::string_view key) {
  const Vendor* owner = nullptr;
  std::size_t longest = 3;  // `sk-` is nobody's own.
  for (const auto& vendor : vendors()) {
    for (const auto prefix : vendor.key_prefixes) {
      if (prefix.size() <= longest || !key.starts_with(prefix)) continue;
      owner = &vendor;
      longest = prefix.size();
    }
  }
  return owner;
}

}  // namespace

std::optional<std::string> key_oddity(const Vendor& vendor, std::string_view variable,
                                      const Secret& key, Server server) {
  const auto text = key.reveal();
  const bool is_visible =
      std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
  if (!is_visible) return fmt::format("{} holds spaces or other invisible characters.", variable);
  if (text.starts_with('"') || text.starts_with('\'')) {
    return fmt::format("{} is wrapped in quotes.", variable);
  }
  if (is_placeholder(text)) return fmt::format("{} still holds a placeholder.", variable);
  if (server == Server::another) return std::nullopt;
  if (const auto* owner = owner_by_prefix(text); owner != nullptr && owner != &vendor) {
    return fmt::format("{} looks like a key of {}, not of {}.", variable, owner->name, vendor.name);
  }
  if (text.size() < kLengthMin) return fmt::format("{} is too short to be a key.", variable);
  if (!vendor.key_prefixes.empty() && !begins_with_any(text, vendor.key_prefixes)) {
    return fmt::format("{} does not begin with {}, as keys of {} do.", variable,
                       fmt::join(vendor.key_prefixes, " or "), vendor.name);
  }
  return std::nullopt;
}

}  // namespace quorum::providers
