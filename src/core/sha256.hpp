#pragma once
/// A hash of bytes that arrive in pieces.

#include <memory>
#include <string>
#include <string_view>

namespace quorum {

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

}  // namespace quorum
