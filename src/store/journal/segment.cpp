#include "store/journal/segment.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/try.hpp"
#include "store/journal/crc32c.hpp"

namespace quorum::store::journal {
namespace {

constexpr std::string_view kSegmentMark = "QREQLOG1";
constexpr std::string_view kFrameMark = "\xb5QR1";
constexpr std::string_view kSuffix = ".qlog";

Error failed(std::string_view what, const std::string& path) {
  return {.code = Errc::unavailable,
          .message = fmt::format("The request log cannot be {}: {}.", what,
                                 std::generic_category().message(errno)),
          .detail = path};
}

template <typename Number>
void append_number(std::string& out, Number number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

template <typename Number>
Number number_at(std::string_view bytes, std::size_t at) {
  Number number{};
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

Result<> write_all(int file, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("written", "");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
  return {};
}

}  // namespace

void append_frame(std::string& out, std::string_view payload) {
  const auto size = static_cast<std::uint32_t>(payload.size());
  const auto sum = crc32c(payload);
  char head[kFrameHeadBytes];
  std::memcpy(head, kFrameMark.data(), kFrameMark.size());
  std::memcpy(head + kFrameMark.size(), &size, sizeof size);
  std::memcpy(head + kFrameMark.size() + sizeof size, &sum, sizeof sum);
  out.append(head, sizeof head);
  out += payload;
}

std::string segment_head(std::int64_t created_us) {
  std::string head(kSegmentMark);
  append_number(head, created_us);
  return head;
}

FrameWalk::FrameWalk(std::string_view bytes, std::uint64_t offset)
    : bytes_(bytes), base_(offset), end_(offset) {
  if (offset > 0) return;
  if (!bytes.starts_with(kSegmentMark) || bytes.size() < kSegmentHeadBytes) {
    bytes_ = {};
    return;
  }
  at_ = kSegmentHeadBytes;
  end_ = kSegmentHeadBytes;
}

std::string_view FrameWalk::frame_at(std::size_t at) const {
  const auto rest = bytes_.substr(at);
  if (rest.size() < kFrameHeadBytes || !rest.starts_with(kFrameMark)) return {};
  const auto size = number_at<std::uint32_t>(rest, 4);
  if (size > rest.size() - kFrameHeadBytes) return {};
  const auto payload = rest.substr(kFrameHeadBytes, size);
  return crc32c(payload) == number_at<std::uint32_t>(rest, 8) ? payload : std::string_view{};
}

std::string_view FrameWalk::next() {
  while (at_ < bytes_.size()) {
    const auto payload = frame_at(at_);
    if (payload.data() != nullptr) {
      at_ += kFrameHeadBytes + payload.size();
      end_ = base_ + at_;
      return payload;
    }
    const auto mark = bytes_.find(kFrameMark, at_ + 1);
    at_ = std::min(mark, bytes_.size());
  }
  return {};
}

std::string segment_path(const std::string& folder, std::uint64_t number) {
  return fmt::format("{}/{:010}{}", folder, number, kSuffix);
}

std::vector<SegmentFile> list_segments(const std::string& folder) {
  std::vector<SegmentFile> found;
  std::error_code fault;
  for (std::filesystem::directory_iterator entry(folder, fault), end; !fault && entry != end;
       entry.increment(fault)) {
    const auto name = entry->path().filename().string();
    if (!name.ends_with(kSuffix)) continue;
    SegmentFile file;
    const auto* last = name.data() + name.size() - kSuffix.size();
    const auto read = std::from_chars(name.data(), last, file.number);
    if (read.ec != std::errc() || read.ptr != last) continue;
    std::error_code gone;
    file.bytes = entry->file_size(gone);
    if (!gone) found.push_back(file);
  }
  std::ranges::sort(found, {}, &SegmentFile::number);
  return found;
}

Result<std::string> read_segment(const std::string& folder, std::uint64_t number,
                                 std::uint64_t offset) {
  const auto path = segment_path(folder, number);
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::string{};
  if (file < 0) return failed("read", path);
  std::string bytes;
  struct stat state{};
  if (::fstat(file, &state) == 0 && static_cast<std::uint64_t>(state.st_size) > offset) {
    bytes.resize(static_cast<std::size_t>(state.st_size) - offset);
  }
  std::size_t size = 0;
  while (size < bytes.size()) {
    const auto got =
        ::pread(file, bytes.data() + size, bytes.size() - size, static_cast<off_t>(offset + size));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    size += static_cast<std::size_t>(got);
  }
  ::close(file);
  bytes.resize(size);
  return bytes;
}

std::int64_t created_us(const std::string& folder, std::uint64_t number) {
  const int file = ::open(segment_path(folder, number).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char head[kSegmentHeadBytes];
  const auto got = ::pread(file, head, sizeof head, 0);
  ::close(file);
  const std::string_view bytes(head, sizeof head);
  if (got != static_cast<ssize_t>(sizeof head) || !bytes.starts_with(kSegmentMark)) return 0;
  return number_at<std::int64_t>(bytes, kSegmentMark.size());
}

SegmentWriter::SegmentWriter(SegmentWriter&& other) noexcept
    : file_(std::exchange(other.file_, -1)), number_(other.number_), end_(other.end_) {}

SegmentWriter& SegmentWriter::operator=(SegmentWriter&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(number_, other.number_);
  std::swap(end_, other.end_);
  return *this;
}

SegmentWriter::~SegmentWriter() {
  if (file_ >= 0) ::close(file_);
}

Result<SegmentWriter> SegmentWriter::create(const std::string& folder, std::uint64_t number,
                                            std::int64_t created_us) {
  const auto path = segment_path(folder, number);
  SegmentWriter made;
  // Who asked what of whom is nobody else's business.
  made.file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (made.file_ < 0) return failed("begun", path);
  made.number_ = number;
  QUORUM_CHECK(made.append(segment_head(created_us)));
  return made;
}

Result<SegmentWriter> SegmentWriter::reopen(const std::string& folder, std::uint64_t number,
                                            std::uint64_t end) {
  const auto path = segment_path(folder, number);
  SegmentWriter made;
  made.file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (made.file_ < 0) return failed("opened", path);
  if (::ftruncate(made.file_, static_cast<off_t>(end)) != 0) return failed("mended", path);
  made.number_ = number;
  made.end_ = end;
  return made;
}

Result<> SegmentWriter::append(std::string_view frames) {
  if (auto written = write_all(file_, frames, end_); !written) {
    // Half a frame would be passed over, but the space is needed.
    (void)!::ftruncate(file_, static_cast<off_t>(end_));
    return written;
  }
  end_ += frames.size();
  return {};
}

void SegmentWriter::sync() const {
  if (file_ >= 0) ::fdatasync(file_);
}

}  // namespace quorum::store::journal
