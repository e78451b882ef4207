#include "dialects/fault.hpp"

#include <fmt/format.h>

#include <utility>

namespace quorum::dialects {

Error wrong(std::string field, std::string_view expected) {
  auto message = fmt::format("`{}` must be {}.", field, expected);
  return {.code = Errc::invalid_request,
          .message = std::move(message),
          .field = std::move(field),
          .reason = "invalid_value"};
}

Error missing(std::string field, std::string_view hint) {
  auto message = fmt::format("`{}` is missing: {}.", field, hint);
  return {.code = Errc::invalid_request,
          .message = std::move(message),
          .field = std::move(field),
          .reason = "missing_required_parameter"};
}

}  // namespace quorum::dialects
