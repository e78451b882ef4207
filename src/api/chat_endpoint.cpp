#include "api/chat_endpoint.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "api/chat_reply.hpp"
#include "api/error_map.hpp"
#include "api/event_answer.hpp"
#include "core/try.hpp"

namespace quorum::api {
namespace {

/// Of one answer as a whole; the waits between its pieces are bounded where they happen.
constexpr std::chrono::hours kAnswerMax{1};

/// Some proxies and clients take no longer header.
constexpr std::size_t kListBytesMax = 2000;

/// The client may have made the names up: nothing of them may end the header or the list.
std::string plain(std::string_view word) {
  std::string plain(word);
  for (char& c : plain) {
    if (c <= ' ' || c > '~' || c == ',') c = '?';
  }
  return plain;
}

/// `seed, logit_bias`; what would be too long ends in a count, as `…, +12`.
void add_list(http::Headers& headers, std::string_view name,
              const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!list.empty()) list += ", ";
    if (list.size() + words[i].size() > kListBytesMax) {
      list += fmt::format("+{}", words.size() - i);
      break;
    }
    list += plain(words[i]);
  }
  if (!list.empty()) headers.add(name, list);
}

void add_notes(http::ResponseHead& head, const llm::Notes& notes,
               const std::optional<std::string>& debate_id) {
  if (debate_id) head.headers.add("x-quorum-debate-id", *debate_id);
  if (!notes.provider.empty()) head.headers.add("x-quorum-provider", notes.provider);
  add_list(head.headers, "x-quorum-dropped", notes.dropped);
  add_list(head.headers, "x-quorum-emulated", notes.emulated);
  for (const auto& [name, value] : notes.headers) head.headers.add(name, value);
}

/// Who answers, and what it was not asked.
void note_notes(store::RequestRecord& record, const llm::Notes& notes) {
  if (record.call.provider.empty()) record.call.provider.assign(notes.provider);
  for (const auto& word : notes.dropped) {
    if (!record.dropped.empty()) record.dropped.append(",");
    record.dropped.append(word);
  }
}

bool says(const http::Headers& headers, std::string_view name, std::string_view value) {
  return headers.get(name).value_or("") == value;
}

Task<Result<>> refuse(Error error) { co_return error; }

}  // namespace

struct ChatEndpoint::Answering {
  Exchange exchange;
  dialects::ReplyHead head;
  NotesPlace notes = NotesPlace::headers;
};

Result<dialects::Head> ChatEndpoint::head_of(const Exchange& exchange) const {
  return face_.scan(exchange.request.body);
}

Result<> ChatEndpoint::prepare(Exchange&) const { return {}; }

std::unique_ptr<EventForm> ChatEndpoint::form_of(const Exchange&) const { return nullptr; }

Result<> ChatEndpoint::check(const Exchange& exchange) const {
  return face_.check(exchange.request.body);
}

Task<Result<>> ChatEndpoint::answer(Exchange exchange) {
  if (auto prepared = prepare(exchange); !prepared) return refuse(std::move(prepared.error()));
  return carry(std::move(exchange), {});
}

// Not a coroutine: what it needs to ask is gone once the answer is waited for.
Task<Result<>> ChatEndpoint::carry(Exchange exchange, std::string spelled) {
  auto read = head_of(exchange);
  if (!read) return refuse(std::move(read.error()));
  auto& asked = *read;
  if (!asked.glance.is_sound) {
    if (auto sound = check(exchange); !sound) return refuse(std::move(sound.error()));
  }
  auto& record = exchange.record;
  record.dialect = face_.dialect();
  record.model.assign(asked.model);
  record.is_stream = asked.is_stream;
  const auto& headers = exchange.request.head.headers;
  const bool tells_notes = says(headers, "x-quorum-include", "notes");
  const auto context = exchange.context(loop_.now() + kAnswerMax);
  auto opening = backend_.open(call_of(exchange, asked), context);
  Answering answering{.exchange = std::move(exchange),
                      .head = {.model = std::move(asked.model),
                               .created_ms = loop_.unix_ms(),
                               .include_usage = asked.include_usage,
                               .has_old_calls = asked.has_old_calls,
                               .request = std::move(spelled),
                               .clock = &loop_},
                      .notes = tells_notes ? NotesPlace::headers_and_body : NotesPlace::headers};
  return asked.is_stream ? stream(std::move(answering), std::move(opening))
                         : whole(std::move(answering), std::move(opening));
}

/// The client's own bytes, and what is known of them.
llm::Shared<llm::Call> ChatEndpoint::call_of(Exchange& exchange,
                                             const dialects::Head& asked) const {
  const auto& headers = exchange.request.head.headers;
  llm::Shared<llm::Call> made;
  auto& call = made.edit();
  call.model = asked.model;
  call.stream = asked.is_stream;
  call.wire.dialect = face_.dialect();
  call.wire.body = std::move(exchange.request.body);
  call.wire.read = face_.reader();
  call.wire.headers = picked_headers(headers, meaning_headers());
  call.wire.glance = asked.glance;
  call.reply = face_.dialect();
  if (says(headers, "x-quorum-strict", "true")) call.losses = llm::Losses::refused;
  return made;
}

namespace {

/// One streamed answer on its way to its client. None of its tasks needs a frame where the client
/// takes at once what it is sent, nor are they inlined: who waits for them would keep room for what
/// they need. Its last words are the stream's own error event.
class EventTeller final : private http::LastWords {
 public:
  using Batch = std::optional<llm::Batch>;

  EventTeller(async::Loop& loop, const dialects::Face& face, std::unique_ptr<EventForm> form,
              StreamedReply&& reply, http::Responder& responder)
      : face_(face),
        form_(std::move(form)),
        reply_(std::move(reply)),
        events_(loop, responder, form_ ? form_->ping() : face.ping()) {
    responder.set_last_words(this);
  }

  /// `batch` is nothing where the answer has ended already. It becomes what the client gets of it
  /// and stays in place until the client has taken that.
  [[gnu::noinline]] Task<Result<>> start(Batch& batch, const llm::Notes& notes) {
    auto head = event_stream_head(form_ ? form_->type() : face_.stream_type());
    add_notes(head, notes, batch ? debate_id_of(*batch) : std::nullopt);
    return events_.start(std::move(head), spelled(batch));
  }

  /// As `start`, for what follows.
  [[gnu::noinline]] Task<Result<>> tell(Batch& batch) {
    const auto events = spelled(batch);
    return events.empty() ? Task<Result<>>::done() : events_.write(events);
  }

  /// An official client takes a body that merely ends for a whole answer, so one that failed does
  /// not end: the error is its last event, and the connection breaks behind it.
  Task<Result<>> fail(Error error) {
    const auto last = formed(reply_.fail(shown(std::move(error))));
    co_return co_await events_.write(last);
  }
  Task<Result<>> finish() { return events_.finish(); }

 private:
  http::Response instead(std::string_view) override { return {}; }
  std::string behind(std::string_view message) override {
    return formed(reply_.fail({.code = Errc::unavailable, .message = std::string(message)}));
  }

  std::string formed(std::string events) const {
    return form_ == nullptr || events.empty() ? std::move(events) : form_->take(std::move(events));
  }
  std::string_view spelled(Batch& batch) {
    if (batch) {
      reply_.spell(*batch);
      if (form_) batch->bytes = formed(std::move(batch->bytes));
    } else {
      batch.emplace().bytes = formed(reply_.end());
      if (form_) batch->bytes += form_->end();
    }
    return batch->bytes;
  }

  const dialects::Face& face_;
  std::unique_ptr<EventForm> form_;  ///< Null: the dialect's usual one.
  StreamedReply reply_;
  EventAnswer events_;
};

/// An open stream holds nothing that it does not need: of its request the start line, for the log.
[[gnu::noinline]] void forget(http::Request& request) {
  request.head.headers = {};
  request.body = {};
  request.peer = {};
}

}  // namespace

Task<Result<>> ChatEndpoint::stream(Answering answering, Opening opening) {
  // It ends with this statement: an open stream keeps nothing of how it was opened.
  QUORUM_CO_TRY(const auto source, co_await Opening(std::move(opening)));
  auto& [exchange, head, notes] = answering;
  auto& record = exchange.record;
  note_notes(record, source->notes());
  // Until something has come, a failure is still a status.
  Result<std::optional<llm::Batch>> next(source->ready());
  if (!*next) next = co_await source->next();
  if (!next) co_return std::move(next).pass();
  bool is_end = !*next;
  if (!is_end) llm::note(record.call, **next);
  EventTeller teller(loop_, face_, form_of(exchange),
                     StreamedReply(face_, ids_, head, extension_of(source->notes(), notes)),
                     exchange.responder);
  QUORUM_CO_CHECK(co_await teller.start(*next, source->notes()));
  forget(exchange.request);
  source->forget_notes();
  async::Footprint footprint(loop_);
  footprint.add(teller);
  footprint.add(record.call.waited);
  footprint.add(record.call.batches);
  source->leave_footprint(footprint);
  exchange.responder.leave_footprint(footprint);
  while (!is_end) {
    next->reset();
    next = co_await source->next();
    if (!next) {
      QUORUM_CO_CHECK(co_await teller.fail(next.error()));
      co_return std::move(next).pass();
    }
    is_end = !*next;
    if (!is_end) llm::note(record.call, **next);
    QUORUM_CO_CHECK(co_await teller.tell(*next));
  }
  co_return co_await teller.finish();
}

Task<Result<>> ChatEndpoint::whole(Answering answering, Opening opening) {
  QUORUM_CO_TRY(const auto source, co_await Opening(std::move(opening)));
  auto& [exchange, head, notes] = answering;
  auto& record = exchange.record;
  note_notes(record, source->notes());
  WholeReply reply(face_, ids_, head, extension_of(source->notes(), notes));
  std::optional<std::string> debate_id;
  while (!source->is_told()) {
    auto batch = source->ready();
    if (!batch) {
      QUORUM_CO_TRY(batch, co_await source->next());
    }
    if (!batch) break;
    llm::note(record.call, *batch);
    if (auto id = debate_id_of(*batch)) debate_id = std::move(id);
    reply.take(std::move(*batch));
  }
  auto response = json_response(200, reply.end());
  add_notes(response.head, source->notes(), debate_id);
  co_return co_await exchange.responder.send(std::move(response));
}

std::vector<std::pair<std::string, std::string>> picked_headers(
    const http::Headers& headers, std::span<const std::string_view> names) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto name : names) {
    std::string values;
    for (std::size_t i = 0; i < headers.size(); ++i) {
      if (!http::equals_ignoring_case(headers[i].name, name)) continue;
      if (!values.empty()) values += ", ";
      values += headers[i].value;
    }
    if (!values.empty()) found.emplace_back(name, std::move(values));
  }
  return found;
}

std::vector<Parameter> note_parameters() {
  return {{.name = "x-quorum-strict",
           .in = "header",
           .schema = R"({"enum":["true","false"],"default":"false"})",
           .description = "Refuse, rather than leave out, what the model's provider cannot take."},
          {.name = "x-quorum-include",
           .in = "header",
           .schema = R"({"enum":["notes"]})",
           .description = "Tell in the answer's `quorum`, too, what was left out."}};
}

}  // namespace quorum::api
