#include "async/descriptor_limit.hpp"

#include <sys/resource.h>

namespace quorum::async {

void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // Refused, it stays as it was, and connections beyond it wait.
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace quorum::async
