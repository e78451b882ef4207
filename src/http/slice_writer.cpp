#include "http/slice_writer.hpp"

#include <algorithm>
#include <cstddef>

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

bool is_empty(const SliceWriter::Pieces& pieces) {
  return std::ranges::all_of(pieces, &std::string_view::empty);
}

}  // namespace

Task<Result<>> SliceWriter::write(Pieces pieces, Duration slice_wait_max, TimePoint deadline) {
  if (is_broken_) {
    co_return Error{.code = Errc::unavailable, .message = "The connection is broken."};
  }
  began_ = loop_.now();
  is_waiting_ = true;
  is_writing_ = true;
  Result<> written;
  while (written && !is_empty(pieces)) {
    const auto slice = take_slice(pieces);
    stream_.set_deadline(std::min(deadline, loop_.now() + slice_wait_max));
    written = co_await stream_.write(slice);
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
