#pragma once
/// What a server's connections may speak beside HTTP/1.1, so that this room need not know it.

#include <memory>
#include <string>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/server_shared.hpp"

namespace quorum::http {

/// One connection in another protocol: requests in, answers out, by the same `Handler`.
class ServerSession {
 public:
  virtual ~ServerSession() = default;

  /// Until one side has had enough.
  virtual Task<> run() = 0;

  /// Takes no more requests, and ends once those that run are answered.
  virtual void drain() = 0;
};

class ServerProtocol {
 public:
  virtual ~ServerProtocol() = default;

  /// `first` is what was already read from `stream`. `shared` outlives the session.
  virtual std::unique_ptr<ServerSession> serve(ServerShared& shared,
                                               std::unique_ptr<async::ByteStream> stream, Peer peer,
                                               std::string first) const = 0;
};

}  // namespace quorum::http
