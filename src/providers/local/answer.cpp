#include "providers/local/answer.hpp"

#include <utility>

namespace quorum::providers {

void LocalAnswer::add(llm::Delta delta) {
  deltas_.push_back(std::move(delta));
  has_news_.set();
}

void LocalAnswer::end(std::optional<Error> error) {
  if (is_ended_) return;
  is_ended_ = true;
  error_ = std::move(error);
  has_news_.set();
}

Task<Result<>> LocalAnswer::begun() {
  co_await has_news_.wait();
  if (deltas_.empty() && error_) co_return *error_;
  co_return {};
}

Task<Result<std::optional<llm::Batch>>> LocalAnswer::next() {
  co_await has_news_.wait();
  if (!deltas_.empty()) {
    if (!is_ended_) has_news_.reset();
    co_return llm::Batch{.deltas = std::exchange(deltas_, {})};
  }
  if (error_) co_return *error_;
  co_return std::nullopt;
}

}  // namespace quorum::providers
