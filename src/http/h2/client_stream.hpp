#pragma once
/// One exchange on a shared connection: a request, and the answer that comes back.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "async/event.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "http/client.hpp"
#include "http/h2/client_connection.hpp"
#include "http/h2/codec.hpp"
#include "http/h2/fields.hpp"

namespace quorum::h2 {

class ClientStream final : public http::ClientResponse {
 public:
  /// The connection is shared by all its streams, and by the client until it is of no use.
  explicit ClientStream(std::shared_ptr<ClientConnection> connection);
  ClientStream(const ClientStream&) = delete;
  ClientStream& operator=(const ClientStream&) = delete;
  ~ClientStream() override;

  /// Sends `request`, which stays in place until it returns, and reads the answer's head. Done, it
  /// has taken of the request what it still needs.
  Task<Result<>> run(http::ClientRequest* request);

  /// The upstream has said that it did nothing with the request: it may be sent again.
  bool is_unprocessed() const { return is_unprocessed_; }
  bool has_answer() const { return heads_ > 0; }

  const http::ResponseHead& head() const override { return head_; }
  Task<Result<std::string>> read() override;
  Task<Result<std::string>> read_all(std::size_t bytes_max) override;

  // What comes, from the connection.
  bool add_field(std::string_view name, std::string_view value);
  void end_head();
  void add_body(std::string_view bytes);
  void end_body();
  void note_taken() { progress_.set(); }
  void note_closed(Code code);

 private:
  Task<Result<>> wait(TimePoint moment);
  Task<Result<>> progress();
  Task<Result<>> await_head(http::ClientRequest* request);
  Error broken(Error error);

  std::shared_ptr<ClientConnection> connection_;
  StreamId id_ = 0;
  http::Waits waits_{};
  FieldReader fields_;
  http::ResponseHead head_{};
  std::string sent_;   ///< A request's body that is still on its way while the answer comes.
  std::string ready_;  ///< Body that has arrived and was not yet read.
  std::optional<Error> error_;
  async::Event progress_;
  std::size_t heads_ = 0;
  bool has_head_ = false;  ///< The final one.
  bool is_ended_ = false;
  bool is_closed_ = true;
  bool is_unprocessed_ = false;
};

}  // namespace quorum::h2
