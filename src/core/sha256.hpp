#pragma once
/// SHA-256: of bytes that arrive in pieces, and of short texts one after the other.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace quorum {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);

  /// Of all that was added, as 64 lower-case hex digits. Nothing can be added after it.
  std::string finish();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

/// Hashes one text after the other and keeps what it needs for that, so that a hash costs no
/// look-up and no allocation. Used by one thread at a time.
class Sha256Machine {
 public:
  Sha256Machine();
  Sha256Digest digest(std::string_view text);

 private:
  struct Free {
    void operator()(void* algorithm) const;
  };
  struct FreeContext {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> algorithm_;
  std::unique_ptr<void, FreeContext> context_;
};

/// As 64 lower-case hex digits.
std::string hex(const Sha256Digest& digest);

/// Nothing where `text` is no such digits.
std::optional<Sha256Digest> read_digest(std::string_view text);

}  // namespace quorum
