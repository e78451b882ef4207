#include "api/ollama/embed_endpoint.hpp"

#include <chrono>
#include <utility>

#include "api/ollama/chat_endpoint.hpp"
#include "core/try.hpp"

namespace quorum::api::ollama {
namespace {

constexpr std::chrono::minutes kAnswerMax{10};

}  // namespace

Task<Result<>> EmbedEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_TRY(auto call, quorum::ollama::read_embed(endpoint_, body));
  const auto asked = call.model;
  call.model = known_name(models_, std::move(call.model));
  if (endpoint_ == quorum::ollama::EmbedEndpoint::embed) {
    call.wire = {.dialect = llm::Dialect::ollama_chat, .body = std::move(body)};
  }
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  QUORUM_CO_TRY(auto made, co_await embedder_.embed(std::move(call), context));
  auto reply = made.bytes.empty() ? quorum::ollama::write_embeddings(endpoint_, made, asked)
                                  : std::move(made.bytes);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::ollama
