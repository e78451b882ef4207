#pragma once
/// Thoughts that a model without a place for them writes into its text: `<think>…</think>`.

#include <string>
#include <string_view>

#include "llm/delta.hpp"

namespace quorum::ollama {

/// Parts thoughts from words, whatever the pieces in which they come. Only tags that open an answer
/// count; what stands between them is reasoning, and the white space around them is nobody's.
class ThinkTags {
 public:
  /// Puts what `piece` says, as far as that is certain, into `delta.reasoning` and `delta.text`.
  void push(std::string_view piece, llm::Delta& delta);

  /// At the answer's end: a tag that was begun and not ended is text.
  void finish(llm::Delta& delta);

 private:
  enum class State : unsigned char { before, thinking, after, text };

  bool step(llm::Delta& delta);

  State state_ = State::before;
  std::string held_;  ///< What may be the beginning of a tag.
};

}  // namespace quorum::ollama
