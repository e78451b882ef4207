#pragma once
/// An answer in our words, written as Cohere would send it: whole, or event by event.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/cohere/said.hpp"
#include "dialects/face.hpp"
#include "llm/delta.hpp"

namespace quorum::cohere {

/// Thoughts and text are parts of the content, one open at a time and numbered from 0. Calls come
/// one after the other: clients put what follows a call's start to the call begun last, so what
/// another provider says of several at once waits.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(dialects::ReplyHead head) : head_(std::move(head)) {}

  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;

  /// The answer ends in `ERROR`, and without `[DONE]`.
  void fail(const Error& error, std::string& out) override;

 private:
  enum class Open : std::uint8_t { nothing, thinking, text };

  void begin(std::string& out);
  void note(const llm::Delta& delta);
  void say(Open kind, std::string_view words, std::string& out);
  void say_text(const llm::Delta& delta, std::string& out);
  void say_seal(Open kind, const llm::Seal& seal, std::string& out);
  void say_citations(const std::vector<llm::Citation>& citations, std::string& out);
  void say_call(const llm::ToolCallDelta& piece, std::string& out);
  void say_waiting(std::string& out);
  void open(Open kind, std::string& out);
  void close(std::string& out);
  void close_call(std::string& out);
  void tell_arguments(std::string_view arguments, std::string& out) const;
  bool is_call_complete() const;

  dialects::ReplyHead head_;
  bool is_begun_ = false;
  Open open_ = Open::nothing;
  std::int64_t part_ = 0;  ///< Of the open part, or of the next.
  ToldText told_;
  std::int64_t cited_ = 0;  ///< How many citations were told.

  std::optional<llm::ToolCallDelta> call_;   ///< The one that is open, as far as it was told.
  std::int64_t calls_ = 0;                   ///< How many were begun.
  std::vector<llm::ToolCallDelta> waiting_;  ///< Those that come after it.
  std::vector<std::size_t> ended_;           ///< Of them nothing more can be said.

  std::optional<llm::Finish> finish_;
  std::optional<llm::Usage> usage_;
  std::string stop_sequence_, extension_;
};

/// Gathers the deltas of an answer into one object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(dialects::ReplyHead head) : head_(std::move(head)) {}
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  struct Part {
    bool is_thought = false;
    std::string words{};
    std::optional<llm::Seal> seal{};
  };
  Part& part(bool is_thought);
  void add_text(std::string_view text);
  void write_message(json::Writer& writer) const;

  dialects::ReplyHead head_;
  std::vector<Part> parts_;
  ToldText told_;
  llm::Delta whole_;  ///< Calls, citations and what is said of the answer as a whole.
};

}  // namespace quorum::cohere
