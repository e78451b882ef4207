#pragma once
/// What a provider's last answer was like, so that the next need only be compared with it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "llm/delta.hpp"

namespace quorum::dialects {

/// What is metered of an answer.
struct Meters {
  std::optional<llm::Finish> finish{};
  std::optional<llm::Usage> usage{};

  void add(const llm::Delta& delta) {
    if (delta.finish) finish = delta.finish;
    if (delta.usage) usage = delta.usage;
  }
  bool operator==(const Meters&) const = default;
};

/// A model's answers mostly differ in nothing but their ids, times, words and counts. Knows one of
/// them by all that stands around those, and so each that is like it: what is well-formed in the
/// one is so in the other, and means the same.
class AnswerMemory {
 public:
  static constexpr std::size_t kHolesMax = 12;
  static constexpr std::uint8_t kUnmetered = 0xFF;

  /// A value in whose place another may stand: a string with its quotes, or a number; a count,
  /// where it is metered.
  struct Hole {
    std::string_view value{};
    std::uint8_t meter = kUnmetered;  ///< What the dialect meters by it, in its own numbers.
  };
  struct Count {
    std::uint8_t meter = kUnmetered;
    std::int64_t value = 0;
  };
  /// What is metered by an answer's holes.
  using Counts = std::array<Count, kHolesMax>;

  /// From now on it is the memory of `answer`, which is well-formed. The holes are in it, in their
  /// order.
  void learn(std::string_view answer, std::span<const Hole> holes, const Meters& told);

  /// How many counts `answer` holds, where it is like the one learnt. `told` was told of that one.
  std::optional<std::size_t> recall(std::string_view answer, Counts& counts) const;
  const Meters& told() const { return told_; }

 private:
  /// A hole, and where what stands before it ends.
  struct Place {
    std::uint32_t end = 0;
    std::uint8_t meter = kUnmetered;
    bool is_string = false;
  };

  std::string fixed_;  ///< What stands around the holes, end to end.
  std::array<Place, kHolesMax> places_{};
  std::size_t holes_ = 0;  ///< None: nothing was learnt.
  Meters told_{};
};

/// Gathers an answer's holes while it is read.
class Holes {
 public:
  void add(std::string_view value, std::uint8_t meter = AnswerMemory::kUnmetered) {
    if (size_ < holes_.size()) holes_[size_] = {.value = value, .meter = meter};
    ++size_;
  }
  /// None, where they are too many to remember.
  std::span<const AnswerMemory::Hole> all() const {
    return std::span(holes_).first(size_ <= holes_.size() ? size_ : 0);
  }

 private:
  std::array<AnswerMemory::Hole, AnswerMemory::kHolesMax> holes_{};
  std::size_t size_ = 0;
};

}  // namespace quorum::dialects
