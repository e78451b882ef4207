#pragma once
/// An answer as providers of OpenAI's old completions send it: whole, or event by event.

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/openai_chat/unasked.hpp"
#include "dialects/target.hpp"
#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_completions {

/// One delta for each choice, the usage in the last. `provider` is named in errors.
Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body);

/// Reads one streamed answer. It may end on `[DONE]`, after a finish, or after a usage that came
/// alone.
class StreamReader final : public dialects::StreamReader {
 public:
  explicit StreamReader(std::string provider) : provider_(std::move(provider)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override;
  bool is_done() const override { return is_done_; }
  Result<> end(std::vector<llm::Delta>& deltas) override;
  bool is_at_closing_usage() const override { return has_closing_usage_; }
  void pass_unasked(std::string_view event, std::string& out) const override {
    openai_chat::append_without_null_usage(event, out);
  }
  std::string_view closing() const override { return is_done_ ? "" : "data: [DONE]\n\n"; }

 private:
  Result<> read_choice(json::Value choice, std::vector<llm::Delta>& deltas);

  std::string provider_;
  std::set<std::size_t> begun_;     ///< Choices that have said something.
  std::set<std::size_t> finished_;  ///< Choices that have told their finish.
  bool has_begun_ = false;
  bool is_named_ = false;
  bool has_closing_usage_ = false;
  bool is_done_ = false;
};

}  // namespace quorum::openai_completions
