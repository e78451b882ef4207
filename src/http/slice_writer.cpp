#include "http/slice_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace quorum::http {
namespace {

// So much that a fast reader costs one system call, so little that a slow one shows in time.
constexpr std::size_t kSliceBytesMax = 256 << 10;

/// Cuts the next slice off the front of `pieces`.
SliceWriter::Pieces take_slice(SliceWriter::Pieces& pieces) {
  SliceWriter::Pieces slice{};
  std::size_t room = kSliceBytesMax;
  for (std::size_t index = 0; index < pieces.size(); ++index) {
    slice[index] = pieces[index].substr(0, room);
    pieces[index].remove_prefix(slice[index].size());
    room -= slice[index].size();
  }
  return slice;
}

std::size_t bytes_of(const SliceWriter::Pieces& pieces) {
  std::size_t bytes = 0;
  for (const auto piece : pieces) bytes += piece.size();
  return bytes;
}

bool is_empty(const SliceWriter::Pieces& pieces) { return bytes_of(pieces) == 0; }

}  // namespace

Task<Result<>> SliceWriter::write(Pieces pieces, Duration slice_wait_max, TimePoint deadline) {
  if (is_broken_) return refuse();
  const auto bytes = bytes_of(pieces);
  if (bytes == 0) return Task<Result<>>::done();
  const bool is_one_slice = bytes <= kSliceBytesMax;
  slice_ = is_one_slice ? pieces : take_slice(pieces);
  auto first = stream_.write(slice_);
  // Mostly the system takes it all at once.
  if (first.was_done() && is_one_slice) return first;
  is_writing_ = true;
  return finish(std::move(first), is_one_slice ? Pieces{} : pieces, slice_wait_max, deadline);
}

Task<Result<>> SliceWriter::refuse() {
  co_return Error{.code = Errc::unavailable, .message = "The connection is broken."};
}

Task<Result<>> SliceWriter::finish(Task<Result<>> first, Pieces rest, Duration slice_wait_max,
                                   TimePoint deadline) {
  began_ = loop_.now();
  is_waiting_ = true;
  auto writing = std::move(first);
  Result<> written;
  while (true) {
    stream_.set_deadline(std::min(deadline, loop_.now() + slice_wait_max));
    written = co_await std::move(writing);
    if (!written || is_empty(rest)) break;
    slice_ = take_slice(rest);
    writing = stream_.write(slice_);
  }
  waited_ = waited();
  is_waiting_ = false;
  if (!written) {
    is_broken_ = true;
    co_return written;
  }
  stream_.set_deadline(TimePoint::max());
  is_writing_ = false;
  co_return {};
}

}  // namespace quorum::http
