#pragma once
/// An answer as Cohere's `/v2/chat` sends it: whole, or event by event.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::cohere {

/// Reads a whole answer; `provider` is named in errors. The plan that leads to a tool's call is
/// reasoning, and so is what stands in parts of thinking.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

/// What a finish means; an error where the answer ended in one.
Result<llm::Finish> read_finish(std::string_view provider, std::string_view reason,
                                json::Value said);

/// Where in the answer's text each of its parts begins, in characters.
class TextPlaces {
 public:
  void add(std::int64_t part, std::string_view text);
  std::int64_t begin_of(std::int64_t part) const;

  /// The part that is told now: where a citation does not say which one it means.
  std::int64_t last() const { return last_; }

 private:
  std::map<std::int64_t, std::int64_t> begins_;
  std::int64_t size_ = 0;
  std::int64_t last_ = 0;
};

/// Reads one streamed answer. `message-end` completes it; `data: [DONE]` may follow.
class StreamReader final : public dialects::StreamReader {
 public:
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  bool is_done() const override { return is_done_; }
  Result<> end(std::vector<llm::Delta>& deltas) override;

 private:
  void read_content(json::Value event, llm::Delta& delta);
  void read_call(json::Value event, llm::Delta& delta);
  Result<> read_end(json::Value event, llm::Delta& delta);

  std::string provider_;
  TextPlaces places_;
  std::vector<std::int64_t> calls_;  ///< Cohere's number of each of ours.
  bool is_done_ = false;
};

}  // namespace quorum::cohere
