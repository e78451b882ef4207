#include "dialects/gemini/letters.hpp"

#include <algorithm>

namespace quorum::gemini {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::string lower(std::string_view word) {
  std::string out{word};
  std::ranges::transform(out, out.begin(), to_lower);
  return out;
}

std::string upper(std::string_view word) {
  std::string out{word};
  std::ranges::transform(out, out.begin(), to_upper);
  return out;
}

std::string in_camel_case(std::string_view name) {
  std::string out;
  bool is_next_upper = false;
  for (const char c : name) {
    if (c == '_') {
      is_next_upper = true;
      continue;
    }
    out += is_next_upper ? to_upper(c) : c;
    is_next_upper = false;
  }
  return out;
}

bool is_snake_case_of(std::string_view key, std::string_view name) {
  const auto takes = [&key](char c) {
    if (!key.starts_with(c)) return false;
    key.remove_prefix(1);
    return true;
  };
  for (const char c : name) {
    if ((is_upper(c) && !takes('_')) || !takes(to_lower(c))) return false;
  }
  return key.empty();
}

std::string in_snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c)) out += '_';
    out += to_lower(c);
  }
  return out;
}

}  // namespace quorum::gemini
