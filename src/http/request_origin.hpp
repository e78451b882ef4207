#pragma once
/// Whose request it is: the connection's peer, or whom a trusted proxy speaks for. Pure.

#include "http/message.hpp"
#include "http/peer/networks.hpp"
#include "http/server_shared.hpp"

namespace quorum::http {

/// Fills in `peer` and `is_loopback`. What an untrusted peer says of others is not believed; but
/// who says that it speaks for somebody else is not taken for a client of this machine either.
void name_client(Request& request, const Peer& peer, const Networks& trusted);

}  // namespace quorum::http
