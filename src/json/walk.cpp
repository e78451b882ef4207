#include "json/walk.hpp"

#include <cstdint>
#include <limits>

#include "json/text.hpp"

namespace quorum::json {

Result<> check_size(std::string_view text) {
  if (text.size() <= std::numeric_limits<std::uint32_t>::max()) return {};
  return Error{.code = Errc::too_large, .message = "JSON texts of 4 GiB and more are not read."};
}

Error fault_of(std::string_view text, Error found) {
  if (is_utf8(text)) return found;
  return malformed(utf8_fault(text), "this is not valid UTF-8");
}

}  // namespace quorum::json
