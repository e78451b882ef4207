#pragma once
/// One call to a model, listened to until its end.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

/// Told of every piece of text as it comes, thinking left out.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_text(std::string_view text) = 0;
};

/// How long a model may be silent.
struct Patience {
  std::chrono::milliseconds first_token_max{120'000};
  std::chrono::milliseconds between_tokens_max{60'000};
};

/// What came, be it the whole answer or what came before it broke.
struct Heard {
  std::string text{};
  std::vector<llm::TokenLogprob> logprobs{};
  std::vector<double> continuations{};
  std::optional<llm::Finish> finish{};
  std::optional<llm::Usage> usage{};
  bool has_begun = false;  ///< The provider had taken the call, and may bill it.
  std::optional<Error> error{};
};

/// Both models' silence and `call.deadline` end it; so does destroying the task, at once.
/// `listener` may be null and outlives the task.
Task<Heard> listen(async::Loop& loop, llm::ChatBackend& backend, llm::Shared<llm::Call> call,
                   llm::CallContext context, Patience patience, Listener* listener);

/// What the provider said, or an estimate by the length of what was read and written.
llm::Usage usage_of(const Heard& heard, const llm::Chat& chat);

}  // namespace quorum::debate
