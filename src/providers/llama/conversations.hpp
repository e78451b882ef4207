#pragma once
/// Which conversation's memory a prompt may continue, so that what was read is not read again.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace quorum::llama {

using Token = std::int32_t;

/// A fixed number of places, each holding the tokens that the model's memory holds there. The one
/// least recently used makes room.
class Conversations {
 public:
  explicit Conversations(std::size_t places) : places_(places) {}

  struct Place {
    int number = 0;
    std::size_t kept = 0;  ///< Tokens from the front that need not be read again.
  };

  /// A free place for `prompt`, or nothing while all are taken. The last token is always read
  /// again: what follows it is only known then.
  std::optional<Place> take(std::span<const Token> prompt);

  /// Gives a place back with what its memory now holds.
  void give_back(int number, std::vector<Token> held);

 private:
  struct Held {
    std::vector<Token> tokens;
    std::uint64_t used_at = 0;
    bool is_taken = false;
  };
  std::vector<Held> places_;
  std::uint64_t uses_ = 0;
};

}  // namespace quorum::llama
