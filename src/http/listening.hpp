#pragma once
/// Where a server listens: what its setting says, as sockets.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/socket.hpp"
#include "core/error.hpp"

namespace quorum::http {

/// `127.0.0.1`, `[::1]`, a name, `unix:/path/to/socket`, or several with commas. A name stands for
/// all its addresses; asking for them may take its time, at a program's start.
Result<std::vector<async::Address>> addresses_to_listen(std::string_view hosts, std::uint16_t port);

/// The sockets of unix paths, which the loops of a server share; those of ports each loop opens for
/// itself. `mode` is that of the files, as 0660.
using SharedSockets = std::vector<std::shared_ptr<const async::BoundSocket>>;
Result<SharedSockets> open_shared(std::string_view hosts, unsigned mode);

struct Listening {
  std::vector<std::unique_ptr<async::Listener>> listeners{};
  std::uint16_t port = 0;  ///< Of all that have one; 0 where none has.
};

/// `shared` are taken for unix paths. Port 0 is any free one, the same everywhere.
Result<Listening> open_listeners(async::Loop& loop, std::string_view hosts, std::uint16_t port,
                                 async::Sharing sharing, const SharedSockets& shared);

}  // namespace quorum::http
