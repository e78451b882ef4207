#pragma once
/// An answer in our words, written as OpenAI would send it: whole, or chunk by chunk.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

using dialects::ReplyHead;

/// Writes one streamed answer as server-sent events, each valid by OpenAI's schema. Reasoning goes
/// into `reasoning_content`, `Delta::extension` into a member `quorum` of its chunk.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(ReplyHead head);

  void write(const llm::Delta& delta, std::string& out) override;

  /// A finish if there was none, the usage where it was asked for and is known, `[DONE]`.
  void end(std::string& out) override;
  void fail(const Error& error, std::string& out) override;

 private:
  void begin(std::string& out);
  void write_calls(const std::vector<llm::ToolCallDelta>& calls, std::string& out);
  void close_chunk(const llm::Delta* delta, std::string& out) const;

  ReplyHead head_;
  std::string prefix_;              ///< `data: {"id":…,"choices":[`: what all chunks begin with.
  std::vector<std::size_t> calls_;  ///< Indexes of the tool calls begun.
  std::optional<llm::Usage> usage_;
  bool is_begun_ = false;
  bool has_finish_ = false;
};

/// Gathers the deltas of an answer into one `chat.completion` object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(ReplyHead head);
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  ReplyHead head_;
  llm::Delta whole_;
};

}  // namespace quorum::openai_chat
