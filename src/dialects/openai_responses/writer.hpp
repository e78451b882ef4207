#pragma once
/// An answer in our words, written as OpenAI would send it: whole, or event by event.

#include <optional>
#include <string>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/openai_responses/envelope.hpp"
#include "dialects/openai_responses/output.hpp"
#include "llm/delta.hpp"

namespace quorum::openai_responses {

using dialects::ReplyHead;

/// What both writers share: the answer as it grows, and what becomes of it.
class Answer {
 public:
  explicit Answer(const ReplyHead& head);

  void add(const llm::Delta& delta);
  Events& events() { return events_; }

  /// The response object as it is now, without output: what a stream begins with.
  std::string begun() const;

  /// Closes the output; the finished response object.
  std::string finish();

  /// The response object of an answer that failed, with what there is of its output.
  std::string fail(const Error& error);

  std::string_view status() const;

 private:
  std::string object(const Outcome& outcome) const;
  bool is_incomplete() const;

  Envelope envelope_;
  Events events_;
  Output output_;
  std::optional<llm::Usage> usage_;
  std::optional<llm::Finish> finish_;
};

/// Writes one streamed answer as server-sent events, each valid by OpenAI's schema. Thoughts are
/// told as a summary, which every client knows. Of several answers side by side only the first is
/// told.
class StreamWriter final : public dialects::StreamWriter {
 public:
  explicit StreamWriter(const ReplyHead& head) : answer_(head) {}

  void write(const llm::Delta& delta, std::string& out) override;
  void end(std::string& out) override;

  /// An `error` event that bears its words in both of the shapes in use, for clients look for
  /// either, and `response.failed`.
  void fail(const Error& error, std::string& out) override;

 private:
  void begin();

  Answer answer_;
  bool is_begun_ = false;
};

/// Gathers the deltas of an answer into one response object.
class ReplyWriter final : public dialects::ReplyWriter {
 public:
  explicit ReplyWriter(const ReplyHead& head) : answer_(head) {}
  void add(const llm::Delta& delta) override { answer_.add(delta); }
  std::string end() override { return answer_.finish(); }

 private:
  Answer answer_;
};

}  // namespace quorum::openai_responses
