#pragma once
/// A value on its way from a thread that works to the loop that waits for it.

#include <coroutine>
#include <memory>
#include <optional>
#include <utility>

#include "async/loop.hpp"

namespace quorum::store::sqlite {

/// Made, awaited (once) and destroyed on the loop's thread. Destroying it early is harmless: the
/// value is dropped when it comes.
template <typename T>
class Handoff {
 public:
  explicit Handoff(async::Loop& home) : waiter_(home), state_(std::make_shared<State>(home)) {}
  Handoff(const Handoff&) = delete;
  Handoff& operator=(const Handoff&) = delete;
  ~Handoff() { state_->waiter = nullptr; }

  /// The other end: called once, with the value, on any thread.
  auto sender() {
    return [state = state_, &home = waiter_.loop()](T value) mutable {
      home.post([state = std::move(state), value = std::move(value)]() mutable {
        state->value.emplace(std::move(value));
        state->outside.reset();
        if (state->waiter != nullptr) state->waiter->wake();
      });
    };
  }

  bool await_ready() const { return state_->value.has_value(); }
  void await_suspend(std::coroutine_handle<> coroutine) {
    waiter_.park(coroutine);
    state_->waiter = &waiter_;
  }
  T await_resume() { return std::move(*state_->value); }

 private:
  /// Touched on the loop's thread only; the other thread merely carries it.
  struct State {
    explicit State(async::Loop& home) : outside(std::in_place, home) {}
    std::optional<T> value;
    std::optional<async::Loop::Outside> outside;
    async::Waiter* waiter = nullptr;
  };

  async::Waiter waiter_;
  std::shared_ptr<State> state_;
};

}  // namespace quorum::store::sqlite
