#pragma once
/// A dialect as a provider needs it: to ask in it and to understand the answer.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/try.hpp"
#include "dialects/answer_memory.hpp"
#include "dialects/quirks.hpp"
#include "dialects/refusal.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"
#include "llm/glance.hpp"

namespace quorum::dialects {

enum class Delivery : std::uint8_t { whole, streamed };

/// For whom a request is written.
struct Ask {
  std::string_view model{};  ///< As the vendor calls it.
  Delivery delivery = Delivery::whole;
  const Quirks& quirks;
  llm::Glance glance{};  ///< Of a request that is to be spliced: at its bytes.

  /// The client's bytes stay where they are until the request is sent: where none of them is to
  /// differ, `Outgoing::is_untouched` serves.
  bool may_borrow = false;
};

/// A request on its way to a server, without address and key.
struct Outgoing {
  std::string body{};
  bool is_untouched = false;  ///< The client's own bytes are the body; `body` is empty.
  std::vector<std::pair<std::string, std::string>> headers{};  ///< That the dialect asks for.
  std::vector<std::string> dropped{};   ///< What it could not take, as OpenAI calls it.
  std::vector<std::string> emulated{};  ///< What it lacks and the request makes up for.
  bool hides_usage = false;             ///< The client did not ask for the usage that will come.
};

/// How a streamed answer is cut into events.
enum class Framing : std::uint8_t {
  sse,
  ndjson,            ///< A line is an event with only data.
  aws_event_stream,  ///< Amazon's binary frames; `:event-type` is the event's name.
};

/// What a look at a streamed event's bytes tells of it.
struct Outline {
  /// It could bear more than words: where it cannot, it is passed on to a client of the same
  /// dialect unread.
  bool may_matter = true;

  /// A client of the same dialect that asked for no usage gets it as it is.
  bool passes_unasked = true;

  /// Insides of its strings, in their order: an event that differs from this one in nothing but
  /// what they say has the same outline.
  std::array<std::string_view, 2> words{};
};

/// Reads one streamed answer, event by event.
class StreamReader {
 public:
  virtual ~StreamReader() = default;

  /// Appends what the event says. An error object, whatever its shape, ends the answer.
  virtual Result<> read(std::string_view name, std::string_view data,
                        std::vector<llm::Delta>& deltas) = 0;

  /// The answer is complete: nothing that follows counts.
  virtual bool is_done() const = 0;

  /// Whether the answer may end here, the stream having done so; otherwise it was cut. Appends what
  /// the provider left unsaid, as a finish.
  virtual Result<> end(std::vector<llm::Delta>& deltas) = 0;

  /// Of an event given as its bytes, before it is read.
  virtual Outline outline(std::string_view) const { return {}; }

  /// The event read last bore only a usage that comes because we asked for it.
  virtual bool is_at_closing_usage() const { return false; }

  /// Appends an event's bytes as a client of the same dialect gets them that asked for no usage.
  virtual void pass_unasked(std::string_view event, std::string& out) const { out += event; }

  /// What a client of the same dialect still lacks where the stream ended without saying so.
  virtual std::string_view closing() const { return {}; }
};

/// Stateless; one object serves all threads.
class Target {
 public:
  virtual ~Target() = default;
  virtual llm::Dialect dialect() const = 0;
  virtual Framing framing() const { return Framing::sse; }

  /// A request in our words. What the dialect cannot express is left out and named.
  virtual Result<Outgoing> write(const llm::Chat& chat, const Ask& ask) const = 0;

  /// A client's own bytes in this dialect: only the model and what `ask.quirks` demands differ.
  virtual Result<Outgoing> splice(std::string_view body, const Ask& ask) const = 0;

  /// A whole answer, as the deltas that would have told it: more than one where their order
  /// matters. An error object sent with a good status is an error. `provider` is named in errors.
  virtual Result<std::vector<llm::Delta>> read_reply(std::string_view provider,
                                                     std::string_view body) const = 0;

  /// What is metered of an answer whose bytes are passed on. What `read_reply` cannot take is as
  /// wrong here. `memory` is of the answers to such requests, and nobody else's.
  virtual Result<Meters> read_meters(std::string_view provider, std::string_view body,
                                     AnswerMemory& memory) const {
    (void)memory;
    QUORUM_TRY(const auto deltas, read_reply(provider, body));
    Meters meters;
    for (const auto& delta : deltas) meters.add(delta);
    return meters;
  }

  virtual std::unique_ptr<StreamReader> stream_reader(std::string_view provider) const = 0;

  /// What an answer without success means.
  virtual Error explain(const Refusal& refusal) const = 0;
};

}  // namespace quorum::dialects
