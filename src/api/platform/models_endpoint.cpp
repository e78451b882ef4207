#include "api/platform/models_endpoint.hpp"

#include "json/writer.hpp"

namespace quorum::api::platform {

HealthEndpoint::HealthEndpoint(const Config& config) {
  json::Writer writer(body_);
  writer.object().key("status").string("healthy").key("version").string(config.version);
  writer.key("openai_configured").boolean(config.is_openai_configured).end();
}

Task<Result<>> HealthEndpoint::answer(Exchange& exchange) {
  co_return co_await send_json(exchange.responder, 200, body_);
}

Task<Result<>> ModelsEndpoint::answer(Exchange& exchange) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("models").array();
  for (const auto& model : models_.list()) {
    writer.object().key("id").string(model.id).key("provider").string(model.provider);
    writer.key("streaming").boolean(model.is_streaming).end();
  }
  writer.end().end();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::platform
