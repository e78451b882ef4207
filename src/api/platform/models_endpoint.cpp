#include "api/platform/models_endpoint.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "json/writer.hpp"

namespace quorum::api::platform {
namespace {

/// Listed by contract, asked for or not: without a key they answer 401, which names it.
constexpr std::array<std::string_view, 3> kPromised{"gpt-4", "gpt-3.5-turbo", "gpt-4-turbo"};

void write_model(json::Writer& writer, const llm::ModelInfo& model) {
  writer.object().key("id").string(model.id).key("provider").string(model.provider);
  writer.key("streaming").boolean(model.is_streaming).end();
}

}  // namespace

HealthEndpoint::HealthEndpoint(const Config& config) : keeps_records_(config.keeps_records) {
  json::Writer writer(body_);
  writer.object().key("status").string("healthy").key("version").string(config.version);
  writer.key("openai_configured").boolean(config.is_openai_configured).end();
  troubled_body_ = body_;
  troubled_body_.insert(body_.size() - 1, R"(,"trouble":["request_log"])");
}

Task<Result<>> HealthEndpoint::answer(Exchange exchange) {
  const bool is_fine = !keeps_records_ || keeps_records_();
  co_return co_await send_json(exchange.responder, 200, is_fine ? body_ : troubled_body_);
}

Task<Result<>> ModelsEndpoint::answer(Exchange exchange) {
  auto models = models_.list();
  std::string body;
  json::Writer writer(body);
  writer.object().key("models").array();
  for (const auto id : kPromised) {
    if (std::ranges::find(models, id, &llm::ModelInfo::id) != models.end()) continue;
    write_model(writer, {.id = std::string(id), .provider = "openai"});
  }
  for (const auto& model : models) write_model(writer, model);
  writer.end().end();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::platform
