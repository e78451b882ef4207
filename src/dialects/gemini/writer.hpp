#pragma once
/// An answer in our words, written as Google would send it: whole, or piece by piece.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/gemini/answer.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

using dialects::ReplyHead;

/// What the whole of an answer says beside its candidates.
struct Closing {
  std::map<std::size_t, Answer> answers{};  ///< By `Delta::choice`.
  std::optional<llm::Usage> usage{};
  std::string service_tier{};
  std::string extension{};
  void add(const llm::Delta& delta);
};

/// Writes one streamed answer as events of one `data:` line each. Words go out as they come, calls
/// whole; finish, usage and sources with the last event.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(ReplyHead head) : head_(std::move(head)) {}

  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;
  void fail(const Error& error, std::string& out) override;

 private:
  ReplyHead head_;
  Closing closing_;
};

/// Gathers the deltas of an answer into one object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(ReplyHead head) : head_(std::move(head)) {}
  void add(const llm::Delta& delta) override { closing_.add(delta); }
  std::string end() override;

 private:
  ReplyHead head_;
  Closing closing_;
};

}  // namespace quorum::gemini
