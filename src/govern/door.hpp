#pragma once
/// Who may come in: the key a request shows, its end, its limits.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/bounded_text.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/sha256.hpp"
#include "govern/board.hpp"
#include "govern/permit.hpp"

namespace quorum::govern {

struct Caller {
  /// What it has shown as its key, wherever: one that is good is enough.
  std::span<const std::string_view> keys{};

  /// It is on our own machine, and no web page of somewhere else.
  bool is_at_home = false;
};

enum class Effort : std::uint8_t {
  look,    ///< Reads what is there.
  answer,  ///< Has something done for it, or holds a stream open.
};

/// How much of its rate a key has left.
struct Quota {
  std::int64_t per_minute_max = 0;
  std::int64_t left = 0;
  std::chrono::nanoseconds full_after{};
};

struct Entry {
  BoundedText<31> key_id{};  ///< Also of a known key that is refused; empty for who showed none.
  Permits::Permit permit{};
  std::optional<Quota> quota{};
  std::unique_ptr<Error> refusal{};  ///< Then there is no entry.
};

/// One a loop. Allocates nothing for whom it lets in, and hashes a key that comes again and again
/// once: the texts of the last few stay in its memory until the ring changes.
class Door {
 public:
  /// Both outlive it.
  Door(const Board& board, const Clock& clock)
      : board_(board), clock_(clock), version_(board.version()), ring_(board.ring()) {}

  /// Whether `Caller::is_at_home` matters at the moment.
  bool asks_who_is_at_home();

  Entry admit(const Caller& caller, Effort effort);

 private:
  /// A key that was found before.
  struct Known {
    std::array<char, 64> text{};
    std::size_t size = 0;
    const Key* key = nullptr;
    bool is(std::string_view shown) const;
  };

  void look_at_board();
  const Key* find(std::string_view shown);
  const Key* find(std::span<const std::string_view> keys);
  Entry admit_with(const Key& key, Effort effort) const;
  Error unknown(const Caller& caller) const;

  const Board& board_;
  const Clock& clock_;
  std::uint64_t version_;
  std::shared_ptr<const Ring> ring_;
  Sha256Machine machine_{};
  std::array<Known, 16> known_{};  ///< Of `ring_`.
};

}  // namespace quorum::govern
