#pragma once
/// How many descriptors this process may have open.

namespace quorum::async {

/// As many as the system allows it at all: what a shell or a service manager begins with, 1,024
/// mostly, is too few for ten thousand connections.
void raise_descriptor_limit();

}  // namespace quorum::async
