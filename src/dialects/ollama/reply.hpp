#pragma once
/// An answer as Ollama sends it: whole, or line by line.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/ollama/think_tags.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::ollama {

/// Reads a whole answer of `/api/chat` or `/api/generate`. `provider` is named in errors.
Result<llm::Delta> read_reply(std::string_view provider, std::string_view body);

/// What the lines of one answer say, one after the other.
class LineReader {
 public:
  llm::Delta read(json::Value line);

  /// Ends an answer whose last line does not say that it is the last.
  void finish(json::Value line, llm::Delta& delta);

  bool is_done() const { return is_done_; }

 private:
  void read_calls(json::Value message, llm::Delta& delta);

  ThinkTags tags_;
  std::size_t calls_ = 0;
  bool has_thinking_ = false;  ///< The model has a place for its thoughts: tags are text.
  bool is_named_ = false;
  bool is_done_ = false;
};

/// Reads one streamed answer of either. Only a line with `"done":true` completes it.
class StreamReader final : public dialects::StreamReader {
 public:
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  bool is_done() const override { return lines_.is_done(); }
  Result<> end(std::vector<llm::Delta>& deltas) override;
  dialects::Outline outline(std::string_view raw) const override;

 private:
  std::string provider_;
  LineReader lines_;
};

}  // namespace quorum::ollama
