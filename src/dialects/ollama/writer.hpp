#pragma once
/// An answer in our words, written as Ollama would send it: whole, or line by line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/face.hpp"
#include "llm/delta.hpp"

namespace quorum::ollama {

/// Which endpoint is answered: they differ in where the words stand.
enum class Endpoint : std::uint8_t { chat, generate };

/// How an answer's parts are spelled, and how long they took where a clock can tell.
class Lines {
 public:
  Lines(Endpoint endpoint, dialects::ReplyHead head);

  /// One line that says what `delta` does, its tool calls whole; the last one if that is how it
  /// ends.
  std::string line(const llm::Delta& delta, std::optional<llm::Finish> last);

  /// Something has come of the answer.
  void note_progress();

 private:
  std::int64_t now_ms() const;

  Endpoint endpoint_;
  dialects::ReplyHead head_;
  std::optional<std::int64_t> begun_ms_;
};

/// Writes one streamed answer. Tool calls come whole at its end: this dialect has no pieces of
/// them.
class StreamWriter final : public dialects::StreamWriter {
 public:
  StreamWriter(Endpoint endpoint, dialects::ReplyHead head);
  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;
  void fail(const Error& error, std::string& out) override;

 private:
  Lines lines_;
  llm::Delta held_;  ///< Calls, usage and finish: told at the end.
};

/// Gathers the deltas of an answer into one object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  ReplyWriter(Endpoint endpoint, dialects::ReplyHead head);
  void add(const llm::Delta& delta) override;
  std::string end() override;

 private:
  Lines lines_;
  llm::Delta whole_;
};

/// The answer to a request that only asks for the model to be at hand.
std::string write_loaded(Endpoint endpoint, const dialects::ReplyHead& head);

}  // namespace quorum::ollama
