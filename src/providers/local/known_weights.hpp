#pragma once
/// Weights that a package index carries, known by name.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quorum::providers {

/// The packages only carry parts of a file: they are never installed or imported, and nothing is
/// trusted but the hash of what the parts make together.
struct KnownWeights {
  std::string_view name;
  std::string_view family;
  std::string_view licence;
  std::string_view origin;
  std::string_view sha256;  ///< Of the whole.
  std::uint64_t bytes = 0;

  std::string_view package;  ///< `{0}` is the part's number; as pip wants it, with its version.
  std::string_view member;   ///< The part inside the package.
  std::span<const std::string_view> wheels_sha256;  ///< One a part, from the first.
  bool is_starter = false;

  std::string package_of(std::size_t part) const;  ///< Parts are counted from 1.
  std::string member_of(std::size_t part) const;
};

std::span<const KnownWeights> known_weights();

/// Nothing where nobody knows the name.
const KnownWeights* find_known_weights(std::string_view name);

}  // namespace quorum::providers
