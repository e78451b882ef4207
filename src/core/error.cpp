#include "core/error.hpp"

namespace quorum {

std::string_view name(Errc code) {
  switch (code) {
    case Errc::invalid_request: return "invalid_request";
    case Errc::unauthenticated: return "unauthenticated";
    case Errc::permission_denied: return "permission_denied";
    case Errc::not_found: return "not_found";
    case Errc::conflict: return "conflict";
    case Errc::too_large: return "too_large";
    case Errc::rate_limited: return "rate_limited";
    case Errc::budget_exceeded: return "budget_exceeded";
    case Errc::unavailable: return "unavailable";
    case Errc::upstream_failed: return "upstream_failed";
    case Errc::deadline_exceeded: return "deadline_exceeded";
    case Errc::cancelled: return "cancelled";
    case Errc::internal: return "internal";
  }
  return "internal";
}

const Error& detail::ErrorBox::moved_from() {
  static const Error kNothing{};
  return kNothing;
}

}  // namespace quorum
