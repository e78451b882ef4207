#include "api/platform/relay.hpp"

#include <fmt/format.h>

#include <utility>

#include "api/error_map.hpp"
#include "api/event_answer.hpp"
#include "core/try.hpp"

namespace quorum::api::platform {
namespace {

/// The batch's events, written together.
std::string spelled(const llm::Batch& batch, const Spelling& spelling, Gathered& answer) {
  std::string events;
  for (const auto& delta : batch.deltas) {
    if (!delta.text.empty()) events += spelling.piece(delta.text);
    answer.add(delta, Gathered::KeepText::no);
  }
  return events;
}

}  // namespace

Error unsupported(Error error, std::string_view model) {
  if (error.code != Errc::not_found) return error;
  error.code = Errc::invalid_request;
  error.reason = "unsupported_model";
  error.message = fmt::format("Unsupported model: {}. {}", model, error.message);
  return error;
}

Result<llm::ModelInfo> find_model_of(const llm::Models& models, std::string_view provider,
                                     std::string_view model) {
  const auto prefix = fmt::format("{}/", provider);
  const auto id =
      model.starts_with(prefix) ? std::string(model) : fmt::format("{}{}", prefix, model);
  auto found = models.find(id);
  if (found) return found;
  // Models that are asked for by their bare name, as OpenAI's are.
  if (found.error().code == Errc::not_found) {
    if (auto bare = models.find(model); bare && bare->provider == provider) return bare;
  }
  return unsupported(std::move(found.error()), id);
}

Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::ChatBackend& backend, llm::Call call,
                                                    llm::CallContext context) {
  const auto model = call.model;
  auto opened = co_await backend.open(std::move(call), std::move(context));
  if (!opened) co_return unsupported(std::move(opened.error()), model);
  co_return opened;
}

Task<Result<>> relay(async::Loop& loop, http::Responder& responder,
                     std::unique_ptr<llm::ChatStream> stream, const Spelling& spelling) {
  Gathered answer;
  auto batch = co_await stream->next();
  if (!batch) co_return std::move(batch.error());

  EventAnswer events(loop, responder);
  auto first = *batch ? spelled(**batch, spelling, answer) : std::string();
  QUORUM_CO_CHECK(co_await events.start(event_stream_head(), std::move(first)));
  while (batch && *batch) {
    batch = co_await stream->next();
    if (!batch || !*batch) break;
    auto text = spelled(**batch, spelling, answer);
    if (!text.empty()) QUORUM_CO_CHECK(co_await events.write(std::move(text)));
  }
  auto last = batch ? spelling.end(answer) : spelling.failure(shown_message(batch.error()));
  QUORUM_CO_CHECK(co_await events.write(std::move(last)));
  QUORUM_CO_CHECK(co_await events.finish());
  // Told to the client already; the log wants it too.
  if (!batch) co_return std::move(batch.error());
  co_return Result<>{};
}

Task<Result<Gathered>> gather(std::unique_ptr<llm::ChatStream> stream) {
  Gathered answer;
  while (true) {
    QUORUM_CO_TRY(auto batch, co_await stream->next());
    if (!batch) co_return answer;
    for (const auto& delta : batch->deltas) answer.add(delta, Gathered::KeepText::yes);
  }
}

}  // namespace quorum::api::platform
