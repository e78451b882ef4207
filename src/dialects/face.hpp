#pragma once
/// A dialect as a client's endpoint needs it: to understand the question and to answer in it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"
#include "llm/glance.hpp"

namespace quorum::dialects {

/// What a request says about itself. Where the model or the delivery stand in the path, the
/// endpoint puts them in.
struct Head {
  std::string model{};
  bool is_stream = false;
  bool include_usage = false;  ///< OpenAI's `stream_options.include_usage`.
  bool has_old_calls = false;  ///< OpenAI's `functions`, from before there were `tools`.

  /// Sound where `check` would have nothing to say any more.
  llm::Glance glance{};
};

/// What an answer says about itself.
struct ReplyHead {
  std::string id{};     ///< Bare and unique; each dialect puts its prefix before it.
  std::string model{};  ///< As the client asked for it.
  std::int64_t created_ms = 0;
  bool include_usage = false;
  bool has_old_calls = false;

  /// How the request that is answered was spelled, for dialects that repeat it in the answer (the
  /// Responses API). Empty where nothing is to be repeated.
  std::string request{};

  /// For dialects that tell how long an answer took; without it they do not tell.
  const Clock* clock = nullptr;
};

/// Writes one streamed answer.
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;

  /// Appends what `delta` says, the answer's very first event before it. Whole events only.
  virtual void write(const llm::Delta& delta, std::string& out) = 0;

  /// Appends the proper end.
  virtual void end(std::string& out) = 0;

  /// Appends the last event of an answer that failed, and no proper end.
  virtual void fail(const Error& error, std::string& out) = 0;
};

/// Gathers an answer that is sent whole.
class ReplyWriter {
 public:
  virtual ~ReplyWriter() = default;
  virtual void add(const llm::Delta& delta) = 0;
  virtual std::string end() = 0;
};

/// Stateless; one object serves all threads.
class Face {
 public:
  virtual ~Face() = default;
  virtual llm::Dialect dialect() const = 0;

  /// Reads the head without a tree. Refuses malformed JSON and members of the wrong type; says
  /// nothing about the rest (see `check`).
  virtual Result<Head> scan(std::string_view body) const = 0;

  /// Whether a provider of the same spelling could make sense of the request. More lenient than
  /// `read`: what only we could not honour passes.
  virtual Result<> check(std::string_view body) const = 0;

  /// The request in our words. Errors name the field as `messages.0.role` and say what would be
  /// right. Members we have no word for go into `Chat::extras`.
  using Read = Result<llm::Chat> (*)(std::string_view body);
  virtual Read reader() const = 0;

  virtual std::unique_ptr<StreamWriter> stream_writer(ReplyHead head) const = 0;
  virtual std::unique_ptr<ReplyWriter> reply_writer(ReplyHead head) const = 0;
  virtual std::string_view stream_type() const { return "text/event-stream; charset=utf-8"; }

  /// What keeps a silent stream awake; empty where the dialect has nothing that means nothing.
  virtual std::string_view ping() const { return ": ping\n\n"; }

  /// The status that tells a client of this dialect what it can do next.
  virtual int status_of(const Error& error) const = 0;

  /// The error's body. `error.message` may be shown; `request_id` is put in where the dialect has a
  /// place for it.
  virtual std::string write_error(const Error& error, std::string_view request_id) const = 0;
};

}  // namespace quorum::dialects
