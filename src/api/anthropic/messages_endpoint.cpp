#include "api/anthropic/messages_endpoint.hpp"

#include <array>
#include <chrono>
#include <utility>

#include "core/try.hpp"
#include "dialects/anthropic/catalog.hpp"
#include "dialects/anthropic/face.hpp"
#include "dialects/anthropic/request.hpp"

namespace quorum::api::anthropic {
namespace {

namespace dialect = quorum::anthropic;

constexpr std::array<std::string_view, 2> kMeaningHeaders{"anthropic-version", "anthropic-beta"};
constexpr std::chrono::minutes kCountMax{2};

std::string_view version_of(const Exchange& exchange) {
  return exchange.request.head.headers.get("anthropic-version").value_or("");
}

}  // namespace

MessagesEndpoint::MessagesEndpoint(async::Loop& loop, llm::ChatBackend& backend)
    : ChatEndpoint(loop, backend, dialect::face()) {}

Result<> MessagesEndpoint::check(const Exchange& exchange) const {
  QUORUM_CHECK(ChatEndpoint::check(exchange));
  return dialect::check_for_version(exchange.request.body, version_of(exchange));
}

std::span<const std::string_view> MessagesEndpoint::meaning_headers() const {
  return kMeaningHeaders;
}

Task<Result<>> CountTokensEndpoint::answer(Exchange exchange) {
  auto& request = exchange.request;
  QUORUM_CO_TRY(auto head, dialect::face().scan(request.body));
  QUORUM_CO_CHECK(dialect::read_count_request(request.body));
  llm::Call call{.model = std::move(head.model),
                 .stream = false,
                 .wire = {.dialect = llm::Dialect::anthropic,
                          .body = std::move(request.body),
                          .read = &dialect::read_count_request,
                          .headers = picked_headers(request.head.headers, kMeaningHeaders)}};
  const auto context = exchange.context(loop_.now() + kCountMax);
  QUORUM_CO_TRY(const auto count, co_await counter_.count(std::move(call), context));
  auto body = dialect::write_count(count);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::anthropic
