#pragma once
/// An HTTP server that answers as a test tells it to, broken answers included.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/socket.hpp"
#include "async/stream.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/client.hpp"
#include "http/message.hpp"

namespace quorum::testkit {

/// A part of a body: one chunk, where the body is chunked.
struct Piece {
  std::chrono::milliseconds wait{0};  ///< Before each time it is sent.
  std::string bytes{};
  std::size_t times = 1;
};

/// One scripted answer.
struct Play {
  enum class Framing : std::uint8_t { chunked, length, until_close, raw };
  enum class End : std::uint8_t {
    proper,
    close,           ///< The connection ends; of a chunked body, without its last chunk.
    close_in_chunk,  ///< It ends in the middle of a chunk.
    reset,
    stall,  ///< Nothing more ever comes, and the connection stays.
  };

  int status = 200;
  http::Headers headers{};
  std::vector<Piece> pieces{};
  Framing framing = Framing::chunked;  ///< `raw`: the pieces are all that is sent, head included.
  End end = End::proper;
  std::chrono::milliseconds head_wait{0};

  /// The same with another end.
  Play then(End how) &&;
};

Play answers_json(int status, std::string body);

/// An event stream: every event one chunk, `pace` before each.
Play streams(std::vector<std::string> events,
             std::chrono::milliseconds pace = std::chrono::milliseconds{0});

/// These bytes instead of HTTP.
Play says_raw(std::string bytes);

/// Takes the request and never answers.
Play never_answers();

/// Takes the request and closes without a byte.
Play closes_at_once();

/// What became of an answer.
enum class AnswerFate : std::uint8_t { playing, played, abandoned };

struct SeenRequest {
  std::string bytes{};  ///< Exactly as received, head and body.
  http::RequestHead head{};
  std::string body{};
  TimePoint at{};
  std::size_t connection = 0;             ///< Counted from 0 in the order of connecting.
  AnswerFate fate = AnswerFate::playing;  ///< `abandoned`: the client left before the end.
};

/// Reached over loopback after `listen`, or without sockets (so in simulated time too) by giving it
/// to a client as its connector. Outlives that client.
class FakeUpstream final : public http::Connector {
 public:
  explicit FakeUpstream(async::Loop& loop) : loop_(loop), serving_(loop) {}

  Result<> listen();
  std::uint16_t port() const;
  http::Url url(std::string target) const;

  /// Writes the answer to a request; `nth` counts the path's requests from 0.
  using Author = std::function<Play(const SeenRequest& request, std::size_t nth)>;
  void on(std::string path, Author author);
  void on(std::string path, Play play);
  void on(std::string path, std::vector<Play> plays);  ///< In turn, and then the last for ever.

  const std::deque<SeenRequest>& requests() const { return requests_; }
  std::size_t open_connections() const { return serving_.size() - (listener_ ? 1 : 0); }
  std::size_t connections_made() const { return connections_made_; }

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(http::Url url,
                                                           TimePoint deadline) override;

 private:
  struct Route {
    Author author;
    std::size_t requests = 0;
  };
  enum class Next : std::uint8_t { keep, close };

  Task<> accept_all();
  Task<> serve(std::unique_ptr<async::ByteStream> stream);
  Task<bool> receive(async::ByteStream* stream, std::string* carry, SeenRequest* seen);
  Task<Next> play(async::ByteStream* stream, Play play);
  Task<bool> send_pieces(async::ByteStream* stream, const Play* play);
  Play play_for(const SeenRequest& request);

  async::Loop& loop_;
  std::map<std::string, Route, std::less<>> routes_;
  std::deque<SeenRequest> requests_;
  std::size_t connections_made_ = 0;
  std::unique_ptr<async::Listener> listener_;
  async::Scope serving_;
};

}  // namespace quorum::testkit
