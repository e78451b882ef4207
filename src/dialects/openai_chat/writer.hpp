#pragma once
/// An answer in our words, written as OpenAI would stream it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

using dialects::ReplyHead;

/// Writes one streamed answer as server-sent events, each valid by OpenAI's schema.
///
/// Reasoning goes into `reasoning_content`; once a seal ends it, `reasoning_details` tells all of
/// it again with the seal, so that a client which sends the details back sends everything that its
/// vendor needs. `Delta::extension` goes into a member `quorum` of its chunk.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(ReplyHead head);

  void write(const llm::Delta& delta, std::string& out) override;

  /// A finish where there was none, the usage where it was asked for and is known, `[DONE]`.
  void end(std::string& out) override;
  void fail(const Error& error, std::string& out) override;

 private:
  /// One of the answers side by side.
  struct Choice {
    std::size_t index = 0;
    std::vector<std::size_t> calls{};  ///< Indexes of the tool calls begun.
    std::string reasoning{};           ///< Told since the last seal.
    std::int64_t characters = 0;       ///< Of the text told so far.
    std::size_t seals = 0;
    bool has_finish = false;
  };

  Choice& choice(std::size_t index, std::string& out);
  void write_words(Choice& choice, const llm::Delta& delta, json::Writer& writer);
  void write_details(Choice& choice, const llm::Delta& delta, json::Writer& writer);
  void write_calls(Choice& choice, const llm::Delta& delta, json::Writer& writer);
  static void write_old_calls(Choice& choice, const llm::Delta& delta, json::Writer& writer);
  void write_finish(Choice& choice, const llm::Delta& delta, std::string& out);
  void close_chunk(const llm::Delta* delta, std::string& out) const;

  ReplyHead head_;
  std::string prefix_;  ///< `data: {"id":…,"choices":[`: what all chunks begin with.
  std::vector<Choice> choices_;
  std::optional<llm::Usage> usage_;
  std::string tier_;
};

}  // namespace quorum::openai_chat
