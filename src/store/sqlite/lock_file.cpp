#include "store/sqlite/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "store/rules.hpp"

namespace quorum::store::sqlite {
namespace {

/// A place holds the process id of who has, or had, it.
using Holder = std::int64_t;

class LockedPlace final : public Lease {
 public:
  explicit LockedPlace(int file) : file_(file) {}
  LockedPlace(const LockedPlace&) = delete;
  LockedPlace& operator=(const LockedPlace&) = delete;
  ~LockedPlace() override { ::close(file_); }

 private:
  int file_;
};

Error cannot(std::string_view what, const std::string& path) {
  const auto reason = std::error_code(errno, std::system_category()).message();
  return {.code = Errc::unavailable,
          .message = "The lease on the debate cannot be taken.",
          .detail = fmt::format("{} {}: {}", what, path, reason)};
}

std::string name_of_holder(int file, off_t at) {
  Holder holder = 0;
  const auto size = ::pread(file, &holder, sizeof holder, at);
  if (size != sizeof holder) return "another process";
  return holder == ::getpid() ? "this process" : fmt::format("process {}", holder);
}

}  // namespace

Result<std::unique_ptr<Lease>> lock_place(const std::string& path, std::int64_t number) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return cannot("open", path);
  auto lease = std::make_unique<LockedPlace>(file);

  struct flock place{};
  place.l_type = F_WRLCK;
  place.l_whence = SEEK_SET;
  place.l_start = number * static_cast<off_t>(sizeof(Holder));
  place.l_len = sizeof(Holder);
  if (::fcntl(file, F_OFD_SETLK, &place) != 0) {
    if (errno != EAGAIN && errno != EACCES) return cannot("lock", path);
    return lease_is_taken(name_of_holder(file, place.l_start));
  }
  const Holder holder = ::getpid();
  if (::pwrite(file, &holder, sizeof holder, place.l_start) != sizeof holder) {
    return cannot("write", path);
  }
  return lease;
}

}  // namespace quorum::store::sqlite
