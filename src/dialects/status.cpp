#include "dialects/status.hpp"

namespace quorum::dialects {

int status_of(Errc code) {
  switch (code) {
    case Errc::invalid_request: return 400;
    case Errc::unauthenticated: return 401;
    case Errc::permission_denied: return 403;
    case Errc::not_found: return 404;
    case Errc::conflict: return 409;
    case Errc::too_large: return 413;
    case Errc::rate_limited:
    case Errc::budget_exceeded: return 429;
    case Errc::unavailable: return 503;
    case Errc::upstream_failed: return 502;
    case Errc::deadline_exceeded: return 504;
    case Errc::cancelled: return 499;
    case Errc::internal: return 500;
  }
  return 500;
}

}  // namespace quorum::dialects
