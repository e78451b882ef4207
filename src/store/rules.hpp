#pragma once
/// What every way of keeping debates must refuse, worded once.

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "store/debates.hpp"
#include "store/responses.hpp"

namespace quorum::store {

/// Whether the `seq`s of `events` go on from `last` without a gap.
Result<> check_sequence(std::uint64_t last, const std::vector<LogEvent>& events);

/// Where a chain of answers ends, told from the newest one.
class ChainEnd {
 public:
  explicit ChainEnd(std::size_t limit) : left_(limit) {}

  /// Whether `row` still belongs to it: not once there are enough, in number or bytes, nor again.
  bool takes(const ResponseRow& row);

 private:
  std::size_t left_;
  std::size_t bytes_ = 0;
  std::set<std::string> seen_{};
};

Error no_such_debate();
Error no_such_page();  ///< `DebateQuery::after` names no debate.
Error id_is_known();
Error key_is_known(std::string_view first_id);
Error client_key_is_known();
Error client_key_is_valid();  ///< What is valid is not cleared away.
Error lease_is_taken(std::string_view holder);

}  // namespace quorum::store
