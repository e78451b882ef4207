#pragma once
/// What each key has used of each model: a fold over the log, kept beside it.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "store/journal/codec.hpp"
#include "store/requests.hpp"

namespace quorum::store::journal {

/// What is added may wait until it counts, with all that was added meanwhile: so the totals are
/// those of a place in the log. Who shares them guards all but `expect`, which is the writer's.
class Totals {
 public:
  using Row = std::uint32_t;

  /// So many rows; what is beyond them is counted under the model `(other)` of its key, and at last
  /// of no key, so that nobody's inventions fill the memory.
  explicit Totals(std::size_t rows_max = 10'000) : rows_max_(rows_max) {}
  Totals(const Totals&) = delete;
  Totals& operator=(const Totals&) = delete;

  /// The row of these names, which it keeps.
  Row find(UseNames names);

  /// Counts from the next `settle` on.
  void expect(Row row, const Use& use);
  void settle();

  void add(const UsageTotal& total);

  /// By their names; those that count something.
  std::vector<UsageTotal> rows() const;

 private:
  struct Sum {
    UsageTotal counted{};
    UsageTotal expected{};  ///< Without names.
  };
  using Names = std::tuple<std::string_view, std::string_view, std::string_view>;

  std::size_t rows_max_;
  std::deque<Sum> sums_{};  ///< By row; where one lies, it stays.
  std::map<Names, Row> by_names_{};
  std::vector<Row> expecting_{};
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
