#include "api/gemini/count_endpoint.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/gemini/request.hpp"
#include "json/scan.hpp"
#include "json/writer.hpp"

namespace quorum::api::gemini {
namespace {

constexpr std::chrono::minutes kCountMax{2};

/// The words of either form of the question.
Result<llm::Chat> read_question(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  for (const auto* name : {"generateContentRequest", "generate_content_request"}) {
    if (const auto* whole = json::find(members, name)) {
      return quorum::gemini::read_request(whole->value);
    }
  }
  return quorum::gemini::read_request(body);
}

std::string write_count(const llm::TokenCount& count) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("totalTokens").number(count.tokens);
  if (count.cached) writer.key("cachedContentTokenCount").number(*count.cached);
  writer.end();
  return body;
}

}  // namespace

Task<Result<>> CountTokensEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_CHECK(read_question(body));
  llm::Call call{
      .model = std::string(exchange.path_value("model")),
      .stream = false,
      .wire = {.dialect = llm::Dialect::gemini, .body = std::move(body), .read = &read_question}};
  llm::CallContext context{.deadline = loop_.now() + kCountMax, .call_id = exchange.request_id};
  QUORUM_CO_TRY(const auto count, co_await counter_.count(std::move(call), std::move(context)));
  auto reply = write_count(count);
  co_return co_await send_json(exchange.responder, 200, std::move(reply));
}

}  // namespace quorum::api::gemini
