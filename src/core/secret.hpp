#pragma once
/// A key that cannot be printed by accident.

#include <string>
#include <string_view>
#include <utility>

namespace quorum {

/// Holds a credential. It has no stream operator and no formatter, so a log line cannot show it.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  bool empty() const { return value_.empty(); }

  /// The credential itself: for the request that needs it, and nowhere else.
  std::string_view reveal() const { return value_; }

  /// `sk-…` and the last four characters: enough to recognise it, too little to use it.
  std::string hint() const;

  /// Takes the same time whatever differs.
  bool operator==(const Secret& other) const;

 private:
  std::string value_;
};

}  // namespace quorum
