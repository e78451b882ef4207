#include "debate/view/show.hpp"

#include <algorithm>

#include "debate/record/write.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

using json::Writer;

void write_turn(Writer& out, const Turn& turn) {
  out.object().key("turn_id").string(turn.started.turn_id);
  out.key("seat").string(turn.started.seat).key("round").number(turn.started.round);
  out.key("model").string(turn.started.model).key("status").string(name(turn.progress));
  out.key("text").string(turn.text);
  if (turn.progress == Progress::finished) {
    out.key("usage");
    write_usage(out, turn.finished.usage);
    out.key("cost_usd");
    write_usd(out, turn.finished.cost_usd);
    out.key("finish").string(llm::name(turn.finished.finish));
    out.key("first_token_ms").number(turn.finished.first_token_ms);
    out.key("ms").number(turn.finished.ms);
  }
  if (turn.progress == Progress::failed) {
    out.key("error").object().key("type").string(turn.failed.error.type);
    out.key("message").string(turn.failed.error.message).end();
    out.key("will_retry").boolean(turn.failed.will_retry);
  }
  out.end();
}

void write_head(Writer& out, const store::DebateRow& row, std::string_view status) {
  out.key("id").string(row.id).key("object").string("debate").key("status").string(status);
  out.key("question").string(row.question);
  out.key("created_at").string(rfc3339(row.created_ms));
  out.key("updated_at").string(rfc3339(row.updated_ms));
}

/// Who sat there and what came of it, as the log has it.
void write_outcome(Writer& out, const store::DebateRow& row) {
  const auto first = json::Document::parse(row.first_event);
  out.key("seats");
  first ? out.raw(first->root()["seats"].raw()) : out.array().end();
  out.key("verdict");
  row.verdict.empty() ? out.null() : out.raw(row.verdict);
}

}  // namespace

std::string show(const store::DebateRow& row, const State& state) {
  std::string text;
  Writer out(text);
  out.object();
  write_head(out, row, state.has_started ? name(state.status) : std::string_view(row.status));
  out.key("format").string(state.plan.format).key("seats").array();
  for (const auto& seat : state.plan.seats) write_seat(out, seat);
  out.end().key("rounds").number(state.plan.rounds).key("round").number(state.round.round);
  if (!state.reason.empty()) out.key("reason").string(state.reason);
  out.key("usage");
  write_usage(out, state.usage);
  out.key("cost_usd");
  write_usd(out,
            state.spent.has_unknown_price ? std::nullopt : std::optional<Money>(state.spent.usd));
  out.key("verdict");
  state.verdict.empty() ? out.null() : out.raw(state.verdict);
  out.key("turns").array();
  for (const auto& turn : state.turns) write_turn(out, turn);
  out.end().key("last_event_id").number(state.last_seq).end();
  return text;
}

std::string show_list(const std::vector<store::DebateRow>& rows, std::size_t limit) {
  std::string text;
  Writer out(text);
  out.object().key("object").string("list").key("data").array();
  const auto count = std::min(limit, rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    out.object();
    write_head(out, rows[i], rows[i].status);
    write_outcome(out, rows[i]);
    out.end();
  }
  out.end().key("has_more").boolean(rows.size() > limit).end();
  return text;
}

}  // namespace quorum::debate
