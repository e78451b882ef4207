#pragma once
/// Names for things: short, unguessable, in order of their making.

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.hpp"

namespace quorum {

/// Makes ids such as `dbt_0mhq3k2v9x4t8b7c6d5e4f3g`: a prefix, ten characters of time and fourteen
/// of chance, in Crockford's base 32. Ids of one maker sort by the millisecond they were made in.
/// Of one thread.
class IdMaker {
 public:
  /// Seeded by the operating system's random source.
  explicit IdMaker(const Clock& clock);

  /// The same seed and clock give the same ids: for tests and replays.
  IdMaker(const Clock& clock, std::uint64_t seed);

  std::string make(std::string_view prefix);

 private:
  std::uint64_t next_random();

  const Clock& clock_;
  std::uint64_t state_[2];
};

}  // namespace quorum
