#include "api/cohere/embed_endpoint.hpp"

#include <chrono>
#include <utility>

#include "core/try.hpp"
#include "dialects/cohere/embed.hpp"

namespace quorum::api::cohere {
namespace {

constexpr std::chrono::minutes kAnswerMax{10};

}  // namespace

Task<Result<>> EmbedEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_TRY(auto call, quorum::cohere::read_embed(body));
  const auto asked = call;
  call.wire = {.dialect = llm::Dialect::cohere, .body = std::move(body)};
  const llm::CallContext context{.deadline = loop_.now() + kAnswerMax,
                                 .call_id = exchange.request_id};
  QUORUM_CO_TRY(auto made, co_await embedder_.embed(std::move(call), context));
  auto reply = made.bytes.empty()
                   ? quorum::cohere::write_embeddings(asked, made, exchange.request_id)
                   : std::move(made.bytes);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::cohere
