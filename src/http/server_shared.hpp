#pragma once
/// What the connections of one server share.

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/loop.hpp"
#include "core/clock.hpp"
#include "http/coding/deflate.hpp"
#include "http/head_memory.hpp"
#include "http/server.hpp"
#include "http/server_config.hpp"

namespace quorum::http {

/// Who is at the other end of a connection.
struct Peer {
  std::string address;
  bool is_loopback = false;
  bool is_trusted = false;  ///< To say for whom it speaks.
};

/// Single-threaded, like its loop.
class ServerShared {
 public:
  ServerShared(async::Loop& on, Handler& handled_by, ServerConfig configured)
      : loop(on), handler(handled_by), config(std::move(configured)) {}

  async::Loop& loop;
  Handler& handler;
  const ServerConfig config;
  bool is_draining = false;

  /// What was read last. No connection keeps it across a wait: a stream fills what it was given
  /// only as its `read` returns, and only once it has said that it is readable.
  std::array<char, 64 << 10> scratch{};

  /// The head of the answer that was begun last; longer than any string holds without allocating,
  /// so that moving it moves no byte.
  std::string head{};

  HeadMemory<RequestHead> requests{};  ///< Of all that connections are asked over HTTP/1.

  /// Now, as the Date field has it: spelt once a second.
  std::string_view date();

  /// Made when first needed.
  Compressor& compressor();

 private:
  std::unique_ptr<Compressor> compressor_;
  std::string date_;
  UnixMs date_second_ = -1;
};

}  // namespace quorum::http
