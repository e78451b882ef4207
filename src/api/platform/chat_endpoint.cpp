#include "api/platform/chat_endpoint.hpp"

#include <chrono>
#include <utility>

#include "api/platform/relay.hpp"
#include "core/try.hpp"

namespace quorum::api::platform {
namespace {

constexpr int kUnprocessable = 422;

/// Of one answer as a whole; the waits between its pieces are bounded where they happen.
constexpr std::chrono::hours kAnswerMax{1};

}  // namespace

Task<Result<>> ChatEndpoint::answer(Exchange exchange) {
  Issues issues;
  auto asked = read_chat_request(exchange.request.body, config_, issues);
  if (!issues.empty()) {
    co_return co_await send_json(exchange.responder, kUnprocessable, issues.json());
  }

  llm::Call call{.model = asked.model, .stream = asked.stream, .chat = std::move(asked.chat)};
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  auto opened = co_await backend_.open(std::move(call), context);
  if (!opened) co_return unsupported(std::move(opened.error()), asked.model);
  if (asked.stream) {
    const NamedEvents spelling(asked.model);
    Relay relay(loop_, exchange.responder, spelling);
    co_return co_await relay.run(std::move(*opened));
  }
  QUORUM_CO_TRY(auto gathered, co_await gather(std::move(*opened)));
  co_return co_await send_json(exchange.responder, 200, write_answer(gathered, asked.model));
}

Task<Result<>> DebateStreamEndpoint::answer(Exchange exchange) {
  Issues issues;
  const auto provider = required_query(exchange, "provider", issues);
  const auto model = required_query(exchange, "model", issues);
  llm::Chat chat{.messages = {}, .include_usage = true};
  if (const auto document = read_body(exchange.request.body, issues)) {
    Fields fields(document->root(), Place("body"), issues);
    chat.messages = read_messages(fields, issues);
  }
  if (!issues.empty()) {
    co_return co_await send_json(exchange.responder, kUnprocessable, issues.json());
  }
  QUORUM_CO_TRY(auto found, find_model_of(models_, provider, model));

  llm::Call call{.model = std::move(found.id), .chat = std::move(chat)};
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  QUORUM_CO_TRY(auto stream, co_await backend_.open(std::move(call), context));
  const PlainEvents spelling;
  Relay relay(loop_, exchange.responder, spelling);
  co_return co_await relay.run(std::move(stream));
}

}  // namespace quorum::api::platform
