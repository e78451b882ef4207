#include "store/sqlite/reader.hpp"

#include <chrono>
#include <utility>

namespace quorum::store::sqlite {

Reader::Reader(Connection connection, std::size_t queue_max)
    : connection_(std::move(connection)), queue_max_(queue_max), thread_([this] { run(); }) {}

Reader::~Reader() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
}

Result<> Reader::submit(Job job) {
  {
    const std::scoped_lock lock(mutex_);
    if (queue_.size() >= queue_max_) {
      return Error{.code = Errc::unavailable,
                   .message = "Too many readers of the debates wait already. Try again later.",
                   .retry_after = std::chrono::seconds(1)};
    }
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return {};
}

void Reader::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !queue_.empty() || is_stopping_; });
    if (queue_.empty()) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job(connection_);
    lock.lock();
  }
}

}  // namespace quorum::store::sqlite
