#include "providers/llama/text_gate.hpp"

#include <algorithm>
#include <utility>

#include "json/text.hpp"

namespace quorum::llama {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Bytes of the character that `first` begins; 1 where it begins none.
std::size_t character_bytes(unsigned char first) {
  if (first >= 0xF0 && first < 0xF5) return 4;
  if (first >= 0xE0) return first < 0xF0 ? 3 : 1;
  return first >= 0xC2 ? 2 : 1;
}

/// Bytes at the end of `text` that may yet become one character.
std::size_t unfinished_tail(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    return character_bytes(byte) > back ? back : 0;
  }
  return 0;
}

/// Bytes at the end of `text` that begin one of `stops`.
std::size_t stop_tail(std::string_view text, const std::vector<std::string>& stops) {
  std::size_t longest = 0;
  for (const std::string& stop : stops) {
    std::size_t length = std::min(stop.size() - 1, text.size());
    while (length > longest && !text.ends_with(std::string_view(stop).substr(0, length))) --length;
    longest = std::max(longest, length);
  }
  return longest;
}

}  // namespace

TextGate::TextGate(std::vector<std::string> stops) : stops_(std::move(stops)) {
  std::erase(stops_, "");
}

std::string TextGate::push(std::string_view bytes) {
  if (is_stopped_) return {};
  held_ += bytes;
  std::size_t stop_at = held_.npos;
  for (const std::string& stop : stops_) stop_at = std::min(stop_at, held_.find(stop));
  if (stop_at != held_.npos) {
    is_stopped_ = true;
    std::string shown = release(stop_at);
    held_.clear();
    return shown;
  }
  const std::size_t open = held_.size() - stop_tail(held_, stops_);
  return release(open - unfinished_tail(std::string_view(held_).substr(0, open)));
}

std::string TextGate::finish() { return release(held_.size()); }

std::string TextGate::release(std::size_t bytes) {
  std::string sound;
  std::string_view rest = std::string_view(held_).substr(0, bytes);
  while (!rest.empty()) {
    const std::size_t fault = json::utf8_fault(rest);
    sound += rest.substr(0, fault);
    if (fault == rest.size()) break;
    sound += kReplacement;
    rest.remove_prefix(fault + 1);
    // The rest of one broken character is not told again.
    while (!rest.empty() && (rest.front() & 0xC0) == 0x80) rest.remove_prefix(1);
  }
  held_.erase(0, bytes);
  return sound;
}

}  // namespace quorum::llama
