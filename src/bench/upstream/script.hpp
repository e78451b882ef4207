#pragma once
/// The bytes of a fake provider's answers, HTTP included, spelled by a dialect's face. Pure.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bench/wording.hpp"
#include "dialects/face.hpp"

namespace quorum::bench {

/// Of one dialect and one size of events and answers. Where an event differs from the one before
/// it only in its stamp, it is spelled once and copied from then on: a provider that shares its
/// core with the load must cost little.
class Script {
 public:
  struct Sizes {
    std::size_t event_bytes = 0;
    std::size_t answer_bytes = 0;
    bool operator==(const Sizes&) const = default;
  };

  Script(const Wording& wording, Sizes sizes);

  const Wording& wording() const { return wording_; }
  const Sizes& sizes() const { return sizes_; }

  /// A whole answer to that request, with its head.
  void append_reply(std::uint64_t ask, std::string& out) const;

  /// The head of a streamed one; a `Telling` tells the rest.
  std::string_view stream_head() const { return stream_head_; }

  /// A refusal as the dialect spells it, with its head.
  void append_refusal(const Error& error, std::string& out) const;

  /// Whether events are copied.
  bool is_copied() const { return !event_.bytes.empty(); }

 private:
  friend class Telling;

  /// Bytes with a place for a stamp.
  struct Template {
    std::string bytes{};
    std::size_t stamp_at = 0;
    void append(std::uint64_t ask, std::uint32_t event, std::string& out) const;
  };
  static std::optional<Template> find_place(std::string bytes);
  std::unique_ptr<dialects::StreamWriter> make_writer() const;
  void write_event(dialects::StreamWriter& writer, std::uint64_t ask, std::uint32_t event,
                   std::string& out) const;
  void write_end(dialects::StreamWriter& writer, std::string& out) const;
  void prepare_stream();

  const Wording& wording_;
  Sizes sizes_;
  std::string padding_;
  std::string stream_head_;
  Template reply_;
  Template first_;       ///< The event 0, with all that opens an answer.
  Template event_;       ///< Any other; empty where each differs.
  std::string closing_;  ///< Of copied streams.
};

/// One streamed answer as it is told: each call appends one HTTP chunk. `script` outlives it.
class Telling {
 public:
  Telling(const Script& script, std::uint64_t ask);

  void next(std::string& out);

  /// The answer's proper end, in a chunk; `append_last_chunk` ends the body.
  void end(std::string& out);

  /// An error in the dialect's words, and no proper end.
  void fail(const Error& error, std::string& out);

  /// An event that its dialect does not know.
  void babble(std::string& out) const;

  std::uint32_t told() const { return event_; }

 private:
  const Script& script_;
  std::uint64_t ask_;
  std::uint32_t event_ = 0;
  std::unique_ptr<dialects::StreamWriter> writer_;  ///< Where events are not copied.
};

void append_last_chunk(std::string& out);

}  // namespace quorum::bench
