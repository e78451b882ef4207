#include "api/cohere/models_endpoint.hpp"

#include <string>

#include "core/try.hpp"
#include "dialects/cohere/catalog.hpp"

namespace quorum::api::cohere {
namespace {

namespace dialect = quorum::cohere;

Result<std::string> page(const llm::Models& models, const Exchange& exchange) {
  const auto value = [&](std::string_view name) { return exchange.query_value(name).value_or(""); };
  QUORUM_TRY(const auto wanted,
             dialect::read_model_page(value("page_size"), value("page_token"), value("endpoint")));
  return dialect::write_models(models.list(), wanted);
}

}  // namespace

Task<Result<>> ListModelsEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto body, page(models_, exchange));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowModelEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(const auto model, models_.find(exchange.path_value("id")));
  auto body = dialect::write_model(model);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::cohere
