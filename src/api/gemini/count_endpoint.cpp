#include "api/gemini/count_endpoint.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/gemini/counting.hpp"
#include "dialects/gemini/request.hpp"

namespace quorum::api::gemini {
namespace {

constexpr std::chrono::minutes kCountMax{2};

Result<llm::Chat> read_question(std::string_view body) {
  QUORUM_TRY(const auto request, quorum::gemini::read_count(body));
  return quorum::gemini::read_request(request);
}

}  // namespace

Task<Result<>> CountTokensEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_CHECK(read_question(body));
  llm::Call call{
      .model = std::string(exchange.path_value("model")),
      .stream = false,
      .wire = {.dialect = llm::Dialect::gemini, .body = std::move(body), .read = &read_question}};
  const auto context = exchange.context(loop_.now() + kCountMax);
  QUORUM_CO_TRY(const auto count, co_await counter_.count(std::move(call), context));
  auto reply = quorum::gemini::write_count(count);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::gemini
