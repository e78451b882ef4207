#include "api/openai/stored_responses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/openai_responses/conversation.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::api::openai {
namespace {

constexpr std::size_t kTurnsMax = 1000;
constexpr std::size_t kItemsMax = 100;

/// A page of a list, as OpenAI's clients ask for it.
struct Page {
  std::size_t limit = 20;
  bool is_descending = true;
  std::string after{};
};

Result<Page> read_page(const Exchange& exchange) {
  Page page{.after = exchange.query_value("after").value_or("")};
  const auto limit = exchange.query_value("limit").value_or("20");
  const auto* end = limit.data() + limit.size();
  const auto read = std::from_chars(limit.data(), end, page.limit);
  const bool is_number = read.ec == std::errc{} && read.ptr == end;
  if (!is_number || page.limit < 1 || page.limit > kItemsMax) {
    return dialects::wrong("limit", "a whole number from 1 to 100");
  }
  const auto order = exchange.query_value("order").value_or("desc");
  if (order != "asc" && order != "desc") return dialects::wrong("order", "asc or desc");
  page.is_descending = order == "desc";
  return page;
}

std::string owner_of(const Exchange& exchange) {
  return std::string(exchange.record.key_id.view());
}

std::string id_of(std::string_view item) {
  const auto document = json::Document::parse(item);
  return document ? std::string(document->root()["id"].string().value_or("")) : std::string{};
}

Result<std::string> write_page(std::vector<std::string> items, const Page& page) {
  if (page.is_descending) std::ranges::reverse(items);
  auto first = items.begin();
  if (!page.after.empty()) {
    first = std::ranges::find(items, page.after, id_of);
    if (first == items.end()) return dialects::wrong("after", "the id of an item");
    ++first;
  }
  const auto rest = static_cast<std::size_t>(items.end() - first);
  const auto last = first + static_cast<std::ptrdiff_t>(std::min(rest, page.limit));
  std::string body;
  json::Writer writer(body);
  writer.object().key("object").string("list").key("data").array();
  for (auto at = first; at != last; ++at) writer.raw(*at);
  writer.end();
  writer.key("first_id").string(first == last ? "" : id_of(*first));
  writer.key("last_id").string(first == last ? "" : id_of(*(last - 1)));
  writer.key("has_more").boolean(last != items.end()).end();
  return body;
}

}  // namespace

Task<Result<std::vector<store::ResponseRow>>> StoredResponseEndpoint::rows(
    std::string id, std::string owner, std::size_t limit) const {
  QUORUM_CO_TRY(auto rows, co_await kept_.chain(loop_, id, limit));
  if (rows.empty() || rows.back().owner != owner) {
    co_return Error{.code = Errc::not_found,
                    .message = fmt::format("Response with id '{}' not found.", id)};
  }
  co_return rows;
}

Task<Result<>> ShowResponseEndpoint::answer(Exchange exchange) {
  if (exchange.query_value("stream").value_or("false") == "true") {
    co_return dialects::wrong("stream", "false: an answer that has ended is told whole");
  }
  QUORUM_CO_TRY(auto found,
                co_await rows(std::string(exchange.path_value("id")), owner_of(exchange), 1));
  co_return co_await send_json(exchange.responder, 200, std::move(found.back().response));
}

Task<Result<>> DeleteResponseEndpoint::answer(Exchange exchange) {
  const std::string id(exchange.path_value("id"));
  QUORUM_CO_TRY(auto found, co_await rows(id, owner_of(exchange), 1));
  QUORUM_CO_TRY(const bool is_erased, co_await kept().erase(loop(), found.back().id));
  std::string body;
  json::Writer writer(body);
  writer.object().key("id").string(id).key("object").string("response");
  writer.key("deleted").boolean(is_erased).end();
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> CancelResponseEndpoint::answer(Exchange exchange) {
  QUORUM_CO_CHECK(co_await rows(std::string(exchange.path_value("id")), owner_of(exchange), 1));
  co_return Error{.code = Errc::invalid_request,
                  .message =
                      "Only a response that is still being written in the background can be "
                      "cancelled; this one has ended. To stop an answer that is being "
                      "streamed, close its connection.",
                  .reason = "response_not_cancellable"};
}

Task<Result<>> ListInputItemsEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(const auto page, read_page(exchange));
  QUORUM_CO_TRY(auto found, co_await rows(std::string(exchange.path_value("id")),
                                          owner_of(exchange), kTurnsMax));
  std::vector<openai_responses::Turn> turns;
  for (auto& row : found) turns.push_back({std::move(row.input), std::move(row.response)});
  QUORUM_CO_TRY(auto body, write_page(openai_responses::listed_items(turns), page));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::openai
