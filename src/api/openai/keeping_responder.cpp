#include "api/openai/keeping_responder.hpp"

#include <utility>

#include "core/log.hpp"
#include "core/try.hpp"
#include "dialects/openai_responses/conversation.hpp"
#include "json/value.hpp"

namespace quorum::api::openai {
namespace {

/// The name of a response that may be gone on from; empty for everything else.
std::string name_of(std::string_view response) {
  const auto document = json::Document::parse(response);
  if (!document || !document->root()["output"].is(json::Kind::array)) return {};
  const auto status = document->root()["status"].string().value_or("");
  if (status == "failed" || status == "cancelled") return {};
  return std::string(document->root()["id"].string().value_or(""));
}

}  // namespace

Task<> KeepingResponder::keep(std::string response) {
  auto row = row_;
  row.id = name_of(response);
  if (row.id.empty()) co_return;
  row.response = std::move(response);
  const auto kept = co_await kept_.put(loop_, std::move(row));
  if (!kept) log::warning("an answer could not be kept: {}", kept.error().message);
}

Task<> KeepingResponder::keep_last(std::string_view events) {
  auto response = openai_responses::finished_response(events);
  if (response) co_await keep(std::move(*response));
}

Task<Result<>> KeepingResponder::send(http::Response response) {
  if (response.head.status == 200) co_await keep(response.body);
  co_return co_await client_.send(std::move(response));
}

Task<Result<>> KeepingResponder::start(http::ResponseHead head) {
  return client_.start(std::move(head));
}

Task<Result<>> KeepingResponder::start_with(http::ResponseHead head, std::string_view first) {
  co_await keep_last(first);
  co_return co_await client_.start_with(std::move(head), first);
}

Task<Result<>> KeepingResponder::write(std::string_view bytes) {
  co_await keep_last(bytes);
  co_return co_await client_.write(bytes);
}

}  // namespace quorum::api::openai
