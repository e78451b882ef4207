#include "api/openai/input_tokens_endpoint.hpp"

#include <chrono>
#include <utility>

#include "api/openai/responses_endpoint.hpp"
#include "core/try.hpp"
#include "json/writer.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::chrono::minutes kAnswerMax{1};

std::string write_count(const llm::TokenCount& count) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("object").string("response.input_tokens");
  writer.key("input_tokens").number(count.tokens);
  if (count.is_estimate) writer.key("is_estimate").boolean(true);
  writer.end();
  return body;
}

}  // namespace

Task<Result<>> InputTokensEndpoint::answer(Exchange exchange) {
  const auto& face = openai_responses::face();
  QUORUM_CO_TRY(auto request,
                co_await continue_request(loop_, kept_, std::move(exchange.request.body),
                                          std::string(exchange.record.key_id.view())));
  QUORUM_CO_TRY(auto head, face.scan(request.body));
  QUORUM_CO_CHECK(face.check(request.body));
  llm::Call call{
      .model = std::move(head.model),
      .stream = false,
      .wire = {.dialect = face.dialect(), .body = std::move(request.body), .read = face.reader()}};
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  QUORUM_CO_TRY(const auto count, co_await counter_.count(std::move(call), context));
  co_return co_await send_json(exchange.responder, 200, write_count(count));
}

}  // namespace quorum::api::openai
