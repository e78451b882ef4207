#include "http/server_responder.hpp"

#include <utility>

#include "core/try.hpp"
#include "http/coding/negotiation.hpp"
namespace quorum::http {
namespace {

Task<Result<>> misused(std::string_view detail) {
  co_return Error{.code = Errc::internal,
                  .message = "The answer could not be written.",
                  .detail = std::string(detail)};
}

// Less is not worth the time, and more would take too much of everybody else's at once.
constexpr std::size_t kCompressedBytesMin = 1 << 10;
constexpr std::size_t kCompressedBytesMax = 256 << 10;

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

// Nothing here is a coroutine where the client takes at once what it is sent, as it mostly does.

Task<Result<>> ServerResponder::send(Response response) {
  if (is_started()) return misused("an answer was sent where one had begun");
  has_body_ = may_have_body(response.head.status);
  const auto body_bytes = response.body.size();
  const bool is_asked = form_.wants_gzip || form_.may_be_kept;
  if (is_asked && body_bytes >= kCompressedBytesMin && body_bytes <= kCompressedBytesMax) {
    compress(response);
  }
  const auto kind = has_body_ ? AnswerFrame::Body::length : AnswerFrame::Body::none;
  const auto head = begin(response.head, {.body = kind, .length = response.body.size()});
  body_ = std::move(response.body);
  return finish_with({head, sends_body() ? std::string_view(body_) : ""});
}

/// Where that changes the answer's meaning to nobody: its type says so, and nothing forbids it.
void ServerResponder::compress(Response& response) {
  auto& headers = response.head.headers;
  const bool is_whole = response.head.status != 206 && !headers.get("content-encoding") &&
                        is_compressible(headers.get("content-type").value_or("")) &&
                        !headers.has_token("cache-control", "no-transform") && !headers.get("etag");
  if (!shared_.config.compresses || !is_whole) return;
  headers.add("vary", "Accept-Encoding");
  if (!form_.wants_gzip) return;
  auto smaller = shared_.compressor().gzip(response.body);
  if (smaller.empty()) return;
  response.body = std::move(smaller);
  headers.add("content-encoding", "gzip");
}

Task<Result<>> ServerResponder::start(ResponseHead head) { return start_with(std::move(head), {}); }

Task<Result<>> ServerResponder::start_with(ResponseHead head, std::string_view first) {
  if (is_started()) return misused("an answer was started where one had begun");
  has_body_ = may_have_body(head.status);
  is_chunked_ = has_body_ && !form_.is_to_1_0;
  form_.is_last |= has_body_ && form_.is_to_1_0;
  const auto kind = is_chunked_ ? AnswerFrame::Body::chunked : AnswerFrame::Body::none;
  const auto text = begin(head, {.body = kind});
  if (first.empty() || !sends_body()) return write_pieces({text});
  if (!is_chunked_) return write_pieces({text, first});
  chunk_ = ChunkHead(first.size());
  return write_pieces({text, chunk_.view(), first, kChunkEnd});
}

Task<Result<>> ServerResponder::write(std::string_view bytes) {
  if (state_ != State::writing) return misused("a body was written that was not open");
  // An empty chunk would be the last one.
  if (bytes.empty() || !sends_body()) return Task<Result<>>::done();
  if (!is_chunked_) return write_pieces({bytes});
  chunk_ = ChunkHead(bytes.size());
  return write_pieces({chunk_.view(), bytes, kChunkEnd});
}

Task<Result<>> ServerResponder::finish() {
  if (state_ != State::writing) return misused("a body was finished that was not open");
  return finish_with({is_chunked_ && sends_body() ? kLastChunk : ""});
}

Task<Result<>> ServerResponder::switch_to(ResponseHead head, std::unique_ptr<Upgraded> protocol) {
  if (is_started()) co_return co_await misused("protocols were switched inside an answer");
  if (form_.is_last || form_.is_to_1_0 || shared_.is_draining) {
    co_return Error{.code = Errc::unavailable,
                    .message = "The connection is about to be closed and can speak HTTP only."};
  }
  std::string text(begin(head, {.body = AnswerFrame::Body::none}));
  constexpr std::string_view kUpgrade = "Connection: Upgrade\r\n";
  text.insert(text.size() - kChunkEnd.size(), kUpgrade);
  QUORUM_CO_CHECK(co_await write_pieces({text}));
  protocol_ = std::move(protocol);
  has_body_ = false;
  state_ = State::finished;
  co_return {};
}

/// The head's text, which stays in place until the next one is begun, on any connection.
std::string_view ServerResponder::begin(const ResponseHead& head, AnswerFrame frame) {
  state_ = State::writing;
  form_.is_last |= shared_.is_draining;
  frame.is_last = form_.is_last;
  frame.is_to_1_0 = form_.is_to_1_0;
  frame.date = shared_.date();
  shared_.head.clear();
  append_answer_head(shared_.head, head, frame);
  return shared_.head;
}

std::string ServerResponder::break_off(std::string_view message) {
  // In the middle of a piece, or of a ping, words would be part of it.
  if (words_ == nullptr || !writer_.is_between_writes()) return {};
  std::string bytes;
  if (state_ == State::unstarted) {
    form_.is_last = true;
    const auto response = words_->instead(message);
    const auto length = response.body.size();
    bytes = begin(response.head, {.body = AnswerFrame::Body::length, .length = length});
    if (sends_body()) bytes += response.body;
  } else if (state_ == State::writing && sends_body()) {
    const auto event = words_->behind(message);
    if (event.empty()) return {};
    if (is_chunked_) bytes += ChunkHead(event.size()).view();
    bytes += event;
    if (is_chunked_) bytes += kChunkEnd;
  }
  return bytes;
}

Task<Result<>> ServerResponder::write_pieces(SliceWriter::Pieces pieces) {
  auto writing = writer_.write(pieces, shared_.config.write_wait_max);
  // What is still to go must not change under it.
  const bool is_head_first = !pieces[0].empty() && pieces[0].data() == shared_.head.data();
  if (is_head_first && !writing.was_done()) head_ = std::exchange(shared_.head, {});
  return writing;
}

/// Writes the answer's last bytes.
Task<Result<>> ServerResponder::finish_with(SliceWriter::Pieces pieces) {
  auto writing = write_pieces(pieces);
  if (!writing.was_done()) return finish_after(std::move(writing));
  state_ = State::finished;
  return writing;
}

Task<Result<>> ServerResponder::finish_after(Task<Result<>> writing) {
  QUORUM_CO_CHECK(co_await std::move(writing));
  state_ = State::finished;
  co_return {};
}

}  // namespace quorum::http
