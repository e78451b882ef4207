#pragma once
/// Errors and descriptors of the operating system.

#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace quorum::async {

/// `what` could not be done: the message says so, the detail has the system's word for `number`.
Error system_error(std::string_view what, int number);

/// Owns a descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset() { *this = Fd{}; }

 private:
  int fd_ = -1;
};

}  // namespace quorum::async
