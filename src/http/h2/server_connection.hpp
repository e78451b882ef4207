#pragma once
/// One client's HTTP/2 connection: many requests side by side, each with its handler.

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "async/scope.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "http/framing.hpp"
#include "http/h2/codec.hpp"
#include "http/h2/flood_guard.hpp"
#include "http/h2/server_stream.hpp"
#include "http/h2/wire.hpp"
#include "http/server_protocol.hpp"

namespace quorum::h2 {

class ServerConnection final : public http::ServerSession, private Events {
 public:
  /// `shared` outlives it; `first` is what was already read from `stream`.
  ServerConnection(http::ServerShared& shared, std::unique_ptr<async::ByteStream> stream,
                   http::Peer peer, std::string first);

  Task<> run() override;
  void drain() override;

 private:
  using Stream = std::shared_ptr<ServerStream>;  // Shared with the task that answers.

  void head_begun(StreamId id) override;
  bool field(StreamId id, std::string_view name, std::string_view value) override;
  void head_ended(StreamId id) override;
  void body(StreamId id, std::string_view bytes) override;
  void ended(StreamId id) override;
  void taken(StreamId id) override;
  void closed(StreamId id, Code code) override;
  void going_away(StreamId, Code) override {}
  void noise(unsigned weight) override;

  Task<> serve();
  Task<> read_all();
  Task<> write_all();
  Task<> linger();
  Task<> answer(Stream stream);
  Task<> send_refusal(Stream stream, http::Response response);

  ServerStream* find(StreamId id) const;
  void begin_request(const Stream& stream);
  void refuse(const Stream& stream, http::Refusal refusal);
  void stop_receiving(ServerStream& stream);
  void grant(ServerStream& stream);
  TimePoint next_deadline() const;
  void expire();
  void end(Code code);

  http::ServerShared& shared_;
  http::Peer peer_;
  std::string first_;
  Wire wire_;
  FloodGuard guard_;
  std::unordered_map<StreamId, Stream> streams_;
  std::vector<ServerStream*> receiving_;  ///< Whose body is not there yet, in the order of asking.
  std::size_t received_bytes_ = 0;        ///< Of their bodies.
  TimePoint idle_since_;
  TimePoint head_deadline_ = TimePoint::max();  ///< Of a head that has begun to arrive.
  bool is_draining_ = false;
  async::Scope answering_;  ///< Last: what runs in it uses all of the above.
};

}  // namespace quorum::h2
