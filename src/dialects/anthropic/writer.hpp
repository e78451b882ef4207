#pragma once
/// A streamed answer in our words, written as Anthropic would send it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/anthropic/signature.hpp"
#include "dialects/anthropic/spoken.hpp"
#include "dialects/face.hpp"
#include "llm/delta.hpp"

namespace quorum::anthropic {

/// Content blocks come one after the other, numbered from 0: the official clients throw or fall
/// silent otherwise. What another provider says while a call's arguments are still coming waits
/// until they are complete. `Delta::extension` goes into a member `quorum`: of `message_start` what
/// comes with the first delta, of `message_delta` the last of what comes later.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(dialects::ReplyHead head);

  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;

  /// An `error` event, and no `message_stop`.
  void fail(const Error& error, std::string& out) override;

 private:
  enum class Open : std::uint8_t { nothing, thought, text, call, other };

  void begin(const llm::Delta& delta, std::string& out);
  void note(const llm::Delta& delta);

  // Each writes its piece, or lets it wait.
  void say_thought(const std::string& text, std::string& out);
  void say_seal(const Signature& signature, std::string& out);
  void say_text(std::string_view text, std::string& out);
  void say_citation(const llm::Citation& citation, std::string& out);
  void say_call(const llm::ToolCallDelta& call, std::string& out);
  void say_opaque(const llm::Opaque& opaque, std::string& out);

  bool must_wait() const;
  void wait_for_turn(const llm::ToolCallDelta& call);
  void say_waiting(std::string& out);

  void open(Open kind, std::string_view block, std::string& out);
  void close(std::string& out);
  void begin_delta(std::string_view type_and_member, std::string& out) const;
  void tell(std::string_view type_and_member, std::string_view text, std::string& out) const;

  dialects::ReplyHead head_;
  Open open_ = Open::nothing;
  std::size_t index_ = 0;  ///< Of the open block, or of the next.
  bool is_begun_ = false;
  bool is_cited_ = false;  ///< The open text has citations: what follows is not theirs.

  std::size_t call_ = 0;  ///< The open call.
  ObjectEnd call_end_;
  std::vector<std::size_t> calls_;   ///< Those begun.
  std::vector<llm::Delta> waiting_;  ///< Each bears one piece.

  std::optional<llm::Finish> finish_;
  std::optional<llm::Usage> usage_;
  bool has_refusal_ = false;
  bool is_tier_told_ = false;
  std::string stop_sequence_, explanation_, service_tier_, extension_;
};

}  // namespace quorum::anthropic
