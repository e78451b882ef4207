#include "llm/another.hpp"

namespace quorum::llm {

bool may_another(const Error& error) {
  switch (error.code) {
    case Errc::invalid_request:
    case Errc::too_large:
    case Errc::cancelled:
    case Errc::internal: return false;
    default: return true;
  }
}

}  // namespace quorum::llm
