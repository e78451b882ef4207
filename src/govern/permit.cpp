#include "govern/permit.hpp"

namespace quorum::govern {

Permits::Permit Permits::take(std::shared_ptr<Permits> from, std::int64_t at_once_max) {
  auto& count = from->taken_;
  auto taken = count.load(std::memory_order_relaxed);
  while (taken < at_once_max) {
    // Counted up only where there is room: one that is refused never takes another one's place.
    if (count.compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed)) {
      return Permit(std::move(from));
    }
  }
  return {};
}

}  // namespace quorum::govern
