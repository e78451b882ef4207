#include "http/client_pool.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"

namespace quorum::http {
namespace {

Task<> nothing() { co_return; }

}  // namespace

const ClientPool::Names& ClientPool::names_of(const Url& url) {
  if (url.port != named_.port || url.host != named_.host || url.scheme != named_.scheme) {
    named_ = {.scheme = url.scheme,
              .host = url.host,
              .port = url.port,
              .names = {.origin = url.origin(), .authority = url.authority()}};
  }
  return named_.names;
}

Task<std::unique_ptr<async::ByteStream>> ClientPool::take(std::string origin) {
  while (true) {
    const auto found = idle_.find(origin);
    if (found == idle_.end() || found->second.empty()) co_return nullptr;
    auto stream = std::move(found->second.back().stream);
    found->second.pop_back();
    if (found->second.empty()) idle_.erase(found);
    // Readable means that the other side has closed it, or said what nobody asked.
    auto readable = stream->readable();
    const auto first = co_await async::race(std::move(readable), nothing());
    if (first.index() == 1) co_return stream;
  }
}

std::unique_ptr<async::ByteStream> ClientPool::take_quiet(const std::string& origin) {
  const auto found = idle_.find(origin);
  if (found == idle_.end() || found->second.empty()) return nullptr;
  auto& idle = found->second;
  if (!idle.back().stream->is_quiet()) return nullptr;
  auto stream = std::move(idle.back().stream);
  // The origin stays: it will be kept again soon, or swept.
  idle.pop_back();
  return stream;
}

void ClientPool::keep(const std::string& origin, std::unique_ptr<async::ByteStream> stream) {
  if (config.idle_per_origin_max == 0) return;
  stream->set_deadline(TimePoint::max());
  auto& idle = idle_[origin];
  if (idle.size() >= config.idle_per_origin_max) idle.erase(idle.begin());
  idle.push_back({.stream = std::move(stream), .until = loop.now() + config.idle_wait_max});
  if (sweeping_.size() == 0) sweeping_.spawn(sweep());
}

std::size_t ClientPool::idle_count(const std::string& origin) const {
  const auto found = idle_.find(origin);
  return found == idle_.end() ? 0 : found->second.size();
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
  for (auto& [origin, idle] : idle_) {
    idle.erase(idle.begin(), std::ranges::find_if(idle, is_alive));
    if (!idle.empty()) next = std::min(next, idle.front().until);
  }
  std::erase_if(idle_, [](const auto& entry) { return entry.second.empty(); });
  return next;
}

}  // namespace quorum::http
