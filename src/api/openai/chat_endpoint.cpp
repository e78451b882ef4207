#include "api/openai/chat_endpoint.hpp"

#include <chrono>
#include <utility>

#include "api/error_map.hpp"
#include "api/event_answer.hpp"
#include "api/openai/reply.hpp"
#include "core/try.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/request.hpp"

namespace quorum::api::openai {
namespace {

/// Of one answer as a whole; the waits between its pieces are bounded where they happen.
constexpr std::chrono::hours kAnswerMax{1};

constexpr std::int64_t kMsPerSecond = 1000;

void add_debate_id(http::ResponseHead& head, const std::optional<std::string>& id) {
  if (id) head.headers.add("x-quorum-debate-id", *id);
}

}  // namespace

Task<Result<>> ChatEndpoint::answer(Exchange exchange) {
  auto& body = exchange.request.body;
  QUORUM_CO_TRY(auto asked, openai_chat::scan_head(body));
  QUORUM_CO_CHECK(openai_chat::check_request(body));

  openai_chat::ReplyHead head{.id = ids_.make("chatcmpl-"),
                              .model = asked.model,
                              .created_s = loop_.unix_ms() / kMsPerSecond,
                              .include_usage = asked.include_usage};
  llm::Call call{.model = std::move(asked.model),
                 .stream = asked.is_stream,
                 .wire = {.dialect = llm::Dialect::openai_chat,
                          .body = std::move(body),
                          .read = &openai_chat::read_request},
                 .reply = llm::Dialect::openai_chat};
  llm::CallContext context{.deadline = loop_.now() + kAnswerMax, .call_id = exchange.request_id};
  QUORUM_CO_TRY(auto opened, co_await backend_.open(std::move(call), std::move(context)));
  if (asked.is_stream) {
    co_return co_await stream(std::move(exchange), std::move(opened), std::move(head));
  }
  co_return co_await whole(std::move(exchange), std::move(opened), std::move(head));
}

Task<Result<>> ChatEndpoint::stream(Exchange exchange, std::unique_ptr<llm::ChatStream> stream,
                                    openai_chat::ReplyHead head) {
  // Until something has come, a failure is still a status.
  QUORUM_CO_TRY(auto batch, co_await stream->next());
  StreamedReply reply(std::move(head));
  EventAnswer events(loop_, exchange.responder);
  auto answer_head = event_stream_head();
  std::string first;
  if (batch) {
    add_debate_id(answer_head, debate_id_of(*batch));
    first = reply.take(std::move(*batch));
  }
  QUORUM_CO_CHECK(co_await events.start(std::move(answer_head), std::move(first)));
  while (batch) {
    auto next = co_await stream->next();
    if (!next) {
      // An official client takes a body that merely ends for a whole answer, so this one does not
      // end: the error is its last event, and the connection breaks behind it.
      QUORUM_CO_CHECK(co_await events.write(failure_event(next.error())));
      co_return std::move(next.error());
    }
    batch = std::move(*next);
    auto text = batch ? reply.take(std::move(*batch)) : reply.end();
    if (!text.empty()) QUORUM_CO_CHECK(co_await events.write(std::move(text)));
  }
  co_return co_await events.finish();
}

Task<Result<>> ChatEndpoint::whole(Exchange exchange, std::unique_ptr<llm::ChatStream> stream,
                                   openai_chat::ReplyHead head) {
  WholeReply reply(std::move(head));
  std::optional<std::string> debate_id;
  while (true) {
    QUORUM_CO_TRY(auto batch, co_await stream->next());
    if (!batch) break;
    if (auto id = debate_id_of(*batch)) debate_id = std::move(id);
    reply.take(*batch);
  }
  auto response = json_response(200, reply.end());
  add_debate_id(response.head, debate_id);
  co_return co_await exchange.responder.send(std::move(response));
}

}  // namespace quorum::api::openai
