#pragma once
/// What becomes known of a call while it is carried out: who was asked, how long was waited, what
/// was used.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bounded_text.hpp"
#include "core/clock.hpp"
#include "llm/delta.hpp"

namespace quorum::llm {

struct Batch;

/// Who carries a call out writes down what it learns; the asker owns it, and it outlives the call
/// and its stream. Small and without allocations: every request has one.
struct CallTrace {
  BoundedText<31> provider{};     ///< Asked last.
  BoundedText<63> model{};        ///< As that provider calls it.
  BoundedText<63> upstream_id{};  ///< The provider's name for the request, where it says one.

  /// In which nothing could be done but wait for the provider: for its connection, its answer's
  /// head, its next bytes, the pause it asked for before another try.
  Duration waited{};

  /// When the answer's first bytes came; nothing before that, and for failures.
  std::optional<TimePoint> first_answer{};
  std::uint32_t tries = 0;  ///< Requests sent to providers.

  // Told by the answer; `note` writes them.
  std::optional<Usage> usage{};
  std::optional<Finish> finish{};
  std::uint32_t batches = 0;

  /// Whom the next try goes to.
  void asks(std::string_view asked_provider, std::string_view asked_model) {
    provider.assign(asked_provider);
    model.assign(asked_model);
    ++tries;
  }
};

/// For who takes an answer to its client: keeps what `batch` says of usage and finish.
void note(CallTrace& trace, const Batch& batch);

/// One wait for a provider. It ends where the loop has learnt that it is over (`Clock::now`), so
/// that waiting for our own turn counts as ours; or where it is given up, with the client gone.
class ProviderWait {
 public:
  /// Both outlive it; without a trace it does nothing.
  ProviderWait(CallTrace* trace, const Clock& clock)
      : trace_(trace), clock_(clock), began_(trace == nullptr ? TimePoint{} : clock.read()) {}
  ProviderWait(const ProviderWait&) = delete;
  ProviderWait& operator=(const ProviderWait&) = delete;
  ~ProviderWait() { end(); }

  /// Writing the request was work, from `begun` to `done`, but for the time that it was `blocked`.
  void sent(TimePoint begun, TimePoint done, Duration blocked) {
    if (trace_ == nullptr) return;
    if (begun > began_) trace_->waited += begun - began_;
    trace_->waited += blocked;
    began_ = done;
  }
  void end() {
    if (trace_ == nullptr) return;
    const auto now = clock_.now();
    if (now > began_) trace_->waited += now - began_;
    trace_ = nullptr;
  }

 private:
  CallTrace* trace_;
  const Clock& clock_;
  TimePoint began_;
};

}  // namespace quorum::llm
