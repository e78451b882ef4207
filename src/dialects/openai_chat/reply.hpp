#pragma once
/// An answer as providers of this spelling send it, read so that every one of their dialects
/// passes: whole, or event by event.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/openai_chat/choice.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_chat {

/// Reads a whole answer: for each of its choices one delta, or several where their order matters.
/// The first names the answer, the last has the usage. An error object sent with a good status is
/// an error. `provider` is named in errors.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

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
  dialects::Outline outline(std::string_view raw) const override;
  bool is_at_closing_usage() const override { return has_closing_usage_; }
  void pass_unasked(std::string_view event, std::string& out) const override;
  std::string_view closing() const override { return is_done_ ? "" : "data: [DONE]\n\n"; }

 private:
  ChoiceReader* choice(json::Value choice);

  std::string provider_;
  std::vector<ChoiceReader> choices_;
  bool has_begun_ = false;
  bool is_named_ = false;  ///< Id and model have been told.
  bool has_tier_ = false;
  bool has_sources_ = false;
  bool has_closing_usage_ = false;
  bool is_done_ = false;
};

}  // namespace quorum::openai_chat
