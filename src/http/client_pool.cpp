#include "http/client_pool.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"

namespace quorum::http {
namespace {

// Origins are as many as a stranger may name: beyond so many, those that nobody uses are forgotten.
constexpr std::size_t kOriginsKept = 64;

Task<> nothing() { co_return; }

}  // namespace

ClientPool::Origin& ClientPool::at(std::string_view name) {
  if (last_ != nullptr && last_->first == name) return last_->second;
  auto found = origins_.find(name);
  if (found == origins_.end()) {
    if (origins_.size() >= kOriginsKept) forget_unused();
    found = origins_.try_emplace(std::string(name), *this).first;
  }
  last_ = &*found;
  return last_->second;
}

void ClientPool::forget_unused() {
  last_ = nullptr;
  std::erase_if(origins_, [](const auto& entry) {
    return entry.second.idle.empty() && entry.second.gate.is_unused();
  });
}

Task<std::unique_ptr<async::ByteStream>> ClientPool::take(Origin* origin) {
  while (!origin->idle.empty()) {
    auto stream = std::move(origin->idle.back().stream);
    origin->idle.pop_back();
    // Readable means that the other side has closed it, or said what nobody asked.
    auto readable = stream->readable();
    const auto first = co_await async::race(std::move(readable), nothing());
    if (first.index() == 1) co_return stream;
  }
  co_return nullptr;
}

std::unique_ptr<async::ByteStream> ClientPool::take_quiet(Origin& origin) {
  if (origin.idle.empty() || !origin.idle.back().stream->is_quiet()) return nullptr;
  auto stream = std::move(origin.idle.back().stream);
  origin.idle.pop_back();
  return stream;
}

void ClientPool::keep(Origin& origin, std::unique_ptr<async::ByteStream> stream) {
  if (config.idle_per_origin_max == 0) return;
  stream->set_deadline(TimePoint::max());
  auto& idle = origin.idle;
  if (idle.size() >= config.idle_per_origin_max) idle.erase(idle.begin());
  idle.push_back({.stream = std::move(stream), .until = loop.now() + config.idle_wait_max});
  if (sweeping_.size() == 0) sweeping_.spawn(sweep());
}

Task<> ClientPool::sweep() {
  while (true) {
    const auto next = drop_expired();
    if (next == TimePoint::max()) co_return;
    co_await loop.sleep_until(next);
  }
}

/// When the next one expires.
TimePoint ClientPool::drop_expired() {
  auto next = TimePoint::max();
  const auto is_alive = [&](const Idle& idle) { return idle.until > loop.now(); };
  for (auto& [name, origin] : origins_) {
    auto& idle = origin.idle;
    idle.erase(idle.begin(), std::ranges::find_if(idle, is_alive));
    if (!idle.empty()) next = std::min(next, idle.front().until);
  }
  return next;
}

}  // namespace quorum::http
