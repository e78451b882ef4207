#pragma once
/// What speaks on a connection once it has left HTTP.

#include <cstdint>
#include <string>

#include "async/stream.hpp"
#include "async/task.hpp"

namespace quorum::http {

/// Owned by the connection that it runs on, given to it by `Responder::switch_to`.
class Upgraded {
 public:
  virtual ~Upgraded() = default;

  enum class Ending : std::uint8_t {
    close,  ///< What was written is to arrive: the other side gets a moment to read it.
    abort,  ///< Nobody is there to read it.
  };

  /// Once. `stream` outlives it and has no deadline; `early` is what the client sent behind its
  /// request. A client that leaves is noticed by reading only.
  virtual Task<Ending> run(async::ByteStream* stream, std::string early) = 0;

  /// The server is being stopped: it says goodbye and ends `run`. Also before `run`.
  virtual void drain() = 0;
};

}  // namespace quorum::http
