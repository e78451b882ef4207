#pragma once
/// What a client knows of each origin: who is on the way to it, and the connections that wait for
/// their next request.

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/client.hpp"
#include "http/client_gate.hpp"
#include "http/head_memory.hpp"

namespace quorum::http {

/// Of one client, with what else its exchanges share. Single-threaded, like its loop.
class ClientPool {
 public:
  ClientPool(async::Loop& on, ClientConfig configured)
      : loop(on), config(std::move(configured)), sweeping_(on) {}

  async::Loop& loop;
  const ClientConfig config;

  /// What was read last. No exchange keeps it across a wait: a stream fills what it was given only
  /// as its `read` returns, and only once it has said that it is readable.
  std::array<char, 64 << 10> scratch{};

  struct Idle {
    std::unique_ptr<async::ByteStream> stream;
    TimePoint until;
  };

  /// Stays in place while anybody is in its gate.
  struct Origin {
    explicit Origin(const ClientPool& pool)
        : gate(pool.loop, pool.config.connections_per_origin_max,
               pool.config.waiting_per_origin_max) {}
    ClientGate gate;
    std::vector<Idle> idle{};  ///< The oldest first.
    HeadMemory<ResponseHead> answers{};
  };

  /// By `Url::origin`. Until the next call, where nobody has entered it.
  Origin& at(std::string_view name);

  /// The connection used last, where it is plain without trying that it is alive.
  static std::unique_ptr<async::ByteStream> take_quiet(Origin& origin);

  /// The connection used last of those that still seem alive, or nothing.
  static Task<std::unique_ptr<async::ByteStream>> take(Origin* origin);

  void keep(Origin& origin, std::unique_ptr<async::ByteStream> stream);

  std::size_t origins() const { return origins_.size(); }

 private:
  using Origins = std::map<std::string, Origin, std::less<>>;

  void forget_unused();
  Task<> sweep();
  TimePoint drop_expired();

  Origins origins_;
  Origins::value_type* last_ = nullptr;  ///< Asked for: mostly the next one too.
  async::Scope sweeping_;                ///< Only while there are idle connections.
};

}  // namespace quorum::http
