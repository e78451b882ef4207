#pragma once
/// docs/compatibility.md, made from what the tests find.

#include <string>
#include <vector>

namespace quorum::translation {

struct Table {
  std::string text{};
  std::vector<std::string> faults{};  ///< Everything that is lost in silence.
};

Table make_table();

}  // namespace quorum::translation
