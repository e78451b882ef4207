#pragma once
/// An HTTP/1.1 client: one per loop, with connections kept per origin.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "async/footprint.hpp"
#include "async/loop.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/message.hpp"
#include "http/proxy.hpp"
#include "http/request_template.hpp"
#include "http/url.hpp"

namespace quorum::http {

struct Waits {
  std::chrono::milliseconds connect_max{10'000};
  std::chrono::milliseconds head_max{
      60'000};  ///< From the request's last byte to the answer's head.
  std::chrono::milliseconds chunk_max{60'000};  ///< Between two pieces of the body.
  TimePoint deadline = TimePoint::max();        ///< Of the whole exchange.
};

struct ClientRequest {
  std::string method = "POST";
  Url url{};
  Headers headers{};  ///< Host, Content-Length and Connection are the client's business.
  std::string body{};
  Waits waits{};
};

/// A request of which all but the body is settled. What it refers to stays in place until the
/// answer's head has come.
struct SettledRequest {
  const RequestTemplate* form = nullptr;
  std::string_view body{};
  Waits waits{};
};

/// An answer whose body is still arriving. Destroying it early closes the connection at once, so
/// the upstream stops working; read to its end, the connection is kept.
class ClientResponse {
 public:
  virtual ~ClientResponse() = default;
  virtual const ResponseHead& head() const = 0;

  /// The same for who asks last: a body may stream for long, and its head lie there unread.
  virtual ResponseHead take_head() { return head(); }

  /// How the request was written, for who measures what it waits for; zeros where that is unknown.
  struct Sending {
    TimePoint begun{};   ///< The turn in which there was a connection.
    TimePoint done{};    ///< To the nanosecond.
    Duration blocked{};  ///< In which the other side took nothing of it.
  };
  virtual Sending sending() const { return {}; }

  /// What has arrived, at least one byte; empty at the body's proper end. A body that ends before
  /// its length or last chunk is `upstream_failed`, never an end.
  virtual Task<Result<std::string>> read() = 0;

  /// The same without waiting; nothing where nothing has arrived, or where only `read` can tell.
  virtual std::optional<Result<std::string>> try_read() { return std::nullopt; }

  /// For `NextPiece`, which needs no frame to wait: what to wait on before `end_wait` may have a
  /// piece, from now on as long as a piece may take; null where only `read` can tell.
  virtual async::Readiness* begin_wait() { return nullptr; }

  /// What has come of the wait that ended like that: a piece, the end or an error as `read` has
  /// them, or nothing yet.
  virtual std::optional<Result<std::string>> end_wait(const Result<>& /*ready*/) {
    return std::nullopt;
  }

  /// Adds what every piece looks at.
  virtual void leave_footprint(async::Footprint&) const {}

  /// All of it; more than `bytes_max` is `too_large`.
  virtual Task<Result<std::string>> read_all(std::size_t bytes_max) = 0;

  /// The same without waiting; nothing where not all of it is there.
  virtual std::optional<Result<std::string>> try_read_all(std::size_t /*bytes_max*/) {
    return std::nullopt;
  }
};

/// Where HTTP/2 is spoken, one connection shared by many requests.
enum class Http2 : std::uint8_t {
  off,
  automatic,        ///< Over TLS, where the origin agrees (ALPN).
  prior_knowledge,  ///< In clear text too, unasked: every `http` origin must speak it.
};

/// What holds for every request, where it is given, whatever the request itself says.
struct WaitRules {
  std::optional<std::chrono::milliseconds> connect_max{};
  std::optional<std::chrono::milliseconds> head_max{};
  std::optional<std::chrono::milliseconds> chunk_max{};
  std::optional<std::chrono::milliseconds>
      total_max{};  ///< A request's own deadline may be sooner.
};

struct ClientConfig {
  std::size_t idle_per_origin_max = 64;
  std::chrono::milliseconds idle_wait_max{55'000};
  std::size_t head_bytes_max = 64 << 10;
  bool verify_tls = true;
  Http2 http2 = Http2::off;  ///< What else than HTTP/1.1 a client of `http/h2` speaks.
  std::string ca_file{};     ///< Empty: the system's, or those of SSL_CERT_FILE.
  ProxyRules proxies{};
  WaitRules waits{};

  /// Requests under way to one origin; more wait, for a connection's time at most.
  std::size_t connections_per_origin_max = 20'000;
  std::size_t waiting_per_origin_max = 1024;
};

/// How a client reaches an origin: by sockets and TLS, or in tests by what a test gives it.
class Connector {
 public:
  virtual ~Connector() = default;
  virtual Task<Result<std::unique_ptr<async::ByteStream>>> connect(Url url, TimePoint deadline) = 0;
};

/// `connector` outlives the client where it is given.
class Client {
 public:
  static std::unique_ptr<Client> create(async::Loop& loop, ClientConfig config);
  static std::unique_ptr<Client> create(async::Loop& loop, ClientConfig config,
                                        Connector& connector);
  virtual ~Client() = default;

  /// Errors: `unavailable` (no connection), `deadline_exceeded`, `upstream_failed` (not HTTP, cut).
  /// A request whose kept connection turns out dead before a byte of the answer is sent once more,
  /// on a new one, where that cannot be taken for two: a GET, PUT, DELETE and their like, what
  /// bears an Idempotency-Key, and else only what no byte of has reached the other side.
  virtual Task<Result<std::unique_ptr<ClientResponse>>> send(ClientRequest request) = 0;

  /// The same, for who sends many of a kind: nothing of it is copied where it need not be.
  virtual Task<Result<std::unique_ptr<ClientResponse>>> send_settled(SettledRequest request);
};

}  // namespace quorum::http
