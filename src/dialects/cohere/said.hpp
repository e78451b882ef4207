#pragma once
/// What an answer says, in the pieces that are spelled alike in an event and in a whole answer.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialects/face.hpp"
#include "json/writer.hpp"
#include "llm/delta.hpp"

namespace quorum::cohere {

/// `COMPLETE`, `TOOL_CALL` …; an answer that says nothing of its end is complete, and one that
/// stopped with calls did so to have them answered, whatever its provider calls that.
enum class Calls : bool { none, some };
std::string_view finish_word(const std::optional<llm::Finish>& finish,
                             std::string_view stop_sequence, Calls calls);

/// `{"billed_units":…,"tokens":…}`. Nobody else tells what it bills apart: it is what was counted.
void write_usage(json::Writer& writer, const llm::Usage& usage);

/// One entry of `logprobs` for these tokens.
void write_logprobs(json::Writer& writer, std::span<const llm::TokenLogprob> tokens);

/// The id that its maker gave a call, or one that we make.
std::string call_id_of(const dialects::ReplyHead& head, const llm::ToolCallDelta& call);

/// A call as its announcement or the whole answer has it; an empty one has no arguments.
void write_call(json::Writer& writer, const dialects::ReplyHead& head,
                const llm::ToolCallDelta& call, std::string_view arguments);

/// A seal as a client keeps it with the part that bears it. Cohere makes none: what stands there is
/// always somebody else's, and says whose.
void write_signature(json::Writer& writer, const llm::Seal& seal);

/// JSON whose spaces may be line ends, which would end an event's line.
std::string one_line(std::string json);

/// The answer's text as it grows, and which part of the content each of its characters stands in.
class ToldText {
 public:
  /// Text of the content's part of that number.
  void add(std::int64_t part, std::string_view text);

  /// Citations, told in these words: those of one place that follow each other are one.
  std::vector<std::string> cite(std::span<const llm::Citation> citations) const;

 private:
  struct Part {
    std::int64_t number = 0;
    std::int64_t begin = 0;  ///< In characters of the whole text.
  };
  std::string cite_one(std::span<const llm::Citation> same) const;
  const Part* part_at(std::int64_t place) const;
  std::string_view slice(std::int64_t begin, std::int64_t end) const;
  std::size_t byte_at(std::int64_t place) const;

  std::string text_;
  std::int64_t size_ = 0;           ///< In characters.
  std::vector<std::size_t> marks_;  ///< The byte at which every `kMarkEvery`th character begins.
  std::vector<Part> parts_;
};

}  // namespace quorum::cohere
