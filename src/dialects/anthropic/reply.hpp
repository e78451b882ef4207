#pragma once
/// An answer as Anthropic and those who spell alike send it, read: whole, or event by event.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/anthropic/usage.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

/// What must be known of an answer's earlier blocks to read the next one.
class BlockReader {
 public:
  /// Appends what a whole block says.
  void read(json::Value block, std::vector<llm::Delta>& deltas);

  /// A call that begins, without arguments; nothing where there have been too many.
  std::optional<llm::ToolCallDelta> begin_call(json::Value block);

  /// Appends what vouches for the thought before it or for the text before it, or keeps it for the
  /// call that follows.
  void tell_signature(std::string_view signature, std::vector<llm::Delta>& deltas);

  /// Appends words, which count for the places of citations.
  void tell_text(std::string_view text, std::vector<llm::Delta>& deltas);

  /// Appends the citations of a text that began at `begin`, and ends here.
  void tell_citations(std::vector<llm::Citation> citations, std::int64_t begin,
                      std::vector<llm::Delta>& deltas) const;

  std::int64_t points() const { return points_; }
  bool has_calls() const { return calls_ > 0; }

 private:
  std::size_t calls_ = 0;
  std::int64_t points_ = 0;  ///< Code points of text told so far.
  std::optional<llm::Seal> call_seal_{};
};

/// Reads a whole answer: a delta for each block, the last with finish and usage. An error object
/// sent with a good status is an error. `provider` is named in errors.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

/// Reads one streamed answer. Blocks may be left open, lie open side by side or come whole; counts
/// that are repeated replace earlier ones.
class StreamReader final : public dialects::StreamReader {
 public:
  /// `provider` is named in errors.
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;

  /// `message_stop` has come.
  bool is_done() const override { return is_done_; }

  /// Only after `message_stop`.
  Result<> end(std::vector<llm::Delta>& deltas) override;
  dialects::Outline outline(std::string_view raw) const override;

 private:
  /// A block that is being told.
  struct Block {
    enum class Kind : std::uint8_t { text, thought, call, opaque };
    std::int64_t index = 0;
    Kind kind = Kind::opaque;
    std::size_t call = 0;
    std::int64_t begin = 0;  ///< Of a text, in code points of the answer.
    std::string json{};      ///< The block as it began.
    std::string input{};     ///< Of an opaque block, in pieces.
    std::string content{};   ///< Of an opaque block, in pieces.
    bool has_input = false;  ///< Of a call: arguments have been told.
    std::string signature{};
    std::vector<llm::Citation> citations{};
  };

  void start_message(json::Value message, std::vector<llm::Delta>& deltas);
  void start_block(json::Value event, std::vector<llm::Delta>& deltas);
  void read_delta(json::Value event, std::vector<llm::Delta>& deltas);
  void finish_block(Block block, std::vector<llm::Delta>& deltas);
  void finish_block(std::int64_t index, std::vector<llm::Delta>& deltas);
  void finish_blocks(std::vector<llm::Delta>& deltas);
  void read_ending(json::Value event, std::vector<llm::Delta>& deltas);
  void stop_message(std::vector<llm::Delta>& deltas);

  std::string provider_;
  Counts counts_;
  BlockReader blocks_;
  std::vector<Block> open_;
  bool has_finish_ = false;
  bool is_done_ = false;
};

}  // namespace quorum::anthropic
