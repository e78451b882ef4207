#pragma once
/// The answer to one request, as its handler writes it onto the connection.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "async/stream.hpp"
#include "async/task.hpp"
#include "http/head_writer.hpp"
#include "http/server.hpp"
#include "http/server_shared.hpp"
#include "http/slice_writer.hpp"

namespace quorum::http {

class ServerResponder final : public Responder {
 public:
  /// What of the request decides the answer's form.
  struct Form {
    bool is_head = false;    ///< HEAD: the head of the answer, and no body.
    bool is_to_1_0 = false;  ///< No chunks: the body ends with the connection.
    bool is_last = false;    ///< The connection is closed after it.
    bool wants_gzip = false;
    bool may_be_kept = false;  ///< By caches: the answer to a GET or HEAD.
  };

  /// `shared` and `stream` outlive it.
  ServerResponder(ServerShared& shared, async::ByteStream& stream, Form form)
      : shared_(shared), writer_(shared.loop, stream), form_(form) {}

  Task<Result<>> send(Response response) override;
  Task<Result<>> start(ResponseHead head) override;
  Task<Result<>> start_with(ResponseHead head, std::string_view first) override;
  Task<Result<>> write(std::string_view bytes) override;
  Task<Result<>> finish() override;
  Task<Result<>> switch_to(ResponseHead head, std::unique_ptr<Upgraded> protocol) override;

  bool is_started() const override { return state_ != State::unstarted; }
  void set_last_words(LastWords* words) override { words_ = words; }

  /// What is still to be sent where the answer ends here, whose handler is destroyed before
  /// anything is sent. Empty where nothing can be said any more.
  std::string break_off(std::string_view message);
  Duration waited() const override { return writer_.waited(); }
  void leave_footprint(async::Footprint& footprint) const override {
    footprint.add(*this);
    writer_.stream().leave_footprint(footprint);
  }

  /// Whole on the wire, so that another may follow unless `is_last`.
  bool is_finished() const { return state_ == State::finished; }
  bool is_last() const { return form_.is_last; }

  /// Who has the connection from now on; mostly nobody.
  std::unique_ptr<Upgraded> take_upgraded() { return std::move(protocol_); }

  /// Its body has no end but the connection's: broken off, it must not look like one.
  bool ends_by_closing() const { return has_body_ && !is_chunked_; }

 private:
  enum class State : std::uint8_t { unstarted, writing, finished };

  void compress(Response& response);
  std::string_view begin(const ResponseHead& head, AnswerFrame frame);
  bool sends_body() const { return has_body_ && !form_.is_head; }
  Task<Result<>> write_pieces(SliceWriter::Pieces pieces);
  Task<Result<>> finish_with(SliceWriter::Pieces pieces);
  Task<Result<>> finish_after(Task<Result<>> writing);

  ServerShared& shared_;
  SliceWriter writer_;
  Form form_;
  std::string head_;  ///< Where the client did not take it at once.
  std::string body_;  ///< Of an answer sent whole.
  ChunkHead chunk_{0};
  std::unique_ptr<Upgraded> protocol_;
  State state_ = State::unstarted;
  LastWords* words_ = nullptr;
  bool has_body_ = true;
  bool is_chunked_ = false;
};

}  // namespace quorum::http
