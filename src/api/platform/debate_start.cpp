#include "api/platform/debate_start.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "api/platform/relay.hpp"
#include "api/platform/spelling.hpp"
#include "core/try.hpp"
#include "debate/record/read.hpp"

namespace quorum::api::platform {

void History::add(const debate::Event& event) {
  if (const auto* started = std::get_if<debate::DebateStarted>(&event)) {
    started_ = *started;
  } else if (const auto* turn = std::get_if<debate::TurnStarted>(&event)) {
    turns_[turn->turn_id] = {.seat = turn->seat, .round = turn->round};
  } else if (const auto* finished = std::get_if<debate::TurnFinished>(&event)) {
    turns_[finished->turn_id].finished = *finished;
    turns_[finished->turn_id].is_finished = true;
  } else if (const auto* verdict = std::get_if<debate::VerdictReached>(&event)) {
    if (!verdict->is_partial) verdict_ = verdict->json;
  } else if (const auto* turned = std::get_if<debate::DebateTurned>(&event)) {
    end_ = *turned;
  }
}

void History::write_round(json::Writer& writer, std::int64_t round) const {
  writer.object().key("round").number(round).key("responses").array();
  for (const auto& seat : started_.seats) {
    for (const auto& [id, turn] : turns_) {
      if (!turn.is_finished || turn.round != round || turn.seat != seat.id) continue;
      writer.object().key("participant").string(seat.name.empty() ? seat.model : seat.name);
      writer.key("content").string(turn.finished.text).key("usage");
      write_usage(writer, turn.finished.usage);
      writer.end();
    }
  }
  writer.end().end();
}

Result<std::string> History::json() const {
  if (end_.to == debate::Turning::failed || end_.to == debate::Turning::cancelled) {
    return Error{.code = Errc::upstream_failed,
                 .message = "The debate came to no end: " + end_.reason,
                 .reason = "debate_failed"};
  }
  std::int64_t rounds = 0;
  for (const auto& [id, turn] : turns_) rounds = std::max(rounds, turn.round);

  std::string body;
  json::Writer writer(body);
  writer.object().key("topic").string(started_.question).key("debate_id").string(started_.id);
  writer.key("history").array();
  for (std::int64_t round = 1; round <= rounds; ++round) write_round(writer, round);
  writer.end().key("verdict").raw(verdict_).end();
  return body;
}

Result<debate::DebateRequest> DebateStartEndpoint::read(std::string_view body,
                                                        Issues& issues) const {
  debate::DebateRequest request;
  const auto document = read_body(body, issues);
  if (!document) return request;

  Fields fields(document->root(), Place("body"), issues);
  request.question = fields.required_text("topic");
  request.rounds = fields.integer_or("max_rounds", 5, {.min = 1, .max = 10});
  std::size_t index = 0;
  for (const auto participant : fields.required_list("participants", {.min = 2, .max = 8})) {
    Fields one(participant, fields.at("participants").child(index++), issues);
    const auto provider = one.required_text("provider");
    const auto model = one.required_text("model");
    debate::SeatRequest seat{.model = {},
                             .position = one.text_or("position", ""),
                             .persona = one.text_or("persona", ""),
                             .name = one.text_or("name", "")};
    if (issues.empty()) {
      QUORUM_TRY(auto found, find_model_of(models_, provider, model));
      seat.model = std::move(found.id);
    }
    request.seats.push_back(std::move(seat));
  }
  return request;
}

Task<Result<std::string>> DebateStartEndpoint::run(debate::DebateRequest request) {
  QUORUM_CO_TRY(auto started, co_await debates_.start(loop_, std::move(request)));
  QUORUM_CO_TRY(auto reader, co_await debates_.watch(loop_, started.id, 0));
  History history;
  while (true) {
    QUORUM_CO_TRY(auto events, co_await reader->next());
    if (!events) co_return history.json();
    for (const auto& line : *events) {
      QUORUM_CO_TRY(auto event, debate::read(line.name, line.data));
      history.add(event);
    }
  }
}

Task<Result<>> DebateStartEndpoint::answer(Exchange exchange) {
  Issues issues;
  auto request = read(exchange.request.body, issues);
  if (!issues.empty()) co_return co_await send_json(exchange.responder, 422, issues.json());
  if (!request) co_return std::move(request.error());
  QUORUM_CO_TRY(auto body, co_await run(std::move(*request)));
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::platform
