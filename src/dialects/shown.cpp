#include "dialects/shown.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace quorum::dialects {
namespace {

constexpr std::size_t kShownBytesMax = 300;

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Letters and digits mixed, 24 or more in a row: a key, a token or a hash, never a word or a
/// model.
bool has_long_token(std::string_view word) {
  std::size_t run = 0;
  bool has_digit = false;
  bool has_letter = false;
  for (const char c : word) {
    if (!is_alnum(c)) {
      run = 0;
      has_digit = has_letter = false;
      continue;
    }
    ++run;
    (c <= '9' ? has_digit : has_letter) = true;
    if (run >= 24 && has_digit && has_letter) return true;
  }
  return false;
}

/// `10.0.0.1`, with or without a port: four groups of digits.
bool has_ip_address(std::string_view word) {
  int dots = 0;
  bool has_digit = false;
  for (const char c : word) {
    if (c >= '0' && c <= '9') {
      has_digit = true;
      if (dots == 3) return true;
    } else if (c == '.' && has_digit) {
      ++dots;
      has_digit = false;
    } else {
      dots = 0;
      has_digit = false;
    }
  }
  return false;
}

bool has_key_prefix(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kPrefixes{
      "sk-",  "sk_",   "gsk_",   "xai-", "AIza", "hf_", "pplx-",
      "csk-", "nvapi", "tgp_v1", "fw_",  "ya29", "eyJ", "org-"};
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
    const auto at = word.find(prefix);
    return at != std::string_view::npos && (at == 0 || !is_alnum(word[at - 1]));
  });
}

bool is_hidden(std::string_view word) {
  return word.find("://") != std::string_view::npos || word.find("**") != std::string_view::npos ||
         word.find('@') != std::string_view::npos || has_key_prefix(word) || has_long_token(word) ||
         has_ip_address(word);
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
    const auto start =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_space) - text.begin());
    text.remove_prefix(start);
    const auto size = static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
    const auto word = text.substr(0, size);
    text.remove_prefix(size);
    if (word.empty()) break;
    const auto visible = is_hidden(word) ? std::string_view{"[hidden]"} : word;
    if (out.size() + visible.size() + 1 > kShownBytesMax) return out + "…";
    if (!out.empty()) out += ' ';
    out += visible;
  }
  return out;
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.' || c == '[' || c == ']';
  }) && !is_hidden(text);
}

}  // namespace quorum::dialects
