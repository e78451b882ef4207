#pragma once
/// A model's bytes on their way out: whole characters only, and nothing of a stop string.

#include <string>
#include <string_view>
#include <vector>

namespace quorum::llama {

/// Tokens end anywhere, in the middle of a character too; what a stop string may begin is held back
/// until the next bytes decide. What comes out is well-formed UTF-8.
class TextGate {
 public:
  explicit TextGate(std::vector<std::string> stops);

  /// What may be shown now. Nothing any more once a stop string has been met.
  std::string push(std::string_view bytes);

  /// A stop string has been met: it and what follows it are gone.
  bool is_stopped() const { return is_stopped_; }

  /// What was held back, once nothing follows. Half a character becomes U+FFFD.
  std::string finish();

 private:
  std::string release(std::size_t bytes);

  std::vector<std::string> stops_;
  std::string held_;
  bool is_stopped_ = false;
};

}  // namespace quorum::llama
