#include "api/gemini/embed_endpoint.hpp"

#include <chrono>
#include <utility>

#include "core/try.hpp"

namespace quorum::api::gemini {
namespace {

constexpr std::chrono::minutes kAnswerMax{10};

}  // namespace

Task<Result<>> EmbedEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto call, quorum::gemini::read_embed(form_, exchange.request.body));
  call.model = exchange.path_value("model");
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  QUORUM_CO_TRY(const auto made, co_await embedder_.embed(std::move(call), context));
  auto reply = quorum::gemini::write_embeddings(form_, made);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::gemini
