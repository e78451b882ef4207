#include "govern/watch.hpp"

#include <utility>

#include "core/log.hpp"
#include "core/try.hpp"

namespace quorum::govern {

Watch::Watch(async::Loop& loop, store::Keys& keys, std::vector<Sha256Digest> masters,
             WatchConfig config)
    : loop_(loop),
      keys_(keys),
      masters_(std::move(masters)),
      config_(config),
      board_(Ring::make({}, masters_, nullptr)) {}

Task<Result<>> Watch::load() { return refresh(); }

Task<Result<>> Watch::refresh() {
  // Before the rows: what changes between the two is seen the next time.
  QUORUM_CO_TRY(const auto version, co_await keys_.version(loop_));
  if (version == version_) co_return Result<>{};
  QUORUM_CO_TRY(const auto rows, co_await keys_.list(loop_));
  const auto before = board_.ring();
  board_.hang(Ring::make(rows, masters_, before.get()));
  version_ = version;
  co_return Result<>{};
}

Task<> Watch::run() {
  while (true) {
    co_await loop_.sleep(config_.pause);
    note(co_await refresh());
  }
}

void Watch::note(const Result<>& refreshed) {
  const bool is_failing = !refreshed;
  if (std::exchange(is_failing_, is_failing) == is_failing) return;
  if (is_failing) {
    log::error("keys: the store does not answer, so those known by now stay as they are: {} {}",
               refreshed.error().message, refreshed.error().detail);
  } else {
    log::info("keys: the store answers again");
  }
}

}  // namespace quorum::govern
