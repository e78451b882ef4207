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
    ends_[words_++] = static_cast<std::uint32_t>(fixed_.size());
    from = begin + word.size();
  }
  if (words_ > 0) fixed_.append(from, event.data() + event.size());
}

std::size_t EventShape::match(std::string_view chunk) const {
  if (words_ == 0) return 0;
  const std::string_view fixed = fixed_;
  std::size_t at = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < words_; ++i) {
    const auto part = fixed.substr(begin, ends_[i] - begin);
    if (!chunk.substr(at).starts_with(part)) return 0;
    at += part.size();
    const auto word = json::inside_size(chunk.substr(at));
    if (word == chunk.npos) return 0;
    at += word;
    begin = ends_[i];
  }
  const auto last = fixed.substr(begin);
  return chunk.substr(at).starts_with(last) ? at + last.size() : 0;
}

}  // namespace quorum::providers
