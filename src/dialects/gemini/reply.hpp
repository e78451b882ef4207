#pragma once
/// An answer as Google sends it: whole, as an array of pieces, or event by event.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/gemini/partial_args.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

/// Reads a whole answer, or the array that a stream without `alt=sse` is. An error object sent with
/// a good status is an error. `provider` is named in errors.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

/// A call whose arguments are still coming.
struct OpenCall {
  llm::ToolCallDelta call{};
  PartialArgs args{};
};

/// What has been told of one of several answers side by side.
struct Candidate {
  std::size_t calls = 0;
  std::string text{};  ///< Google counts a citation's place in its bytes.
  std::vector<llm::Citation> citations{};
  bool has_finish = false;
  std::optional<OpenCall> open_call{};
};

/// Reads one streamed answer. Calls come whole, usage comes with every event and the last counts,
/// the finish comes in the last and is `STOP` also where a tool is called.
class StreamReader final : public dialects::StreamReader {
 public:
  /// `provider` is named in errors.
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  Result<> read_chunk(json::Value chunk, std::vector<llm::Delta>& deltas);

  /// Never said in the stream: its end is the body's.
  bool is_done() const override { return false; }

  /// After every candidate's finish.
  Result<> end(std::vector<llm::Delta>& deltas) override;

  /// A finish for every candidate without one: a whole answer need not say it.
  void close(std::vector<llm::Delta>& deltas);

 private:
  std::string provider_;
  std::map<std::size_t, Candidate> candidates_;  ///< By their index.
  bool is_named_ = false;                        ///< Id and model have been told.
};

}  // namespace quorum::gemini
