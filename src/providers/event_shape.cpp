#include "providers/event_shape.hpp"

#include "json/text.hpp"

namespace quorum::providers {

void EventShape::learn(std::string_view event, std::span<const std::string_view> words) {
  fixed_.clear();
  words_ = 0;
  // Behind a CR at the very end an LF could follow that belongs to it.
  if (!event.ends_with('\n')) return;
  const auto* from = event.data();
  for (const auto word : words) {
    if (word.data() == nullptr || words_ == kWordsMax) break;
    const auto* const begin = word.data();
    fixed_.append(from, begin);
    sizes_[words_++] = static_cast<std::uint32_t>(begin - from);
    from = begin + word.size();
  }
  if (words_ > 0) fixed_.append(from, event.data() + event.size());
}

std::size_t EventShape::match(std::string_view chunk) const {
  if (words_ == 0 || chunk.size() < fixed_.size()) return 0;
  std::string_view fixed = fixed_;
  auto rest = chunk;
  for (const auto size : std::span(sizes_).first(words_)) {
    if (!rest.starts_with(fixed.substr(0, size))) return 0;
    fixed.remove_prefix(size);
    rest.remove_prefix(size);
    const auto word = json::inside_size(rest);
    if (word == rest.npos) return 0;
    rest.remove_prefix(word);
  }
  if (!rest.starts_with(fixed)) return 0;
  rest.remove_prefix(fixed.size());
  return chunk.size() - rest.size();
}

}  // namespace quorum::providers
