#include "async/offload.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace quorum::async {

struct Offload::State {
  explicit State(std::size_t max) : queue_max(max) {}

  const std::size_t queue_max;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Call> queue;  ///< Guarded by `mutex`, as is `is_ending`.
  bool is_ending = false;
  std::vector<std::jthread> threads;

  void work();
};

void Offload::State::work() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [&] { return is_ending || !queue.empty(); });
    if (is_ending) return;
    Call call = std::move(queue.front());
    queue.pop_front();
    lock.unlock();
    call(Fate::run);
    call = nullptr;
    lock.lock();
  }
}

Offload::Offload(OffloadConfig config) : state_(new State(config.queue_max)) {
  for (std::size_t i = 0; i < config.threads; ++i) {
    state_->threads.emplace_back([state = state_.get()] { state->work(); });
  }
}

Offload::~Offload() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_ending = true;
  }
  state_->changed.notify_all();
  state_->threads.clear();
  for (Call& call : state_->queue) call(Fate::drop);
}

bool Offload::submit(Call call) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->queue.size() >= state_->queue_max) return false;
    state_->queue.push_back(std::move(call));
  }
  state_->changed.notify_one();
  return true;
}

}  // namespace quorum::async
