#include "api/debates/endpoints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/try.hpp"
#include "json/writer.hpp"

namespace quorum::api::debates {
namespace {

constexpr std::array<std::string_view, 5> kStatuses{"running", "paused", "completed", "failed",
                                                    "cancelled"};
constexpr std::uint64_t kLimitMax = 100;

/// What is not found here is what the request names, not this path.
Error fault_of_request(Error error) {
  if (error.code == Errc::not_found && !error.field.empty()) error.code = Errc::invalid_request;
  return error;
}

Result<store::DebateQuery> read_query(const Exchange& exchange) {
  store::DebateQuery query;
  if (const auto limit = exchange.query_value("limit")) {
    QUORUM_TRY(query.limit, read_whole_number(*limit, "limit"));
    if (query.limit < 1 || query.limit > kLimitMax) {
      return Error{.code = Errc::invalid_request,
                   .message = fmt::format("`limit` must be 1 to {}.", kLimitMax),
                   .field = "limit"};
    }
  }
  query.after = exchange.query_value("after").value_or("");
  query.text = exchange.query_value("q").value_or("");
  query.status = exchange.query_value("status").value_or("");
  if (!query.status.empty() && std::ranges::find(kStatuses, query.status) == kStatuses.end()) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`status` must be one of {}.", fmt::join(kStatuses, ", ")),
                 .field = "status"};
  }
  return query;
}

}  // namespace

Result<std::uint64_t> read_whole_number(std::string_view text, std::string_view field) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) {
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("`{}` must be a whole number.", field),
                 .field = std::string(field)};
  }
  return number;
}

Task<Result<>> CreateEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto request, debate::read_request(exchange.request.body));
  auto begun = co_await debates_.start(loop_, std::move(request));
  if (!begun) co_return fault_of_request(std::move(begun.error()));
  const auto& started = *begun;

  const auto url = "/v1/debates/" + started.id;
  std::string body;
  json::Writer writer(body);
  writer.object().key("id").string(started.id).key("status").string(started.status);
  writer.key("url").string(url).key("events_url").string(url + "/events").end();
  auto response = json_response(201, std::move(body));
  response.head.headers.add("location", url);
  co_return co_await exchange.responder.send(std::move(response));
}

Task<Result<>> ListEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto query, read_query(exchange));
  QUORUM_CO_TRY(auto body, co_await debates_.list(loop_, std::move(query)));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowEndpoint::answer(Exchange exchange) {
  std::string id(exchange.path_value("id"));
  QUORUM_CO_TRY(auto body, co_await debates_.show(loop_, std::move(id)));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> CommandEndpoint::answer(Exchange exchange) {
  std::string id(exchange.path_value("id"));
  QUORUM_CO_TRY(auto body, co_await debates_.command(loop_, std::move(id), command_));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::debates
