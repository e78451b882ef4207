#pragma once
/// An answer in our words, written as Google would send it: whole, or piece by piece.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/gemini/answer.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

using dialects::ReplyHead;

/// How the pieces of a streamed answer are told apart.
enum class Form : std::uint8_t {
  sse,    ///< With `alt=sse`: each is an event of one `data:` line, and nothing else.
  array,  ///< Without: each is an element of one JSON array.
};

/// What the whole of an answer says beside its candidates.
struct Closing {
  std::map<std::size_t, Answer> answers{};  ///< By `Delta::choice`.
  std::optional<llm::Usage> usage{};
  std::string service_tier{};
  std::string extension{};
  void add(const llm::Delta& delta);
};

/// Writes one streamed answer. Words go out as they come, calls whole; finish, usage and sources
/// with the last piece.
class StreamWriter final : public dialects::StreamWriter {
 public:
  StreamWriter(ReplyHead head, Form form) : head_(std::move(head)), form_(form) {}

  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;

  /// In the array, an element that is an error.
  void fail(const Error& error, std::string& out) override;

 private:
  void put(std::string_view piece, std::string& out);

  ReplyHead head_;
  Form form_;
  Closing closing_;
  bool is_begun_ = false;
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
