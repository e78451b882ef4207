#pragma once
/// A record as bytes, and back.

#include <optional>
#include <string>
#include <string_view>

#include "store/request_record.hpp"

namespace quorum::store::journal {

/// No record is spelt longer.
inline constexpr std::size_t kRecordBytesMax = 1024;

/// Writes at most `kRecordBytesMax` bytes to `out` and says how many.
std::size_t encode(const RequestRecord& record, char* out);

/// Nothing where `bytes` are not a record of this or an earlier form.
std::optional<RequestRecord> decode(std::string_view bytes);

/// The same with those texts alone by which totals are added up: the key, the provider and its
/// model.
std::optional<RequestRecord> decode_for_totals(std::string_view bytes);

}  // namespace quorum::store::journal
