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

std::optional<ClientGate::Place> ClientGate::try_enter(const std::string& origin) {
  const auto found = origins_.try_emplace(origin).first;
  if (found->second.inside >= inside_max_) return std::nullopt;
  ++found->second.inside;
  return Place(this, found);
}

Task<Result<ClientGate::Place>> ClientGate::enter(std::string origin, TimePoint moment) {
  if (auto place = try_enter(origin)) co_return std::move(*place);
  const auto found = origins_.find(origin);
  if (found->second.waiting >= waiting_max_) co_return too_many();
  Waiting waiting(*this, found);
  auto let_in = waiting.let_in.wait();
  auto late = sleeping(loop_, moment);
  co_await async::race(std::move(let_in), std::move(late));
  if (!std::exchange(waiting.is_inside, false)) co_return too_many();
  co_return Place(this, found);
}

ClientGate::Waiting::~Waiting() {
  --origin->second.waiting;
  unlink();
  if (is_inside) gate.leave(origin);
}

void ClientGate::leave(Origins::iterator origin) {
  auto& at = origin->second;
  if (!at.line.empty()) {
    auto& next = at.line.pop_front();
    next.is_inside = true;
    next.let_in.set();
    return;
  }
  --at.inside;
  forget(origin);
}

/// Origins are as many as a stranger may name; those that nobody uses are not kept.
void ClientGate::forget(Origins::iterator origin) {
  constexpr std::size_t kKept = 64;
  const auto& at = origin->second;
  if (origins_.size() > kKept && at.inside == 0 && at.waiting == 0) origins_.erase(origin);
}

}  // namespace quorum::http
