#pragma once
/// An answer in our words, gathered into one message as Anthropic would send it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialects/anthropic/signature.hpp"
#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

/// Texts are split where citations begin and end, for here they belong to whole blocks.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(dialects::ReplyHead head);
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  struct Block {
    enum class Kind : std::uint8_t { text, thought, hidden_thought, call, opaque };
    Kind kind = Kind::text;
    std::string text{};  ///< Words, sealed words, or an opaque block's JSON.
    std::string signature{};
    llm::ToolCallDelta call{};
    std::size_t begin = 0;  ///< Of a text: the code point of the answer at which it begins.
    std::vector<llm::Citation> citations{};
  };

  Block& block(Block::Kind kind);
  void add_seal(const Signature& signature);
  void add_text(std::string_view text);
  void add_citation(const llm::Citation& citation);
  void add_call(const llm::ToolCallDelta& piece);
  void write_block(json::Writer& writer, const Block& block) const;
  void write_text(json::Writer& writer, const Block& block) const;

  dialects::ReplyHead head_;
  std::vector<Block> blocks_;
  bool is_sealed_ = false;  ///< The last block is a thought that takes no more words.
  std::size_t points_ = 0;  ///< Code points of text so far.
  bool has_calls_ = false;
  bool has_refusal_ = false;
  llm::Delta whole_;  ///< Finish, usage and what else is told once; a refusal's reason.
};

}  // namespace quorum::anthropic
