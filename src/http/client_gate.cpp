#include "http/client_gate.hpp"

#include <chrono>

#include "async/combine.hpp"

namespace quorum::http {
namespace {

Error too_many() {
  return {.code = Errc::unavailable,
          .message = "Too many requests to it are under way already.",
          .reason = "upstream_busy",
          .retry_after = std::chrono::seconds(1)};
}

Task<> sleeping(async::Loop& loop, TimePoint moment) { co_await loop.sleep_until(moment); }

}  // namespace

Task<Result<ClientGate::Place>> ClientGate::enter(TimePoint moment) {
  if (auto place = try_enter()) co_return std::move(*place);
  if (waiting_ >= waiting_max_) co_return too_many();
  Waiting waiting(*this);
  auto let_in = waiting.let_in.wait();
  auto late = sleeping(loop_, moment);
  co_await async::race(std::move(let_in), std::move(late));
  if (!std::exchange(waiting.is_inside, false)) co_return too_many();
  co_return Place(this);
}

ClientGate::Waiting::~Waiting() {
  --gate.waiting_;
  unlink();
  if (is_inside) gate.leave();
}

void ClientGate::leave() {
  if (line_.empty()) {
    --inside_;
    return;
  }
  auto& next = line_.pop_front();
  next.is_inside = true;
  next.let_in.set();
}

}  // namespace quorum::http
