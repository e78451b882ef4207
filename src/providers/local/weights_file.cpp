#include "providers/local/weights_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "core/try.hpp"

namespace quorum::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = 1 << 20;
constexpr std::string_view kMagic = "GGUF";

Error cannot_write(const std::string& path, int number) {
  return {.code = Errc::unavailable,
          .message = number == ENOSPC || number == EDQUOT
                         ? fmt::format("The disk is full: {} cannot be written.", path)
                         : fmt::format("{} cannot be written: {}.", path, std::strerror(number))};
}

/// Calls `take` with every piece of the file.
Result<> read_pieces(const std::string& path, const auto& take) {
  std::ifstream file(path, std::ios::binary);
  std::vector<char> piece(kPieceBytes);
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    take(std::string_view(piece.data(), static_cast<std::size_t>(file.gcount())));
  }
  if (file.eof()) return {};
  return Error{.code = Errc::unavailable, .message = path + " cannot be read."};
}

/// What has been written is on the disk when the name changes, not after.
Result<> sync_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return cannot_write(path, errno);
  const int fault = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (fault != 0) return cannot_write(path, fault);
  return {};
}

bool begins_with_magic(const std::string& path) {
  std::array<char, 4> bytes{};
  std::ifstream(path, std::ios::binary).read(bytes.data(), bytes.size());
  return std::string_view(bytes.data(), bytes.size()) == kMagic;
}

}  // namespace

std::string WeightsFile::workshop(const std::string& folder, std::string_view name) {
  return fs::path(folder) / ".pull" / name;
}

WeightsFile::WeightsFile(std::string folder, std::string workshop)
    : folder_(std::move(folder)),
      workshop_(std::move(workshop)),
      partial_(fs::path(workshop_) / "weights.partial") {}

Result<WeightsFile> WeightsFile::open(const std::string& folder, std::string_view name, From from) {
  WeightsFile file(folder, workshop(folder, name));
  std::error_code fault;
  fs::create_directories(file.workshop_, fault);
  if (fault) return cannot_write(file.workshop_, fault.value());
  QUORUM_CHECK(file.lock());
  if (from == From::start) {
    QUORUM_CHECK(file.restart());
  } else {
    QUORUM_CHECK(file.take_up());
  }
  return file;
}

Result<> WeightsFile::lock() {
  const std::string path = fs::path(workshop_) / "lock";
  lock_ = async::Fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock_) return cannot_write(path, errno);
  if (::flock(lock_.get(), LOCK_EX | LOCK_NB) == 0) return {};
  return Error{.code = Errc::conflict,
               .message = "Another process is fetching this model at this moment."};
}

Result<> WeightsFile::take_up() {
  if (fs::exists(partial_)) {
    QUORUM_CHECK(read_pieces(partial_, [this](std::string_view piece) {
      hash_.add(piece);
      bytes_ += piece.size();
    }));
  }
  file_.open(partial_, std::ios::binary | std::ios::app);
  if (!file_) return cannot_write(partial_, errno);
  return {};
}

Result<> WeightsFile::restart() {
  hash_ = Sha256();
  bytes_ = 0;
  file_.close();
  file_.open(partial_, std::ios::binary | std::ios::trunc);
  if (!file_) return cannot_write(partial_, errno);
  return {};
}

Result<> WeightsFile::append(std::string_view bytes) {
  errno = 0;
  // Flushed at once: a full disk must fail here, and what is counted must be there next time.
  file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush();
  if (!file_) return cannot_write(partial_, errno != 0 ? errno : EIO);
  hash_.add(bytes);
  bytes_ += bytes.size();
  return {};
}

Result<Weights> WeightsFile::finish(Weights papers, std::string_view expected_sha256) {
  file_.close();
  papers.sha256 = hash_.finish();
  papers.bytes = bytes_;
  const bool is_expected = expected_sha256.empty() || papers.sha256 == expected_sha256;
  const bool is_gguf = begins_with_magic(partial_);
  std::error_code fault;
  if (!is_expected || !is_gguf) {
    fs::remove_all(workshop_, fault);
    return Error{
        .code = Errc::upstream_failed,
        .message = is_expected
                       ? "What was fetched is no GGUF file, so it was thrown away."
                       : fmt::format("What was fetched has the hash {}, not {}, so it was thrown "
                                     "away.",
                                     papers.sha256, expected_sha256)};
  }
  papers.file = fs::path(folder_) / (papers.name + ".gguf");
  const std::string papers_file = fs::path(workshop_) / "papers.json";
  std::ofstream(papers_file) << papers_of(papers);
  QUORUM_CHECK(sync_file(papers_file));
  QUORUM_CHECK(sync_file(partial_));
  // The papers first: a model in the folder has them from its first moment.
  fs::rename(papers_file, fs::path(folder_) / (papers.name + ".json"), fault);
  if (!fault) fs::rename(partial_, papers.file, fault);
  if (fault) return cannot_write(papers.file, fault.value());
  fs::remove_all(workshop_, fault);
  return papers;
}

Result<std::string> sha256_of_file(const std::string& path) {
  Sha256 hash;
  QUORUM_CHECK(read_pieces(path, [&hash](std::string_view piece) { hash.add(piece); }));
  return hash.finish();
}

}  // namespace quorum::providers
