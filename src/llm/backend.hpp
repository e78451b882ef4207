#pragma once
/// The one shape of "ask a model": a vendor, a retry, a router and a whole debate all have it, so
/// each can stand where another stood.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/footprint.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/money.hpp"
#include "llm/call_trace.hpp"
#include "llm/chat.hpp"
#include "llm/delta.hpp"
#include "llm/dialect.hpp"
#include "llm/glance.hpp"
#include "llm/shared.hpp"

namespace quorum::llm {

/// What the client sent, kept byte for byte.
struct Wire {
  Dialect dialect = Dialect::none;
  Shared<std::string> body{};
  /// Reads `body` into our words; set by whoever knows the dialect.
  Result<Chat> (*read)(std::string_view body) = nullptr;

  /// Of the client's headers those that belong to its dialect (`anthropic-version`,
  /// `anthropic-beta`), lower-case. They go with the body to a provider that shares the dialect.
  std::vector<std::pair<std::string, std::string>> headers{};

  Glance glance{};  ///< At `body`.
};

enum class Losses : std::uint8_t {
  noticed,  ///< It is left out, and `Notes::dropped` names it.
  refused,  ///< The call fails as `invalid_request` before it is sent.
};

/// One question to one model.
struct Call {
  std::string model;    ///< As routed: `gpt-4`, `local/smollm2-135m`, `debate/default`.
  bool stream = true;   ///< The answer is wanted piece by piece.
  Wire wire{};          ///< Where a client's own bytes exist.
  Shared<Chat> chat{};  ///< Where they do not.

  /// The dialect in which the caller can take the answer's bytes as they are. A backend that speaks
  /// it fills `Batch::bytes`; every other one fills `Batch::deltas`.
  Dialect reply = Dialect::none;

  /// What is to happen to what the target cannot express.
  Losses losses = Losses::noticed;

  /// `chat`, or what `wire` says.
  Result<Chat> words() const;
};

/// Costs nothing to hand on: what it points to is the asker's.
struct CallContext {
  TimePoint deadline = TimePoint::max();
  std::string_view call_id{};  ///< For the log; outlives the opening.
  CallTrace* trace = nullptr;  ///< Where what is learnt on the way is written down, if anywhere.
};

/// What arrived together: whole events, never a part of one.
struct Batch {
  std::string bytes{};          ///< In the caller's `Call::reply` dialect, or empty.
  std::vector<Delta> deltas{};  ///< Otherwise; usage and finish of bytes are noted in the trace.
};

/// What the caller should know of how its request was carried out.
struct Notes {
  std::vector<std::string> dropped{};   ///< Members of the request, as OpenAI calls them.
  std::vector<std::string> emulated{};  ///< What the target lacks and we made up for.
  std::string provider{};

  /// Of the provider's answer, lower-case: rate limits, and the name under which it can be asked
  /// about the request.
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// One answer being written. Destroying it cancels the work upstream at once.
class ChatStream {
 public:
  virtual ~ChatStream() = default;

  /// Belongs to the stream; does not change.
  virtual const Notes& notes() const;

  /// Nobody asks for the notes any more: an open stream need not hold them.
  virtual void forget_notes() {}

  /// Adds what every `next` looks at.
  virtual void leave_footprint(async::Footprint&) const {}

  /// What of the answer is there without a wait, if anything: the next batch, which `next` then
  /// tells no more. Who does not look finds all of it in `next`.
  virtual std::optional<Batch> ready() { return std::nullopt; }

  /// True tells that all of the answer was told, so that `next` has nothing more.
  virtual bool is_told() const { return false; }

  /// The next batch, or nothing once the answer is complete. An answer that was cut is an error,
  /// never an end.
  virtual Task<Result<std::optional<Batch>>> next() = 0;
};

class ChatBackend {
 public:
  virtual ~ChatBackend() = default;

  /// Returns once the provider has begun to answer (its first event, or its whole body), so that
  /// until then every failure can still be a status code, be retried or go elsewhere.
  ///
  /// Who needs the call once more keeps another handle to it; who changes it edits one of its own.
  virtual Task<Result<std::unique_ptr<ChatStream>>> open(Shared<Call> call,
                                                         CallContext context) = 0;
};

/// US dollars for one token; nothing where unknown, which is not free.
struct Price {
  Money prompt;
  Money completion;
  std::optional<Money> cached_read{};
  std::optional<Money> cache_write{};  ///< Some ask more for what they are to remember.
  Money of(const Usage& usage) const;
};

/// What a model can do; nothing where unknown.
struct Capabilities {
  std::optional<bool> tools{};
  std::optional<bool> images{};
  std::optional<bool> files{};
  std::optional<bool> audio{};
  std::optional<bool> reasoning{};
  std::optional<bool> json_schema{};
  std::optional<bool> temperature{};  ///< Takes one other than its own.
  bool operator==(const Capabilities&) const = default;
};

struct ModelInfo {
  std::string id;        ///< What clients call it.
  std::string provider;  ///< `openai`, `local`, `debate` …
  std::string family{};  ///< Who trained it, as `qwen`: judges of other families are preferred.
  bool is_streaming = true;
  bool is_local = false;
  bool is_small = false;  ///< Under about 3 B parameters: needs the small-model profile.
  bool scores_continuations = false;  ///< Can answer `Chat::continuations`.
  bool gives_logprobs = false;        ///< Takes `Chat::top_logprobs`.
  std::optional<std::int64_t> context_tokens{};
  std::optional<std::int64_t> output_tokens_max{};
  Capabilities capabilities{};
  std::optional<Price> price{};
  UnixMs created_ms = 0;
};

/// The models that can be asked by name.
class Models {
 public:
  virtual ~Models() = default;
  virtual std::vector<ModelInfo> list() const = 0;

  /// Also of a model that is not listed but that a provider would take. `not_found` says how to get
  /// it; `unauthenticated` names the missing key's variable.
  virtual Result<ModelInfo> find(std::string_view id) const = 0;
};

}  // namespace quorum::llm
