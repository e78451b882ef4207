#include "api/debates/events_endpoint.hpp"

#include <utility>
#include <vector>

#include "api/debates/endpoints.hpp"
#include "api/event_answer.hpp"
#include "core/try.hpp"
#include "sse/parser.hpp"

namespace quorum::api::debates {
namespace {

std::string spelled(const std::vector<store::LogEvent>& events) {
  std::string text;
  for (const auto& event : events) {
    sse::append_event(text,
                      {.name = event.name, .data = event.data, .id = std::to_string(event.seq)});
  }
  return text;
}

}  // namespace

Result<std::uint64_t> read_position(const Exchange& exchange) {
  if (const auto last = exchange.request.head.headers.get("last-event-id");
      last && !last->empty()) {
    return read_whole_number(*last, "Last-Event-ID");
  }
  const auto after = exchange.query_value("after");
  if (!after || after->empty()) return 0;
  return read_whole_number(*after, "after");
}

Task<Result<>> EventsEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(auto after, read_position(exchange));
  std::string id(exchange.path_value("id"));
  QUORUM_CO_TRY(auto reader, co_await debates_.watch(loop_, std::move(id), after));

  EventAnswer answer(loop_, exchange.responder);
  QUORUM_CO_CHECK(co_await answer.start(event_stream_head(), {}));
  while (true) {
    QUORUM_CO_TRY(auto events, co_await reader->next());
    if (!events) break;
    if (!events->empty()) QUORUM_CO_CHECK(co_await answer.write(spelled(*events)));
  }
  co_return co_await answer.finish();
}

}  // namespace quorum::api::debates
