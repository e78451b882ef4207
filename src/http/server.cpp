#include "http/server.hpp"

#include <utility>

#include "core/try.hpp"

namespace quorum::http {

Task<Result<>> Responder::start_with(ResponseHead head, std::string_view first) {
  QUORUM_CO_CHECK(co_await start(std::move(head)));
  co_return co_await write(first);
}

}  // namespace quorum::http
