#pragma once
/// So many answers under way at once, counted by one atomic number that any thread may touch.

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace quorum::govern {

/// Of one key.
class Permits final {
 public:
  /// One answer. Given back when it is destroyed, on whatever thread, and at once by `release`.
  class Permit;

  /// Of `from`, which those who hold a permit keep. Nothing where `at_once_max` are out already.
  static Permit take(std::shared_ptr<Permits> from, std::int64_t at_once_max);

  std::int64_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> taken_{0};
};

class Permits::Permit final {
 public:
  Permit() = default;
  Permit(Permit&& other) noexcept = default;
  Permit& operator=(Permit&& other) noexcept {
    release();
    from_ = std::move(other.from_);
    return *this;
  }
  ~Permit() { release(); }

  explicit operator bool() const { return from_ != nullptr; }
  void release() {
    if (from_ == nullptr) return;
    from_->taken_.fetch_sub(1, std::memory_order_relaxed);
    from_.reset();
  }

 private:
  friend class Permits;
  explicit Permit(std::shared_ptr<Permits> from) : from_(std::move(from)) {}
  std::shared_ptr<Permits> from_{};  ///< The count outlives a key that is revoked meanwhile.
};

}  // namespace quorum::govern
