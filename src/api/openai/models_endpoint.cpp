#include "api/openai/models_endpoint.hpp"

#include "core/try.hpp"
#include "json/writer.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

void write_model(json::Writer& writer, const llm::ModelInfo& model) {
  writer.object().key("id").string(model.id).key("object").string("model");
  writer.key("created").number(model.created_ms / kMsPerSecond);
  writer.key("owned_by").string(model.provider).end();
}

}  // namespace

Task<Result<>> ListModelsEndpoint::answer(Exchange exchange) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("object").string("list").key("data").array();
  for (const auto& model : models_.list()) write_model(writer, model);
  writer.end().end();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowModelEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto model, models_.find(exchange.path_value("id")));
  std::string body;
  json::Writer writer(body);
  write_model(writer, model);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::openai
