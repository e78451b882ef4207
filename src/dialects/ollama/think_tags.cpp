#include "dialects/ollama/think_tags.hpp"

#include <algorithm>
#include <utility>

namespace quorum::ollama {
namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kClose = "</think>";
constexpr std::string_view kSpace = " \t\r\n";

/// How many of the last bytes of `text` could be the beginning of `tag`.
std::size_t begun(std::string_view text, std::string_view tag) {
  for (auto size = std::min(text.size(), tag.size() - 1); size > 0; --size) {
    if (text.ends_with(tag.substr(0, size))) return size;
  }
  return 0;
}

void drop_space(std::string& text) {
  text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
}

}  // namespace

void ThinkTags::push(std::string_view piece, llm::Delta& delta) {
  held_ += piece;
  while (step(delta)) {
  }
}

/// Whether the state has changed, so that what is held must be looked at again.
bool ThinkTags::step(llm::Delta& delta) {
  switch (state_) {
    case State::before: {
      const auto word =
          std::string_view{held_}.substr(std::min(held_.find_first_not_of(kSpace), held_.size()));
      if (word.starts_with(kOpen)) {
        held_.erase(0, held_.size() - word.size() + kOpen.size());
        state_ = State::thinking;
        return true;
      }
      if (kOpen.starts_with(word)) return false;
      state_ = State::text;
      return true;
    }
    case State::thinking: {
      const auto close = held_.find(kClose);
      if (close == held_.npos) {
        const auto sure = held_.size() - begun(held_, kClose);
        delta.reasoning += held_.substr(0, sure);
        held_.erase(0, sure);
        return false;
      }
      delta.reasoning += held_.substr(0, close);
      held_.erase(0, close + kClose.size());
      state_ = State::after;
      return true;
    }
    case State::after:
      drop_space(held_);
      if (held_.empty()) return false;
      state_ = State::text;
      return true;
    case State::text: delta.text += std::exchange(held_, {}); return false;
  }
  return false;
}

void ThinkTags::finish(llm::Delta& delta) {
  (state_ == State::thinking ? delta.reasoning : delta.text) += std::exchange(held_, {});
}

}  // namespace quorum::ollama
