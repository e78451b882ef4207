#pragma once
/// Debates as rows: every statement that the adapter runs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "store/debates.hpp"
#include "store/sqlite/connection.hpp"

namespace quorum::store::sqlite {

// Those that write run inside a transaction; where they refuse, they have written nothing.
Result<> insert_debate(Connection& connection, const DebateRow& row);
Result<> insert_events(Connection& connection, std::string_view id,
                       const std::vector<LogEvent>& events);
Result<> update_status(Connection& connection, std::string_view id, std::string_view status,
                       UnixMs at_ms);

Result<std::optional<DebateRow>> find_debate(Connection& connection, std::string_view id);
Result<std::vector<DebateRow>> list_debates(Connection& connection, const DebateQuery& query);
Result<std::vector<LogEvent>> read_events(Connection& connection, std::string_view id,
                                          std::uint64_t after_seq, std::size_t limit);

/// The small number that stands for the debate inside this file.
Result<std::int64_t> number_of(Connection& connection, std::string_view id);

}  // namespace quorum::store::sqlite
