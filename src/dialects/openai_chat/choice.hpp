#pragma once
/// One of the answers side by side, as a provider tells it: its message, whole or piece by piece.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "dialects/openai_chat/tool_calls.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Where a choice has what it says. Some send both, and then only one of them counts.
enum class Form : bool { message, delta };

/// Why an answer ended, by the word for it; nothing for an empty one.
std::optional<llm::Finish> read_finish(std::string_view word);

class ChoiceReader {
 public:
  explicit ChoiceReader(std::size_t index) : index_(index) {}

  /// Appends what `choice` tells, in the order in which it was said. An answer that broke off with
  /// an error is one.
  Result<> read(std::string_view provider, json::Value choice, Form form,
                std::vector<llm::Delta>& deltas);

  /// Appends a finish if there was none.
  void end(std::vector<llm::Delta>& deltas);

  std::size_t index() const { return index_; }
  bool has_finish() const { return has_finish_; }

 private:
  void read_message(json::Value message);
  void read_content(json::Value content);
  void read_calls(json::Value message);
  void read_audio(json::Value audio);
  void think(llm::Reasoning thought);
  void speak(std::string_view text);
  void place(llm::Seal seal);
  void finish(llm::Finish finish);
  void flush();

  std::size_t index_;
  ToolCallMerger calls_;
  Plain plain_ = Plain::not_seen;
  std::vector<llm::Seal> waiting_;  ///< Seals whose tool calls have not come yet.
  std::string audio_id_;
  std::string audio_data_;
  std::string audio_words_;
  std::int64_t audio_expires_ = 0;
  bool has_calls_ = false;
  bool has_finish_ = false;

  /// What is being read. Nothing between two events, so that an idle stream keeps none.
  std::unique_ptr<llm::Delta> said_{};
  std::vector<llm::Delta>* deltas_ = nullptr;
};

}  // namespace quorum::openai_chat
