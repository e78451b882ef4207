#pragma once
/// Models that say what a test tells them to, when it tells them to.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "llm/backend.hpp"

namespace quorum::testkit {

/// One batch of a scripted answer.
struct Step {
  std::chrono::milliseconds wait{0};  ///< Before it arrives.
  std::vector<llm::Delta> deltas{};
};

/// How one call goes. The first step's wait passes inside `open`, as a provider's does.
struct Script {
  std::vector<Step> steps{};
  std::optional<Error> refusal{};  ///< `open` fails with this, after the first step's wait.
  std::optional<Error> cut{};      ///< What comes after the steps instead of the end.
};

/// `text` word by word, one word every `pace`, then its finish and its usage: as many prompt tokens
/// as `prompt_tokens` says and one completion token a word.
Script says(std::string_view text, std::chrono::milliseconds pace = std::chrono::milliseconds{0},
            std::int64_t prompt_tokens = 10);

/// The log-probabilities of `Chat::continuations`, in their order.
Script scores(std::vector<double> continuations);

Script refuses(Error error);

/// Writes `text` as `says` does and then breaks with `error` instead of an end.
Script breaks_after(std::string_view text, Error error,
                    std::chrono::milliseconds pace = std::chrono::milliseconds{0});

/// Never answers: until the deadline, or for ever where there is none.
Script hangs();

/// What became of a call.
enum class Fate : std::uint8_t { opening, streaming, ended, failed, abandoned };

/// A call as it came in.
struct SeenCall {
  std::string model;
  std::string id;  ///< `CallContext::call_id`.
  llm::Call call;
  llm::Chat chat;  ///< The call's words.
  const llm::CallTrace* trace = nullptr;
  TimePoint at{};
  Fate fate = Fate::opening;  ///< `abandoned`: destroyed by its owner before its end.
};

/// A backend and its list of models in one. It answers with deltas only, honours deadlines, and
/// remembers every call. Outlives the streams it opened.
class ScriptedModels final : public llm::ChatBackend, public llm::Models {
 public:
  /// Writes the script for a call: `nth` counts the model's calls from 0.
  using Author = std::function<Script(const llm::Chat& chat, std::size_t nth)>;

  explicit ScriptedModels(async::Loop& loop) : loop_(loop) {}

  /// Makes a model known. A later `add` of the same id replaces its author.
  void add(llm::ModelInfo info, Author author);

  /// A model `id` of provider `scripted` that plays `scripts` in turn and then the last for ever.
  void add(std::string id, std::vector<Script> scripts);

  const std::vector<SeenCall>& calls() const { return calls_; }
  std::size_t calls_of(std::string_view model) const;
  std::size_t open_now() const;  ///< Calls opening or streaming at this moment.

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override;
  std::vector<llm::ModelInfo> list() const override;
  Result<llm::ModelInfo> find(std::string_view id) const override;

 private:
  class Stream;
  class Watch;
  struct Entry {
    llm::ModelInfo info;
    Author author;
    std::size_t calls = 0;
  };

  async::Loop& loop_;
  std::map<std::string, Entry, std::less<>> models_;
  std::vector<SeenCall> calls_;
};

}  // namespace quorum::testkit
