#include "http/server_responder.hpp"

#include <utility>

#include "core/try.hpp"
namespace quorum::http {
namespace {

Error misused(std::string_view detail) {
  return {.code = Errc::internal,
          .message = "The answer could not be written.",
          .detail = std::string(detail)};
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

Task<Result<>> ServerResponder::send(Response response) {
  if (is_started()) co_return misused("an answer was sent where one had begun");
  has_body_ = may_have_body(response.head.status);
  const auto kind = has_body_ ? AnswerFrame::Body::length : AnswerFrame::Body::none;
  const auto head = begin(response.head, {.body = kind, .length = response.body.size()});
  const std::string_view body = sends_body() ? std::string_view(response.body) : "";
  QUORUM_CO_CHECK(co_await write_pieces({head, body}));
  state_ = State::finished;
  co_return {};
}

Task<Result<>> ServerResponder::start(ResponseHead head) { return start_with(std::move(head), {}); }

Task<Result<>> ServerResponder::start_with(ResponseHead head, std::string_view first) {
  if (is_started()) co_return misused("an answer was started where one had begun");
  has_body_ = may_have_body(head.status);
  is_chunked_ = has_body_ && !form_.is_to_1_0;
  form_.is_last |= has_body_ && form_.is_to_1_0;
  const auto kind = is_chunked_ ? AnswerFrame::Body::chunked : AnswerFrame::Body::none;
  const auto text = begin(head, {.body = kind});
  if (first.empty() || !sends_body()) co_return co_await write_pieces({text});
  const ChunkHead chunk(first.size());
  if (!is_chunked_) co_return co_await write_pieces({text, first});
  co_return co_await write_pieces({text, chunk.view(), first, kChunkEnd});
}

Task<Result<>> ServerResponder::write(std::string_view bytes) {
  if (state_ != State::writing) co_return misused("a body was written that was not open");
  // An empty chunk would be the last one.
  if (bytes.empty() || !sends_body()) co_return {};
  const ChunkHead chunk(bytes.size());
  if (!is_chunked_) co_return co_await write_pieces({bytes});
  co_return co_await write_pieces({chunk.view(), bytes, kChunkEnd});
}

Task<Result<>> ServerResponder::finish() {
  if (state_ != State::writing) co_return misused("a body was finished that was not open");
  if (is_chunked_ && sends_body()) QUORUM_CO_CHECK(co_await write_pieces({kLastChunk}));
  state_ = State::finished;
  co_return {};
}

std::string ServerResponder::begin(const ResponseHead& head, AnswerFrame frame) {
  state_ = State::writing;
  form_.is_last |= shared_.is_draining;
  frame.is_last = form_.is_last;
  frame.is_to_1_0 = form_.is_to_1_0;
  frame.date = shared_.date();
  std::string text;
  append_answer_head(text, head, frame);
  return text;
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
  return writer_.write(pieces, shared_.config.write_wait_max);
}

}  // namespace quorum::http
