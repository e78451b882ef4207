#pragma once
/// An answer in our words, written as one `chat.completion` object.

#include <optional>
#include <string>
#include <vector>

#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Gathers the deltas of an answer.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(dialects::ReplyHead head);
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  /// One of the answers side by side.
  struct Choice {
    llm::Delta whole{};  ///< All but the thoughts.
    std::vector<llm::Reasoning> thoughts{};
  };

  Choice& choice(std::size_t index);
  void write_choice(json::Writer& writer, const Choice& choice) const;
  void write_message(json::Writer& writer, const Choice& choice) const;

  dialects::ReplyHead head_;
  std::vector<Choice> choices_;
  std::optional<llm::Usage> usage_;
  std::string tier_;
  std::string extension_;
};

}  // namespace quorum::openai_chat
