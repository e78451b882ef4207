#pragma once
/// Bytes that nobody can guess.

#include <cstdint>
#include <span>

#include "core/error.hpp"

namespace quorum {

/// Fills `bytes`, at most 256 of them, from the operating system's random source.
Result<> fill_random(std::span<std::uint8_t> bytes);

}  // namespace quorum
