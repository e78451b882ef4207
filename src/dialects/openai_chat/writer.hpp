#pragma once
/// An answer in our words, written as OpenAI would send it: whole, or chunk by chunk.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// What an answer says about itself.
struct ReplyHead {
  std::string id{};     ///< `chatcmpl-…`.
  std::string model{};  ///< As the client asked for it.
  std::int64_t created_s = 0;
  bool include_usage = false;  ///< The client asked for usage at a stream's end.
};

/// Writes one streamed answer as server-sent events, each valid by OpenAI's schema. Reasoning goes
/// into `reasoning_content`, `Delta::extension` into a member `quorum` of its chunk.
class StreamWriter {
 public:
  explicit StreamWriter(ReplyHead head);

  /// Appends the events for `delta`, the answer's very first one before them.
  void write(const llm::Delta& delta, std::string& out);

  /// Appends the end: a finish if there was none, the usage where it was asked for and is known,
  /// `[DONE]`.
  void end(std::string& out);

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

/// Appends a stream's last event where it failed: the error, and no `[DONE]`.
void write_stream_error(const Error& error, std::string& out);

/// Gathers the deltas of an answer into one `chat.completion` object.
class ReplyWriter {
 public:
  explicit ReplyWriter(ReplyHead head) : head_(std::move(head)) {}
  void add(const llm::Delta& delta);
  std::string end() const;

 private:
  ReplyHead head_;
  llm::Delta whole_;
};

}  // namespace quorum::openai_chat
