#pragma once
/// A hash of names that are found by it many times a second.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace quorum {

/// Looks at a name's ends and its length alone, where names differ: a dozen instructions. For small
/// tables in which one name pushes another out, or whose names are the program's own; strangers can
/// choose names that meet.
inline std::uint64_t short_hash(std::string_view name) {
  constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15;
  constexpr std::uint64_t kLast = 0xbf58476d1ce4e5b9;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  const auto look = [&]<typename Word>(Word word) {
    std::memcpy(&word, name.data(), sizeof word);
    first = word;
    std::memcpy(&word, name.data() + name.size() - sizeof word, sizeof word);
    last = word;
  };
  if (name.size() >= 8) {
    look(std::uint64_t{});
  } else if (name.size() >= 4) {
    look(std::uint32_t{});
  } else {
    for (const char c : name) first = (first << 8) | static_cast<unsigned char>(c);
  }
  // The product's upper half depends on all bits of both, its lower one on all lower ones.
  const auto product =
      static_cast<unsigned __int128>(first ^ kFirst) * ((last + name.size()) ^ kLast);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace quorum
