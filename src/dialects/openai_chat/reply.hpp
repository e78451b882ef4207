#pragma once
/// An answer as providers of this spelling send it, read so that every one of their dialects
/// passes: whole, or event by event.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Reads a whole answer: one delta with everything in it. An error object sent with a good status
/// is an error. `provider` is named in errors.
Result<llm::Delta> read_reply(std::string_view provider, std::string_view body);

/// Which of a provider's tool calls a piece belongs to: some number them, some name them, some only
/// send them one after another.
class ToolCallMerger {
 public:
  /// The call that `piece` continues or begins, by our number; its id only the first time it is
  /// told.
  llm::ToolCallDelta place(json::Value piece);

 private:
  struct Call {
    std::string id;
    std::int64_t index;  ///< The provider's; -1 where it says none.
  };
  std::vector<Call> calls_;
};

/// Reads one streamed answer. Every member may be missing; usage counts wherever it stands, the
/// last one; a finish may come twice or never.
class StreamReader final : public dialects::StreamReader {
 public:
  /// `provider` is named in errors.
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;

  /// `data: [DONE]` has come.
  bool is_done() const override { return is_done_; }

  /// After `[DONE]`, a finish, or a usage that came alone.
  Result<> end(std::vector<llm::Delta>& deltas) override;
  bool may_matter(std::string_view raw) const override;
  bool is_at_closing_usage() const override { return has_closing_usage_; }
  std::string_view closing() const override { return is_done_ ? "" : "data: [DONE]\n\n"; }

 private:
  Result<> read_chunk(json::Value chunk, llm::Delta& delta);
  Result<> read_choice(json::Value choice, llm::Delta& delta);

  std::string provider_;
  ToolCallMerger calls_;
  bool is_named_ = false;  ///< Id and model have been told.
  bool has_calls_ = false;
  bool has_finish_ = false;
  bool has_closing_usage_ = false;
  bool is_done_ = false;
};

}  // namespace quorum::openai_chat
