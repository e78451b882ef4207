#pragma once
/// Reads a journal's folder, whoever writes to it meanwhile.

#include <functional>
#include <string>
#include <string_view>

#include "store/journal/totals.hpp"
#include "store/requests.hpp"

namespace quorum::store::journal {

class Reader final : public RequestReader {
 public:
  explicit Reader(std::string folder) : folder_(std::move(folder)) {}

  Result<std::vector<RequestRecord>> find(const RequestQuery& query) const override;
  Result<std::vector<RequestRecord>> read_on(LogPosition& position,
                                             std::size_t limit) const override;
  Result<LogPosition> end() const override;
  Result<std::vector<UsageTotal>> totals() const override;

 private:
  std::string folder_;
};

std::string checkpoint_path(const std::string& folder);

/// The last one written; an empty one where there is none that is whole.
Checkpoint read_checkpoint(const std::string& folder);

/// Adds to `totals` what stands in the log behind `position`; gives the place behind it.
Result<LogPosition> replay(const std::string& folder, LogPosition position, Totals& totals);

}  // namespace quorum::store::journal
