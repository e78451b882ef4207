#include "async/dial/eyeballs.hpp"

#include <algorithm>
#include <utility>

#include "async/combine.hpp"

namespace quorum::dial {
namespace {

Task<> sleeping(async::Loop& loop, TimePoint moment) { co_await loop.sleep_until(moment); }

}  // namespace

Eyeballs::Eyeballs(async::Loop& loop, Resolver& resolver, Dialing& dialing, Target target,
                   EyeballsConfig config)
    : loop_(loop),
      resolver_(resolver),
      dialing_(dialing),
      target_(std::move(target)),
      config_(config),
      preferred_{.family = target_.preferred},
      other_{.family = target_.preferred == Family::v6 ? Family::v4 : Family::v6},
      not_before_(loop.now()),
      changed_(loop),
      scope_(loop) {}

Task<Result<std::unique_ptr<async::ByteStream>>> Eyeballs::run() {
  scope_.spawn(look_up(&preferred_));
  scope_.spawn(look_up(&other_));
  while (!winner_) {
    const auto start = next_start();
    if (start <= loop_.now()) {
      start_next();
    } else if (is_hopeless()) {
      co_return failure();
    } else if (target_.deadline <= loop_.now()) {
      co_return Error{.code = Errc::deadline_exceeded,
                      .message = "Connecting took too long.",
                      .detail = target_.name,
                      .reason = "connect_timeout"};
    } else {
      changed_.reset();
      co_await wait_until(std::min(start, target_.deadline));
    }
  }
  co_return std::move(winner_);
}

Task<> Eyeballs::look_up(Candidates* of) {
  auto name = target_.name;
  const auto found = co_await resolver_.resolve(std::move(name), of->family);
  of->is_known = true;
  if (!found) {
    not_found_ = found.error();
  } else if (!found->empty()) {
    const auto count = std::min(found->size(), config_.addresses_max);
    of->untried.assign(found->begin(), found->begin() + static_cast<std::ptrdiff_t>(count));
    const bool is_late = preferred_.is_known || has_started_;
    if (!is_late) not_before_ = loop_.now() + config_.resolution_delay;
  }
  if (of == &preferred_ && !has_started_) not_before_ = loop_.now();
  changed_.set();
}

Task<> Eyeballs::attempt(async::Address address) {
  auto stream = co_await dialing_.connect(address, target_.deadline);
  --running_;
  if (!stream) {
    not_reached_ = std::move(stream.error());
    not_before_ = loop_.now();  // No reason to wait for what has already failed.
  } else if (!winner_) {
    winner_ = std::move(*stream);
  }
  changed_.set();
}

Task<> Eyeballs::wait_until(TimePoint moment) {
  auto changed = changed_.wait();
  if (moment == TimePoint::max()) co_return co_await std::move(changed);
  auto late = sleeping(loop_, moment);
  co_await async::race(std::move(changed), std::move(late));
}

TimePoint Eyeballs::next_start() const {
  const bool has_any = !preferred_.untried.empty() || !other_.untried.empty();
  return has_any ? not_before_ : TimePoint::max();
}

void Eyeballs::start_next() {
  const bool is_preferred =
      other_.untried.empty() || (is_preferred_next_ && !preferred_.untried.empty());
  auto& from = is_preferred ? preferred_ : other_;
  const auto address = from.untried.front().with_port(target_.port);
  from.untried.pop_front();
  is_preferred_next_ = !is_preferred;
  has_started_ = true;
  not_before_ = loop_.now() + config_.attempt_delay;
  ++running_;
  scope_.spawn(attempt(address));
}

bool Eyeballs::is_hopeless() const {
  return preferred_.is_known && other_.is_known && running_ == 0 && preferred_.untried.empty() &&
         other_.untried.empty();
}

Error Eyeballs::failure() const {
  if (not_reached_) return *not_reached_;
  if (not_found_) return *not_found_;
  return {.code = Errc::unavailable,
          .message = "The host's name could not be found.",
          .detail = target_.name,
          .reason = "cannot_resolve"};
}

}  // namespace quorum::dial
