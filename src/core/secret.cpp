#include "core/secret.hpp"

namespace quorum {

std::string Secret::hint() const {
  constexpr std::size_t kShown = 4;
  if (value_.size() < 4 * kShown) return value_.empty() ? "(none)" : "…";
  return value_.substr(0, value_.starts_with("sk-") ? 3 : 0) + "…" +
         value_.substr(value_.size() - kShown);
}

bool Secret::operator==(const Secret& other) const {
  if (value_.size() != other.value_.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < value_.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (value_[i] ^ other.value_[i]));
  }
  return difference == 0;
}

}  // namespace quorum
