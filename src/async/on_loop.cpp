#include "async/on_loop.hpp"

namespace quorum::async::detail {

ErrandGuard::ErrandGuard(Loop& there, Task<> task)
    : there_(there), errand_(there.make_errand(std::move(task))) {}

void ErrandGuard::start() {
  there_.post([&there = there_, errand = errand_]() mutable { there.adopt(std::move(errand)); });
}

ErrandGuard::~ErrandGuard() {
  if (errand_ == nullptr) return;
  there_.post([errand = std::move(errand_)] { errand->end(); });
}

}  // namespace quorum::async::detail
