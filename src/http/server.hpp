#pragma once
/// An HTTP/1.1 server: sockets in, requests to a handler, answers out.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "async/footprint.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/message.hpp"
#include "http/upgraded.hpp"

namespace quorum::http {

/// What a client is told where the server has to break its answer off, in the client's own terms.
class LastWords {
 public:
  virtual ~LastWords() = default;

  /// Instead of an answer that has not begun.
  virtual Response instead(std::string_view message) = 0;

  /// Behind what was written of an answer's body: an error that can be told from its end. Empty
  /// where there is no such thing.
  virtual std::string behind(std::string_view message) = 0;
};

/// How a handler answers, once: `send`, or `start`, any number of `write`s, then `finish`.
///
/// A handler that returns after `start` without `finish` has broken its answer: the connection is
/// closed without the end of the body, so that the client knows.
class Responder {
 public:
  virtual ~Responder() = default;

  virtual Task<Result<>> send(Response response) = 0;

  /// Sends status and headers, then a chunked body (HTTP/1.0: until the connection closes).
  virtual Task<Result<>> start(ResponseHead head) = 0;

  /// The same, with the body's first piece in the same write.
  virtual Task<Result<>> start_with(ResponseHead head, std::string_view first);

  /// Waits while the client reads more slowly than we write. `bytes` stay in place until it
  /// returns.
  virtual Task<Result<>> write(std::string_view bytes) = 0;
  virtual Task<Result<>> finish() = 0;

  /// Instead of an answer: sends `head`, a 101 without `Connection`, after which `protocol` has the
  /// connection once the handler has returned. `unavailable` where there is none to be had: before
  /// HTTP/1.1 and after it, for a last request, while the server is being stopped.
  virtual Task<Result<>> switch_to(ResponseHead head, std::unique_ptr<Upgraded> protocol);

  virtual bool is_started() const = 0;

  /// Who speaks if the server must stop before the answer's end; until then it lives as long as the
  /// handler. Null: nobody.
  virtual void set_last_words(LastWords* /*words*/) {}
  /// In which the client took nothing of what was written, so that the answer had to wait.
  virtual Duration waited() const { return {}; }

  /// Adds what every write looks at.
  virtual void leave_footprint(async::Footprint&) const {}
};

/// Destroyed mid-way (with everything it awaits) when the client leaves.
class Handler {
 public:
  virtual ~Handler() = default;

  virtual Task<> handle(Request request, Responder& responder) = 0;

  /// The answer to a request with a large body that is not there yet (or that waits to be asked
  /// for), where its head alone decides; else nothing. It saves both sides the body.
  virtual std::optional<Response> decline(const RequestHead& /*head*/) { return std::nullopt; }

  /// The answer to a request that never reaches `handle`: 400, 408, 413, 431, 505 …
  /// `head` may be incomplete. So that even these speak the route's own dialect.
  virtual Response refuse(const RequestHead& head, int status, std::string_view message) = 0;
};

class ServerProtocol;

struct ServerConfig;

/// Accepts on its loop until stopped. `handler` outlives it.
class Server {
 public:
  static Result<std::unique_ptr<Server>> listen(async::Loop& loop, Handler& handler,
                                                ServerConfig config);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;

  /// Accepts no more and lets running answers finish until `grace` is over. Those that do not are
  /// broken off with their handler's last words, never with a clean end.
  virtual Task<> drain(std::chrono::milliseconds grace) = 0;
};

}  // namespace quorum::http
