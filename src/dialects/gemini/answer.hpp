#pragma once
/// What has been said of one answer and not written yet, and how Google spells it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "json/writer.hpp"
#include "llm/delta.hpp"
#include "llm/part.hpp"

namespace quorum::gemini {

class Answer {
 public:
  /// Takes what `delta` says. Calls are kept until they are whole: until something else is said
  /// after them, or the answer ends.
  void add(const llm::Delta& delta);

  /// Whether there are words that need not wait.
  bool has_words() const { return !parts_.empty() || !logprobs_.empty(); }

  /// Writes a candidate with the words that need not wait, and forgets them.
  void write_words(json::Writer& writer, std::size_t index);

  /// Writes a candidate with all that is left, the sources and the finish.
  void write_end(json::Writer& writer, std::size_t index);

 private:
  void add_thought(const llm::Delta& delta);
  void add_text(std::string_view text, const std::optional<llm::Seal>& seal);
  void add_calls(const llm::Delta& delta);
  void settle_calls();
  void write_content(json::Writer& writer);
  void write_logprobs(json::Writer& writer);
  void write_sources(json::Writer& writer) const;

  std::vector<llm::Part> parts_;
  std::vector<llm::ToolCallDelta> calls_;
  std::vector<llm::TokenLogprob> logprobs_;
  std::vector<llm::Citation> citations_;
  std::string text_;  ///< All of it: the sources' places are counted in its bytes.
  std::optional<llm::Finish> finish_;
};

}  // namespace quorum::gemini
