#include "api/platform/relay.hpp"

#include <fmt/format.h>

#include <utility>

#include "api/error_map.hpp"
#include "api/event_answer.hpp"
#include "core/try.hpp"

namespace quorum::api::platform {

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

std::string Relay::take(const llm::Batch& batch) {
  std::string events;
  for (const auto& delta : batch.deltas) {
    if (!delta.text.empty()) events += spelling_.piece(delta.text);
    answer_.add(delta, Gathered::KeepText::no);
  }
  return events;
}

Task<Result<>> Relay::run(std::unique_ptr<llm::ChatStream> stream) {
  QUORUM_CO_TRY(auto batch, co_await stream->next());
  auto first = batch ? take(*batch) : std::string();
  responder_.set_last_words(this);
  EventAnswer events(loop_, responder_);
  QUORUM_CO_CHECK(co_await events.start(event_stream_head(), std::move(first)));
  std::optional<Error> failure;
  while (batch) {
    auto next = co_await stream->next();
    if (!next) {
      failure = std::move(next.error());
      break;
    }
    batch = std::move(*next);
    auto text = batch ? take(*batch) : std::string();
    if (!text.empty()) QUORUM_CO_CHECK(co_await events.write(text));
  }
  auto last = failure ? spelling_.failure(shown_message(*failure)) : spelling_.end(answer_);
  QUORUM_CO_CHECK(co_await events.write(last));
  QUORUM_CO_CHECK(co_await events.finish());
  // Told to the client already; the log wants it too.
  if (failure) co_return std::move(*failure);
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
