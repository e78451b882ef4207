#pragma once
/// A provider's stream on its way to the caller: whole events, as bytes or as words.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/target.hpp"
#include "llm/backend.hpp"
#include "providers/event_shape.hpp"
#include "sse/aws_frames.hpp"
#include "sse/line_end.hpp"
#include "sse/parser.hpp"

namespace quorum::providers {

/// Cuts a stream of events into whole ones and keeps every byte of them.
class EventCutter {
 public:
  explicit EventCutter(std::size_t event_bytes_max) : event_bytes_max_(event_bytes_max) {}

  /// Gives `each` the events that `chunk` completes, in turn, each with its blank line; what lies
  /// in one piece is not copied. Ends with the first error of `each`.
  template <typename Each>
  Result<> push(std::string_view chunk, const Each& each);

  /// Whether the next byte begins an event.
  bool is_between() const { return event_.empty() && is_line_empty_ && !after_cr_; }

  /// What began and did not end.
  std::string take_rest() { return std::move(event_); }

 private:
  Result<> keep(std::string_view rest);

  std::size_t event_bytes_max_;
  std::string event_;
  bool is_line_empty_ = true;
  bool after_cr_ = false;  ///< The last byte was a CR: an LF that follows belongs to it.
};

template <typename Each>
Result<> EventCutter::push(std::string_view chunk, const Each& each) {
  sse::LineEnds ends{chunk};
  std::size_t begin = 0;
  std::size_t at = after_cr_ && chunk.starts_with('\n') ? 1 : 0;
  if (!chunk.empty()) after_cr_ = false;
  for (auto end = ends.next(at); end < chunk.size(); end = ends.next(at)) {
    const bool is_blank = is_line_empty_ && end == at;
    at = end + 1;
    if (chunk[end] == '\r' && at == chunk.size()) after_cr_ = true;
    if (chunk[end] == '\r' && at < chunk.size() && chunk[at] == '\n') ++at;
    is_line_empty_ = true;
    if (!is_blank) continue;
    auto event = chunk.substr(begin, at - begin);
    begin = at;
    if (!event_.empty()) event = event_.append(event);
    auto taken = each(event);
    event_.clear();
    if (!taken) return taken;
  }
  if (at < chunk.size()) is_line_empty_ = false;
  return begin < chunk.size() ? keep(chunk.substr(begin)) : Result<>{};
}

/// Cuts a stream of lines into whole ones and keeps every byte of them.
class LineCutter {
 public:
  explicit LineCutter(std::size_t line_bytes_max) : line_bytes_max_(line_bytes_max) {}

  /// Appends the lines that `chunk` completes, each with its end.
  Result<> push(std::string_view chunk, std::vector<std::string>& lines);

  /// What began and did not end.
  std::string take_rest() { return std::move(line_); }

 private:
  std::size_t line_bytes_max_;
  std::string line_;
};

/// Turns a provider's bytes into batches. Pure: it holds no socket and starts no work.
class Relay {
 public:
  enum class Form : bool { bytes, words };
  struct Config {
    Form form = Form::words;
    dialects::Framing framing = dialects::Framing::sse;
    bool hides_usage = false;         ///< The caller did not ask for the usage that comes alone.
    llm::CallTrace* trace = nullptr;  ///< Where bytes that are passed on are metered, if anywhere.
    std::size_t event_bytes_max = 8 << 20;
  };

  Relay(Config config, std::unique_ptr<dialects::StreamReader> reader);

  /// Adds to `batch` what `chunk` completes. On an error `batch` still holds what came before it.
  Result<> push(std::string&& chunk, llm::Batch& batch);

  /// At the stream's end: adds what is left, or says that the answer was cut.
  Result<> end(llm::Batch& batch);

  /// The answer is complete, whether or not the stream has ended.
  bool is_done() const { return reader_->is_done(); }

 private:
  Result<> push_bytes(std::string& chunk, llm::Batch& batch);
  Result<> push_others(std::string& chunk, std::size_t front, llm::Batch& batch);
  Result<> push_lines(std::string_view chunk, llm::Batch& batch);
  Result<> take_line(std::string_view raw, llm::Batch& batch);
  Result<> push_frames(std::string_view chunk, llm::Batch& batch);
  Result<> take_frame(const sse::Event& event, llm::Batch& batch);
  Result<> end_stream(llm::Batch& batch);
  Result<> read_raw(std::string_view raw, llm::Batch& batch);
  std::size_t alike(std::string_view chunk) const;
  bool passes_unread(std::string_view raw, const dialects::Outline& outline);
  void pass(std::string_view raw, llm::Batch& batch) const;
  void meter(std::span<const llm::Delta> deltas) const;

  Config config_;
  EventCutter cutter_;
  // Each only where the stream is of its kind: there are many streams.
  std::unique_ptr<LineCutter> lines_;
  std::unique_ptr<sse::AwsFrames> frames_;
  std::unique_ptr<sse::Parser> parser_;  ///< Of words.
  std::unique_ptr<dialects::StreamReader> reader_;
  EventShape shape_;        ///< Of what passes as it is.
  bool has_begun_ = false;  ///< The first event has come.
  bool has_read_ = false;   ///< Something of the stream was looked into.
};

}  // namespace quorum::providers
