#pragma once
/// Parts of messages written as Anthropic's content blocks.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "dialects/anthropic/turns.hpp"
#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::anthropic {

/// Writes `cache_control` where it is asked for, from a number of marks on: Anthropic takes four,
/// and the last ones remember most.
class CacheMarks {
 public:
  explicit CacheMarks(std::size_t skipped) : skipped_(skipped) {}
  void write(json::Writer& writer, const std::optional<llm::CacheHint>& hint);

  /// All that were asked for.
  std::size_t count() const { return count_; }

 private:
  std::size_t skipped_;
  std::size_t count_ = 0;
};

class ContentWriter {
 public:
  ContentWriter(json::Writer& writer, CacheMarks& marks) : writer_(writer), marks_(marks) {}

  /// `{"role":…,"content":…}`. Of a last turn of the assistant the answer is the continuation, and
  /// its end must be no space.
  enum class Place : bool { amid, last };
  void write_turn(const Turn& turn, Place place);

  /// A text block; what is no text has been left out before.
  void write_text(const llm::Part& part, std::string_view text);

 private:
  void write_block(const Block& block, Place place);
  void write_part(const llm::Part& part, const std::string& id, Place place);
  void write_image(const llm::Image& image);
  void write_file(const llm::File& file);
  void write_thought(const llm::Reasoning& thought);
  void write_call(const llm::ToolCall& call, const std::string& id);
  void write_result(const Block& block);
  void write_source(const llm::Source& source, std::string_view media_type);

  json::Writer& writer_;
  CacheMarks& marks_;
};

/// The words of a text or a refusal, else nothing.
std::optional<std::string_view> words_of(const llm::Part& part);

}  // namespace quorum::anthropic
