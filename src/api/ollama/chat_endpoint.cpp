#include "api/ollama/chat_endpoint.hpp"

#include <utility>

#include "core/try.hpp"
#include "dialects/ollama/face.hpp"
#include "dialects/ollama/request.hpp"

namespace quorum::api::ollama {
namespace {

constexpr std::string_view kLatest = ":latest";

const dialects::Face& face_of(quorum::ollama::Endpoint endpoint) {
  return endpoint == quorum::ollama::Endpoint::chat ? quorum::ollama::chat_face()
                                                    : quorum::ollama::generate_face();
}

}  // namespace

std::string known_name(const llm::Models& models, std::string name) {
  if (!name.ends_with(kLatest) || models.find(name)) return name;
  auto bare = name.substr(0, name.size() - kLatest.size());
  return models.find(bare) ? bare : name;
}

OllamaChatEndpoint::OllamaChatEndpoint(async::Loop& loop, llm::ChatBackend& backend,
                                       const llm::Models& models, quorum::ollama::Endpoint endpoint)
    : ChatEndpoint(loop, backend, face_of(endpoint)),
      loop_(loop),
      models_(models),
      endpoint_(endpoint) {}

Result<dialects::Head> OllamaChatEndpoint::head_of(const Exchange& exchange) const {
  QUORUM_TRY(auto head, ChatEndpoint::head_of(exchange));
  head.model = known_name(models_, std::move(head.model));
  return head;
}

Result<std::string> OllamaChatEndpoint::loaded(const Exchange& exchange) const {
  QUORUM_TRY(auto head, head_of(exchange));
  QUORUM_CHECK(models_.find(head.model));
  return quorum::ollama::write_loaded(
      endpoint_, {.model = std::move(head.model), .created_ms = loop_.unix_ms()});
}

Task<Result<>> OllamaChatEndpoint::answer(Exchange exchange) {
  if (!quorum::ollama::is_load(exchange.request.body)) {
    co_return co_await ChatEndpoint::answer(std::move(exchange));
  }
  QUORUM_CO_TRY(auto body, loaded(exchange));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::ollama
