#pragma once
/// CRC-32C (Castagnoli), which processors compute themselves.

#include <cstdint>
#include <string_view>

namespace quorum::store::journal {

std::uint32_t crc32c(std::string_view bytes);

/// The same on any processor.
std::uint32_t crc32c_by_table(std::string_view bytes);

}  // namespace quorum::store::journal
