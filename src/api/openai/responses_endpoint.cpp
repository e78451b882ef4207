#include "api/openai/responses_endpoint.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "api/openai/keeping_responder.hpp"
#include "core/try.hpp"
#include "dialects/openai_responses/conversation.hpp"
#include "dialects/openai_responses/head.hpp"

namespace quorum::api::openai {
namespace {

namespace responses = openai_responses;

/// A conversation of more answers must send its items itself.
constexpr std::size_t kTurnsMax = 1000;

/// Answers that the items of one request may come from.
constexpr std::size_t kReferredMax = 200;

Error no_such_previous(std::string_view id) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("Previous response with id '{}' not found: it was not stored, was "
                                 "deleted, is too old, or stands before a conversation that has "
                                 "grown too long.",
                                 id),
          .field = "previous_response_id",
          .reason = "previous_response_not_found"};
}

/// The answers whose items a request only refers to.
Task<Result<std::vector<std::string>>> read_referred(async::Loop& loop, store::Responses& kept,
                                                     std::vector<std::string> ids,
                                                     std::string owner) {
  const Error too_many{.code = Errc::too_large,
                       .message =
                           "The input refers to more than can be read: send the items "
                           "themselves.",
                       .field = "input"};
  if (ids.size() > kReferredMax) co_return too_many;
  std::vector<std::string> known;
  std::size_t bytes = 0;
  for (auto& id : ids) {
    QUORUM_CO_TRY(auto rows, co_await kept.chain(loop, std::move(id), 1));
    for (auto& row : rows) {
      if (row.owner != owner) continue;
      bytes += row.response.size();
      known.push_back(std::move(row.response));
    }
    if (bytes > store::kChainBytesMax) co_return too_many;
  }
  co_return known;
}

std::vector<responses::Turn> turns_of(std::vector<store::ResponseRow> rows) {
  std::vector<responses::Turn> turns;
  turns.reserve(rows.size());
  for (auto& row : rows) turns.push_back({std::move(row.input), std::move(row.response)});
  return turns;
}

/// What must go in front of a request for `model`; nothing where the name says it all.
Result<std::vector<responses::Turn>> turns_before(std::vector<store::ResponseRow> rows,
                                                  std::string_view previous_id,
                                                  std::string_view model) {
  if (rows.empty()) {
    if (responses::is_own_id(previous_id)) return no_such_previous(previous_id);
    return std::vector<responses::Turn>{};
  }
  const auto& last = rows.back();
  if (!responses::is_own_id(last.id) && last.model == model) return std::vector<responses::Turn>{};
  if (!rows.front().previous_id.empty()) return no_such_previous(rows.front().previous_id);
  return turns_of(std::move(rows));
}

}  // namespace

Task<Result<Continued>> continue_request(async::Loop& loop, store::Responses& kept,
                                         std::string body, std::string owner) {
  QUORUM_CO_TRY(const auto head, responses::scan_head(body));
  QUORUM_CO_TRY(const auto keeping, responses::scan_keeping(body));
  Continued request{.previous_id = keeping.previous_id};

  QUORUM_CO_TRY(const auto known,
                co_await read_referred(loop, kept, responses::referred_responses(body), owner));
  std::vector<responses::Turn> turns;
  if (!keeping.previous_id.empty()) {
    QUORUM_CO_TRY(auto rows, co_await kept.chain(loop, keeping.previous_id, kTurnsMax));
    // What others were answered is as unknown as what never was.
    if (!rows.empty() && rows.back().owner != owner) {
      co_return no_such_previous(keeping.previous_id);
    }
    QUORUM_CO_TRY(turns, turns_before(std::move(rows), keeping.previous_id, head.model));
  }
  if (!known.empty()) {
    QUORUM_CO_TRY(body, responses::resolved(body, known));
  }
  QUORUM_CO_TRY(request.own_items, responses::own_items(body));
  if (!turns.empty()) {
    QUORUM_CO_TRY(body, responses::continued(body, turns));
  }
  request.body = std::move(body);
  co_return request;
}

Task<Result<>> ResponsesEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_TRY(const auto head, responses::scan_head(body));
  QUORUM_CO_TRY(const auto keeping, responses::scan_keeping(body));
  if (keeping.is_background) {
    co_return Error{.code = Errc::invalid_request,
                    .message =
                        "`background` must be false: an answer is written while its client "
                        "waits; ask for a stream to see it grow.",
                    .field = "background",
                    .reason = "unsupported_value"};
  }
  auto spelled = body;
  std::string owner(exchange.record.key_id.view());
  QUORUM_CO_TRY(auto request, co_await continue_request(loop_, kept_, std::move(body), owner));
  body = std::move(request.body);
  if (!keeping.stores) co_return co_await carry(std::move(exchange), std::move(spelled));

  KeepingResponder keeper(loop_, kept_, exchange.responder,
                          {.previous_id = std::move(request.previous_id),
                           .model = head.model,
                           .input = std::move(request.own_items),
                           .created_ms = loop_.unix_ms(),
                           .owner = std::move(owner)});
  Exchange watched{.request = exchange.request,
                   .responder = keeper,
                   .record = exchange.record,
                   .request_id = exchange.request_id,
                   .path_values = std::move(exchange.path_values)};
  co_return co_await carry(std::move(watched), std::move(spelled));
}

}  // namespace quorum::api::openai
