#pragma once
/// A backend's batches as the bytes an OpenAI client reads: passed on where they are in its
/// spelling already, written where they are not.

#include <optional>
#include <string>

#include "dialects/openai_chat/writer.hpp"
#include "llm/backend.hpp"

namespace quorum::api::openai {

/// Of one streamed answer.
class StreamedReply {
 public:
  explicit StreamedReply(openai_chat::ReplyHead head) : writer_(std::move(head)) {}

  /// The batch's events, or nothing where it holds nothing for the client.
  std::string take(llm::Batch batch);

  /// What the proper end still lacks: the last events, `[DONE]`.
  std::string end();

 private:
  enum class Source : std::uint8_t { unknown, bytes, deltas };

  openai_chat::StreamWriter writer_;
  Source source_ = Source::unknown;
  bool is_done_ = false;  ///< The provider's own `[DONE]` has been passed on.
};

/// Of one answer sent whole.
class WholeReply {
 public:
  explicit WholeReply(openai_chat::ReplyHead head) : writer_(std::move(head)) {}
  void take(const llm::Batch& batch);
  std::string end();

 private:
  openai_chat::ReplyWriter writer_;
  std::string bytes_{};
};

/// The debate behind an answer, where one says so in its extension.
std::optional<std::string> debate_id_of(const llm::Batch& batch);

}  // namespace quorum::api::openai
