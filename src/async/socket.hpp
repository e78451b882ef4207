#pragma once
/// TCP and unix sockets as byte streams: reaching out, and letting in.

#include <cstdint>
#include <memory>

#include "async/address.hpp"
#include "async/descriptor.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/system.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::async {

/// A connection to `address`, with TCP_NODELAY. `unavailable` where nobody answers or they refuse,
/// `deadline_exceeded` where that takes longer.
Task<Result<std::unique_ptr<ByteStream>>> connect(Loop& loop, Address address, TimePoint deadline);

/// A stream over a connected socket (one end of a socketpair, say), which it owns and sets to not
/// block.
Result<std::unique_ptr<ByteStream>> adopt_socket(Loop& loop, Fd socket);

enum class Sharing : std::uint8_t {
  exclusive,
  shared,  ///< SO_REUSEPORT: one listener per loop, and the system spreads the connections.
};

/// A socket that lets others connect.
class Listener {
 public:
  struct Accepted {
    std::unique_ptr<ByteStream> stream;
    Address peer;  ///< A unix socket's is mostly without a path.
  };

  /// Port 0 is any free one. A unix socket's file that nobody listens on any more is replaced, and
  /// removed when the listener is destroyed.
  static Result<std::unique_ptr<Listener>> listen(Loop& loop, Address address,
                                                  Sharing sharing = Sharing::exclusive);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// The next connection. What passes by itself (a client that has left again, no descriptors for
  /// the moment) is not an error; an error means that no connection will ever come.
  Task<Result<Accepted>> accept();

  /// The address with its real port.
  const Address& local() const { return local_; }

 private:
  Listener(Loop& loop, Fd socket, Address local)
      : loop_(loop), socket_(std::move(socket)), local_(local) {}

  Loop& loop_;
  Fd socket_;
  Address local_;
  std::unique_ptr<Descriptor> descriptor_;
};

}  // namespace quorum::async
