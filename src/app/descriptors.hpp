#pragma once
/// How many descriptors the process may have, and how many clients fit into them.

#include <cstddef>

namespace quorum::app {

std::size_t descriptor_limit();

/// Of `wanted` connections on each of `loops`, as many as leave descriptors for their upstreams and
/// for files: who accepts more than that can serve none of them.
std::size_t connections_within(std::size_t descriptors, std::size_t loops, std::size_t wanted);

}  // namespace quorum::app
