#pragma once
/// One HTTP/2 connection to an upstream, shared by the exchanges on it.

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "http/client.hpp"
#include "http/h2/codec.hpp"
#include "http/h2/wire.hpp"

namespace quorum::h2 {

class ClientStream;

/// What was read last, by any connection of a client; never kept across a wait.
using Scratch = std::array<char, 64 << 10>;

class ClientConnection final : private Events {
 public:
  /// `scratch` is shared with the client, which may end before its answers do.
  ClientConnection(async::Loop& loop, http::ClientConfig config,
                   std::unique_ptr<async::ByteStream> stream, std::shared_ptr<Scratch> scratch);

  async::Loop& loop() { return loop_; }
  const http::ClientConfig& config() const { return config_; }
  Wire& wire() { return wire_; }

  bool is_alive() const { return is_alive_; }

  /// Another exchange may begin now.
  bool has_room();

  /// Sends a head, and behind it what is outgoing. `stream` is told what comes until it leaves.
  Result<StreamId> open(ClientStream& stream, const Fields& head, Outgoing outgoing);
  Outgoing& outgoing(StreamId id) { return streams_.at(id)->outgoing; }

  /// Resets what is not over.
  void leave(StreamId id);

 private:
  struct Entry {
    ClientStream* stream = nullptr;  ///< Nothing once it has left.
    Outgoing outgoing{};
  };

  void head_begun(StreamId id) override;
  bool field(StreamId id, std::string_view name, std::string_view value) override;
  void head_ended(StreamId id) override;
  void body(StreamId id, std::string_view bytes) override;
  void ended(StreamId id) override;
  void taken(StreamId id) override;
  void closed(StreamId id, Code code) override;
  void going_away(StreamId, Code) override { is_going_away_ = true; }
  void noise(unsigned) override {}

  Task<> run();
  Task<> read_all();
  Task<> write_all();
  ClientStream* find(StreamId id) const;

  async::Loop& loop_;
  http::ClientConfig config_;
  std::shared_ptr<Scratch> scratch_;
  Wire wire_;
  std::unordered_map<StreamId, std::unique_ptr<Entry>> streams_;
  TimePoint idle_since_;
  bool is_alive_ = true;
  bool is_going_away_ = false;
  async::Scope running_;  ///< Last: what runs in it uses all of the above.
};

}  // namespace quorum::h2
