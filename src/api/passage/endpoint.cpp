#include "api/passage/endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "core/try.hpp"

namespace quorum::api::passage {
namespace {

/// Of one answer as a whole: a file, a batch's results, a spoken answer.
constexpr std::chrono::hours kAnswerMax{1};

/// What the client said of itself to us and of its connection is no business of the provider's;
/// who carries the call takes out credentials too.
std::vector<std::pair<std::string, std::string>> copied(const http::Headers& headers) {
  std::vector<std::pair<std::string, std::string>> all;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const auto& [name, value, known] = headers[i];
    if (http::equals_ignoring_case(name.substr(0, 9), "x-quorum-")) continue;
    all.emplace_back(name, value);
  }
  return all;
}

/// The path below its first `folders`, with its slash.
std::string_view below(std::string_view path, int folders) {
  for (; folders > 0 && !path.empty(); --folders) {
    path.remove_prefix(1);
    path.remove_prefix(std::min(path.find('/'), path.size()));
  }
  return path;
}

http::ResponseHead head_of(const llm::PassageReply& reply) {
  http::ResponseHead head{.status = reply.head().status};
  for (const auto& [name, value] : reply.head().headers) head.headers.add(name, value);
  head.headers.set("x-quorum-provider", reply.provider());
  return head;
}

/// Statuses whose answers have no body, whatever is written.
bool has_no_body(int status) { return status == 204 || status == 304; }

}  // namespace

llm::PassageCall PassageEndpoint::call_of(Exchange& exchange) const {
  auto& request = exchange.request;
  const auto& head = request.head;
  auto provider = exchange.path_value("provider");
  if (provider.empty()) provider = head.headers.get("x-quorum-provider").value_or("");
  if (provider.empty()) provider = way_.provider;
  return {.method = head.method,
          .provider = std::string(provider),
          .root = way_.root,
          .path = std::string(below(head.path(), way_.folders)),
          .query = std::string(head.query()),
          .headers = copied(head.headers),
          .body = std::move(request.body)};
}

Task<Result<>> PassageEndpoint::answer(Exchange exchange) {
  auto call = call_of(exchange);
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  QUORUM_CO_TRY(const auto reply, co_await passage_.open(std::move(call), context));
  // Until something has come, a failure is still a status.
  QUORUM_CO_TRY(auto piece, co_await reply->read());
  auto head = head_of(*reply);
  auto& responder = exchange.responder;
  if (piece.empty() || has_no_body(head.status)) {
    http::Response whole{.head = std::move(head)};
    co_return co_await responder.send(std::move(whole));
  }
  QUORUM_CO_CHECK(co_await responder.start_with(std::move(head), piece));
  while (true) {
    QUORUM_CO_TRY(piece, co_await reply->read());
    if (piece.empty()) break;
    QUORUM_CO_CHECK(co_await responder.write(piece));
  }
  co_return co_await responder.finish();
}

}  // namespace quorum::api::passage
