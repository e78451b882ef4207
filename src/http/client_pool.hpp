#pragma once
/// Connections to upstreams that wait for their next request.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/client.hpp"
#include "http/client_gate.hpp"

namespace quorum::http {

/// Of one client, with what else its exchanges share. Single-threaded, like its loop.
class ClientPool {
 public:
  ClientPool(async::Loop& on, ClientConfig configured)
      : loop(on),
        config(std::move(configured)),
        gate(on, config.connections_per_origin_max, config.waiting_per_origin_max),
        sweeping_(on) {}

  async::Loop& loop;
  const ClientConfig config;
  ClientGate gate;  ///< Which every exchange has passed.

  /// What was read last. No exchange keeps it across a wait: a stream fills what it was given only
  /// as its `read` returns, and only once it has said that it is readable.
  std::array<char, 64 << 10> scratch{};

  /// The head of the request that was sent last: who writes one borrows its memory.
  std::string head{};

  /// How an origin is called, here and in `Host`.
  struct Names {
    std::string origin;
    std::string authority;
  };

  /// Stays in place until the next call.
  const Names& names_of(const Url& url);

  /// The connection used last, where it is plain without trying that it is alive.
  std::unique_ptr<async::ByteStream> take_quiet(const std::string& origin);

  /// The connection used last of those that still seem alive, or nothing.
  Task<std::unique_ptr<async::ByteStream>> take(std::string origin);

  void keep(const std::string& origin, std::unique_ptr<async::ByteStream> stream);

  std::size_t idle_count(const std::string& origin) const;

 private:
  struct Idle {
    std::unique_ptr<async::ByteStream> stream;
    TimePoint until;
  };

  /// Of the origin that was asked for last: mostly the next one's too.
  struct Named {
    std::string scheme;
    std::string host;
    std::uint16_t port = 0;
    Names names;
  };

  Task<> sweep();
  TimePoint drop_expired();

  Named named_;
  std::map<std::string, std::vector<Idle>> idle_;  ///< Of each origin, the oldest first.
  async::Scope sweeping_;                          ///< Only while there are idle connections.
};

}  // namespace quorum::http
