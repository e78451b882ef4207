#pragma once
/// What each key has used of each model: a fold over the log, kept beside it.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "store/requests.hpp"

namespace quorum::store::journal {

class Totals {
 public:
  /// So many rows; what is beyond them is counted under the model `(other)` of its key, and at last
  /// of no key, so that nobody's inventions fill the memory.
  explicit Totals(std::size_t rows_max = 10'000) : rows_max_(rows_max) {}
  Totals(const Totals&) = delete;
  Totals& operator=(const Totals&) = delete;

  /// A record without a provider adds nothing: no model was asked.
  void add(const RequestRecord& record);
  void add(const UsageTotal& total);

  std::vector<UsageTotal> rows() const;
  void clear();

 private:
  using Name = std::tuple<std::string, std::string, std::string>;
  using View = std::tuple<std::string_view, std::string_view, std::string_view>;
  UsageTotal& row(std::string_view key, std::string_view provider, std::string_view model);

  std::size_t rows_max_;
  std::map<Name, UsageTotal, std::less<>> rows_{};
  UsageTotal* last_ = nullptr;  ///< The row added to last: the next record is often its, too.
};

/// The totals of everything before `position`.
struct Checkpoint {
  LogPosition position{};
  std::vector<UsageTotal> rows{};
};

std::string encode(const Checkpoint& checkpoint);

/// Nothing where `bytes` are not a whole one.
std::optional<Checkpoint> decode_checkpoint(std::string_view bytes);

}  // namespace quorum::store::journal
