#pragma once
/// An answer in our words, written as OpenAI's old completions: whole, or chunk by chunk.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "dialects/face.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_completions {

/// Writes one streamed answer as server-sent events. There is text here and nothing else: thoughts
/// and calls have no place, and a refusal is said as text.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(dialects::ReplyHead head);
  void write(const llm::Delta& delta, std::string& out) override;

  /// A finish where there was none, the usage where it was asked for and is known, `[DONE]`.
  void end(std::string& out) override;
  void fail(const Error& error, std::string& out) override;

 private:
  struct Choice {
    std::int64_t offset = 0;  ///< Of the next token, in characters.
    bool has_finish = false;
  };

  void write_chunk(const llm::Delta& delta, std::optional<llm::Finish> finish, std::string& out);

  dialects::ReplyHead head_;
  std::map<std::size_t, Choice> choices_;
  std::optional<llm::Usage> usage_;
};

/// Gathers the deltas of an answer into one `text_completion` object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(dialects::ReplyHead head);
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  dialects::ReplyHead head_;
  std::map<std::size_t, llm::Delta> choices_;
  std::optional<llm::Usage> usage_;
  std::string extension_;
};

}  // namespace quorum::openai_completions
