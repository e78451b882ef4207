#pragma once
/// Segments: files of framed records, to whose end one only ever adds.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::store::journal {

/// A frame: a mark, the payload's length, its checksum, the payload. So a reader knows what is
/// whole, whatever a crash has left behind it, and finds its way again behind what is not.
inline constexpr std::size_t kFrameHeadBytes = 12;
inline constexpr std::size_t kSegmentHeadBytes = 16;

void append_frame(std::string& out, std::string_view payload);

/// What a segment begins with; `created_us` is when.
std::string segment_head(std::int64_t created_us);

/// Walks over the frames of a segment's bytes.
class FrameWalk {
 public:
  /// `bytes` begin at `offset` of the segment; from 0 its head is checked and left out.
  FrameWalk(std::string_view bytes, std::uint64_t offset);

  /// The next whole frame's payload, or a null view where there is none. What is no whole frame is
  /// passed over, unless nothing whole follows.
  std::string_view next();

  /// In the segment, behind the last whole frame.
  std::uint64_t end() const { return end_; }

 private:
  std::string_view frame_at(std::size_t at) const;

  std::string_view bytes_;
  std::uint64_t base_;
  std::size_t at_ = 0;
  std::uint64_t end_;
};

/// One file, as lists show it.
struct SegmentFile {
  std::uint64_t number = 0;
  std::uint64_t bytes = 0;
  bool operator==(const SegmentFile&) const = default;
};

std::string segment_path(const std::string& folder, std::uint64_t number);

/// Oldest first. A folder that is not there has none.
std::vector<SegmentFile> list_segments(const std::string& folder);

/// The segment's bytes from `offset` on; empty where it is gone.
Result<std::string> read_segment(const std::string& folder, std::uint64_t number,
                                 std::uint64_t offset);

/// When it was begun; nothing known (0) of one that has no head yet.
std::int64_t created_us(const std::string& folder, std::uint64_t number);

/// A segment that is being written; the only one who does.
class SegmentWriter {
 public:
  SegmentWriter() = default;
  SegmentWriter(SegmentWriter&& other) noexcept;
  SegmentWriter& operator=(SegmentWriter&& other) noexcept;
  ~SegmentWriter();

  static Result<SegmentWriter> create(const std::string& folder, std::uint64_t number,
                                      std::int64_t created_us);

  /// Goes on behind `end`; what stands behind that is cut off.
  static Result<SegmentWriter> reopen(const std::string& folder, std::uint64_t number,
                                      std::uint64_t end);

  /// All of `frames` or, on an error, nothing of them.
  Result<> append(std::string_view frames);
  void sync() const;

  std::uint64_t number() const { return number_; }
  std::uint64_t end() const { return end_; }

 private:
  int file_ = -1;
  std::uint64_t number_ = 0;
  std::uint64_t end_ = 0;
};

}  // namespace quorum::store::journal
