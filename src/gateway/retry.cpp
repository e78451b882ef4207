#include "gateway/retry.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/log.hpp"

namespace quorum::gateway {
namespace {

using Opened = Result<std::unique_ptr<llm::ChatStream>>;

class Retry final : public llm::ChatBackend {
 public:
  Retry(async::Loop& loop, llm::ChatBackend& inner, RetryConfig config)
      : loop_(loop), inner_(inner), config_(config) {}

  Task<Opened> open(llm::Shared<llm::Call> call, llm::CallContext context) override {
    if (config_.tries_max == 1) return inner_.open(std::move(call), context);
    return first_try(std::move(call), context);
  }

 private:
  Task<Opened> first_try(llm::Shared<llm::Call> call, llm::CallContext context) {
    const auto last_start = std::min(context.deadline, loop_.now() + config_.patience_max);
    auto opened = co_await inner_.open(call, context);
    if (opened || !may_pass_later(opened.error())) co_return std::move(opened);
    auto trying = try_again(std::move(call), context, last_start, std::move(opened.error()));
    co_return co_await std::move(trying);
  }

  Task<Opened> try_again(llm::Shared<llm::Call> call, llm::CallContext context,
                         TimePoint last_start, Error error) {
    for (std::uint32_t tries = 1;; ++tries) {
      const auto pause = error.retry_after.value_or(wait(error.code, tries));
      if (tries == config_.tries_max || loop_.now() + pause >= last_start) co_return error;
      log::info("call {}: {} {}; try {} in {} ms", context.call_id, error.message, error.detail,
                tries + 1, pause.count());
      llm::ProviderWait wait(context.trace, loop_);
      co_await loop_.sleep(pause);
      wait.end();
      auto opened = co_await inner_.open(call, context);
      if (opened || !may_pass_later(opened.error())) co_return std::move(opened);
      error = std::move(opened.error());
    }
  }

  /// Before the try after that many.
  std::chrono::milliseconds wait(Errc code, std::uint32_t tries) const {
    auto duration = code == Errc::rate_limited ? config_.wait_min : config_.failure_wait_min;
    for (std::uint32_t i = 1; i < tries && duration < config_.wait_max; ++i) duration *= 2;
    return std::min(duration, config_.wait_max);
  }

  async::Loop& loop_;
  llm::ChatBackend& inner_;
  RetryConfig config_;
};

}  // namespace

Result<> RetryConfig::validate() const {
  const auto wrong = [](std::string message) {
    return Error{.code = Errc::invalid_request, .message = std::move(message)};
  };
  if (tries_max == 0) return wrong("retry.tries_max must be at least 1.");
  if (wait_min.count() < 0) return wrong("retry.wait_min must not be negative.");
  if (failure_wait_min.count() < 0) return wrong("retry.failure_wait_min must not be negative.");
  if (wait_max < wait_min) return wrong("retry.wait_max must not be below retry.wait_min.");
  return {};
}

bool may_pass_later(const Error& error) {
  if (error.should_retry) return *error.should_retry;
  return error.code == Errc::rate_limited || error.code == Errc::unavailable ||
         error.code == Errc::upstream_failed;
}

std::unique_ptr<llm::ChatBackend> retry(async::Loop& loop, llm::ChatBackend& inner,
                                        RetryConfig config) {
  assert(config.validate().has_value());
  return std::make_unique<Retry>(loop, inner, config);
}

}  // namespace quorum::gateway
