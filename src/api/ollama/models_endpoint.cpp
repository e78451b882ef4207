#include "api/ollama/models_endpoint.hpp"

#include <utility>

#include "api/ollama/chat_endpoint.hpp"
#include "core/try.hpp"
#include "dialects/ollama/catalog.hpp"

namespace quorum::api::ollama {

Task<Result<>> TagsEndpoint::answer(Exchange exchange) {
  const auto models = models_.list();
  auto body = quorum::ollama::write_tags(models);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> RunningEndpoint::answer(Exchange exchange) {
  auto body = quorum::ollama::write_running({});
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto asked, quorum::ollama::read_show(exchange.request.body));
  const auto id = known_name(models_, std::move(asked));
  QUORUM_CO_TRY(const auto model, models_.find(id));
  auto body = quorum::ollama::write_show(model);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> VersionEndpoint::answer(Exchange exchange) {
  auto body = quorum::ollama::write_version();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::ollama
