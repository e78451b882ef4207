#pragma once
/// One client's connection: requests in, answers out, until one side has had enough.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "async/list.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/request_reader.hpp"
#include "http/server_protocol.hpp"
#include "http/server_responder.hpp"
#include "http/server_shared.hpp"

namespace quorum::http {

class ServerConnection final : public async::ListHook {
 public:
  using Peer = http::Peer;

  /// `shared` outlives it.
  ServerConnection(ServerShared& shared, std::unique_ptr<async::ByteStream>&& stream, Peer&& peer);

  Task<> run();

  /// Ends it soon where it only waits for a next request or has left HTTP.
  void close_if_idle();

  /// An answer that is cut, on its way out.
  struct Parting {
    std::unique_ptr<async::ByteStream> stream;
    std::string words;             ///< To be written yet.
    bool ends_by_closing = false;  ///< A clean end would look like the answer's own.
  };

  /// Takes the stream out of an answer under way, which must be destroyed before the loop's next
  /// turn. Nothing where none is.
  std::optional<Parting> part(std::string_view message);

  /// The rest of it; `shared` outlives it.
  static Task<> carry_out(ServerShared& shared, Parting parting);

 private:
  /// How the wait for a request ended; where refused, `refusal_` says what is answered.
  enum class Arrival : std::uint8_t { whole, refused, gone };
  /// What becomes of the connection after an answer.
  enum class Next : std::uint8_t { keep, close, abort };
  enum class Protocol : std::uint8_t { unknown, http1, http2 };

  Task<> speak_http1();

  /// `first` is what was already read of it.
  Task<> speak_http2(std::string first);
  Task<Arrival> receive();

  // Inlined, their frames would be part of every idle connection's.
  [[gnu::noinline]] Task<Next> answer();
  [[gnu::noinline]] Task<Next> refuse();
  [[gnu::noinline]] Task<bool> ask_for_body();
  [[gnu::noinline]] Task<bool> expand(Coding coding);
  [[gnu::noinline]] Task<Next> speak(std::unique_ptr<Upgraded> protocol);

  [[gnu::noinline]] Task<> begin_handling(ServerResponder& responder);
  Request take_request();
  ServerResponder::Form form() const;
  RequestReader::Phase reading() const {
    return reader_ ? reader_->phase() : RequestReader::Phase::idle;
  }
  void refuse_later(Refusal refusal);
  std::optional<Result<std::size_t>> read_body();
  bool take(std::string_view bytes);
  bool is_preface(std::string_view bytes) const;
  void enter(RequestReader::Phase phase);

  ServerShared& shared_;
  std::unique_ptr<async::ByteStream> stream_;
  Peer peer_;
  std::unique_ptr<RequestReader> reader_;  ///< Of the request that is arriving.
  std::string carry_;  ///< What the client sent beyond the request that is being answered.
  std::unique_ptr<Response> refusal_;
  ServerResponder* responder_ = nullptr;    ///< Of the answer under way.
  Upgraded* upgraded_ = nullptr;            ///< Instead of HTTP, while it runs.
  std::unique_ptr<ServerSession> session_;  ///< Of HTTP/2, which then has the stream.
  RequestReader::Phase phase_ = RequestReader::Phase::done;
  Protocol protocol_ = Protocol::unknown;
};

}  // namespace quorum::http
