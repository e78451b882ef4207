#include "app/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace quorum::app {
namespace {

// Files, databases, timers, listening sockets, children.
constexpr std::size_t kOwn = 128;
constexpr std::size_t kConnectionsMin = 16;

}  // namespace

std::size_t descriptor_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

std::size_t connections_within(std::size_t descriptors, std::size_t loops, std::size_t wanted) {
  const auto free = descriptors > kOwn ? descriptors - kOwn : 0;
  // Each client may need one more towards a provider.
  return std::min(wanted, std::max(kConnectionsMin, free / 2 / std::max<std::size_t>(1, loops)));
}

}  // namespace quorum::app
