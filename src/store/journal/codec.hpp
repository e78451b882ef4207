#pragma once
/// A record as bytes, and back.

#include <optional>
#include <string>
#include <string_view>

#include "store/request_record.hpp"
#include "store/requests.hpp"

namespace quorum::store::journal {

/// No record is spelt longer.
inline constexpr std::size_t kRecordBytesMax = 1024;

/// Writes at most `kRecordBytesMax` bytes to `out` and says how many; what lies behind them, within
/// that room, means nothing.
std::size_t encode(const RequestRecord& record, char* out);

/// Nothing where `bytes` are not a record of this or an earlier form.
std::optional<RequestRecord> decode(std::string_view bytes);

/// By which totals are added up; views into the record's bytes.
struct UseNames {
  std::string_view key_id{};
  std::string_view provider{};  ///< Empty: nobody was asked, so nothing was used.
  std::string_view model{};
};

/// The same, with those texts alone.
std::optional<UseNames> names_in(std::string_view bytes);

/// What a record adds to the total under its names, without a look at any text: `bytes` are what
/// `encode` wrote, or what `names_in` has taken for whole.
Use use_in(std::string_view bytes);

}  // namespace quorum::store::journal
