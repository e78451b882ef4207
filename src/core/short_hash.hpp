#pragma once
/// Names that are looked for many times a second: a hash of them, and whether two are the same.

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
  const auto* const begin = name.data();
  const auto* const end = begin + name.size();
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  const auto look = [&]<typename Word>(Word word) {
    std::memcpy(&word, begin, sizeof word);
    first = word;
    std::memcpy(&word, end - sizeof word, sizeof word);
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

/// Of names of some ten letters this is done before `memcmp` is called.
inline bool is_same_name(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  const auto differ = [&]<typename Word>(Word mine, std::size_t at) {
    Word theirs{};
    std::memcpy(&mine, one.data() + at, sizeof mine);
    std::memcpy(&theirs, other.data() + at, sizeof theirs);
    return mine != theirs;
  };
  const auto all_as = [&]<typename Word>(Word word) {
    for (std::size_t at = 0; at + sizeof word < one.size(); at += sizeof word) {
      if (differ(word, at)) return false;
    }
    // The last word, of which the one before may have seen a part.
    return !differ(word, one.size() - sizeof word);
  };
  if (one.size() >= 8) return all_as(std::uint64_t{});
  if (one.size() >= 4) return all_as(std::uint32_t{});
  return one.empty() || all_as(char{});
}

}  // namespace quorum
