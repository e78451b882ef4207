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

/// A socket that is bound and listens, on no loop yet; a unix socket's file goes with it.
class BoundSocket {
 public:
  /// Port 0 is any free one. A unix socket's file that nobody listens on any more is replaced; it
  /// gets `mode` before anybody can connect, as 0660.
  static Result<std::shared_ptr<const BoundSocket>> open(const Address& address, Sharing sharing,
                                                         unsigned mode = 0600);
  BoundSocket(const BoundSocket&) = delete;
  BoundSocket& operator=(const BoundSocket&) = delete;
  ~BoundSocket();

  int fd() const { return socket_.get(); }
  const Address& local() const { return local_; }  ///< With its real port.

 private:
  BoundSocket(Fd socket, const Address& local);

  Fd socket_;
  Address local_;
  std::uint64_t inode_ = 0;  ///< Of the file: another's in its place is left alone.
};

/// A socket that lets others connect.
class Listener {
 public:
  struct Accepted {
    std::unique_ptr<ByteStream> stream;
    Address peer;  ///< A unix socket's is mostly without a path.
  };

  /// What `socket` accepts, which listeners of other loops may share.
  static Result<std::unique_ptr<Listener>> on(Loop& loop,
                                              std::shared_ptr<const BoundSocket> socket);

  /// The same, of a socket of its own.
  static Result<std::unique_ptr<Listener>> listen(Loop& loop, Address address,
                                                  Sharing sharing = Sharing::exclusive);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// The next connection. What passes by itself (a client that has left again, no descriptors for
  /// the moment) is not an error; an error means that no connection will ever come.
  Task<Result<Accepted>> accept();

  /// The address with its real port.
  const Address& local() const { return socket_->local(); }

 private:
  Listener(Loop& loop, std::shared_ptr<const BoundSocket> socket)
      : loop_(loop), socket_(std::move(socket)) {}

  Loop& loop_;
  std::shared_ptr<const BoundSocket> socket_;
  std::unique_ptr<Descriptor> descriptor_;
};

}  // namespace quorum::async
