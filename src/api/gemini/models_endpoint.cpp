#include "api/gemini/models_endpoint.hpp"

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/gemini/catalog.hpp"

namespace quorum::api::gemini {
namespace {

Result<std::string> page(const llm::Models& models, const Exchange& exchange) {
  const auto size = exchange.query_value("pageSize").value_or("");
  const auto token = exchange.query_value("pageToken").value_or("");
  QUORUM_TRY(const auto wanted, quorum::gemini::read_page(size, token));
  return quorum::gemini::write_models(models.list(), wanted);
}

}  // namespace

Task<Result<>> ListModelsEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto body, page(models_, exchange));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowModelEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(const auto model, models_.find(exchange.path_value("id")));
  auto body = quorum::gemini::write_model(model);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::gemini
