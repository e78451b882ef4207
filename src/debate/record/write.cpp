#include "debate/record/write.hpp"

namespace quorum::debate {
namespace {

using json::Writer;

void write_text(Writer& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out.key(key).string(text);
}

void write_count(Writer& out, std::string_view key, std::optional<std::int64_t> count) {
  if (count) out.key(key).number(*count);
}

void write_price(Writer& out, const std::optional<llm::Price>& price) {
  out.key("price");
  if (!price) {
    out.null();
    return;
  }
  out.object();
  out.key("prompt_usd").raw(price->prompt.str());
  out.key("completion_usd").raw(price->completion.str());
  if (price->cached_read) out.key("cached_read_usd").raw(price->cached_read->str());
  out.end();
}

void write_caps(Writer& out, const Caps& caps) {
  out.object();
  out.key("usd");
  write_usd(out, caps.usd);
  out.key("tokens");
  caps.tokens ? out.number(*caps.tokens) : out.null();
  out.key("seconds");
  caps.seconds ? out.number(*caps.seconds) : out.null();
  out.end();
}

void write_judge(Writer& out, const Judge& judge) {
  out.object().key("model").string(judge.model);
  write_text(out, "family", judge.family);
  out.key("method").string(name(judge.method));
  out.key("is_participant").boolean(judge.is_participant);
  out.key("is_small").boolean(judge.is_small);
  out.key("is_local").boolean(judge.is_local);
  out.key("same_family_as").array();
  for (const auto& seat : judge.same_family_as) out.string(seat);
  out.end();
  write_count(out, "context_tokens", judge.context_tokens);
  write_price(out, judge.price);
  out.end();
}

void write_failure(Writer& out, const Failure& failure) {
  out.key("error").object();
  out.key("type").string(failure.type).key("message").string(failure.message).end();
}

void fields(Writer& out, const DebateStarted& event) {
  out.key("id").string(event.id).key("question").string(event.question);
  out.key("format").string(event.format);
  out.key("seats").array();
  for (const auto& seat : event.seats) write_seat(out, seat);
  out.end();
  out.key("rounds").number(event.rounds);
  out.key("judges").array();
  for (const auto& judge : event.judges) write_judge(out, judge);
  out.end();
  if (event.chair) {
    out.key("chair");
    write_judge(out, *event.chair);
  }
  out.key("budget");
  write_caps(out, event.budget);
}

void fields(Writer& out, const RoundStarted& event) {
  out.key("round").number(event.round).key("kind").string(event.kind);
  write_text(out, "angle", event.angle);
}

void fields(Writer& out, const TurnStarted& event) {
  out.key("turn_id").string(event.turn_id).key("seat").string(event.seat);
  out.key("round").number(event.round).key("model").string(event.model);
  out.key("call_id").string(event.call_id).key("attempt").number(event.attempt);
  out.key("reserved");
  write_spend(out, event.reserved);
}

void fields(Writer& out, const TurnDelta& event) {
  out.key("turn_id").string(event.turn_id).key("offset").number(event.offset);
  out.key("text").string(event.text).key("ms").number(event.ms);
}

void fields(Writer& out, const TurnFinished& event) {
  out.key("turn_id").string(event.turn_id).key("text").string(event.text);
  out.key("usage");
  write_usage(out, event.usage);
  out.key("cost_usd");
  write_usd(out, event.cost_usd);
  out.key("finish").string(llm::name(event.finish));
  out.key("first_token_ms").number(event.first_token_ms);
  out.key("ms").number(event.ms);
}

void fields(Writer& out, const TurnFailed& event) {
  out.key("turn_id").string(event.turn_id);
  write_failure(out, event.error);
  out.key("will_retry").boolean(event.will_retry);
  if (event.retry_after_ms > 0) out.key("retry_after_ms").number(event.retry_after_ms);
  out.key("spent");
  write_spend(out, event.spent);
}

void fields(Writer& out, const JudgeStarted& event) {
  out.key("judge").string(event.judge).key("order").string(event.order);
  out.key("reserved");
  write_spend(out, event.reserved);
}

void fields(Writer& out, const JudgeVoted& event) {
  out.key("judge").string(event.judge).key("order").string(event.order);
  out.key("vote").raw(event.vote).key("valid").boolean(event.valid);
  out.key("method").string(name(event.method)).key("preference");
  event.preference ? out.number(*event.preference) : out.null();
  write_text(out, "reason", event.reason);
  if (!event.assessment.empty()) out.key("assessment").raw(event.assessment);
  if (event.error) write_failure(out, *event.error);
  out.key("usage");
  write_usage(out, event.usage);
  out.key("cost_usd");
  write_usd(out, event.cost_usd);
}

void fields(Writer& out, const BudgetChanged& event) {
  out.key("spent").object();
  out.key("usd").raw(event.spent.usd.str()).key("tokens").number(event.spent.tokens);
  out.key("seconds").number(event.seconds);
  if (event.spent.has_unknown_price) out.key("has_unknown_price").boolean(true);
  out.end().key("reserved");
  write_spend(out, event.reserved);
  out.key("cap");
  write_caps(out, event.cap);
}

void fields(Writer& out, const DebateTurned& event) {
  out.key("reason").string(event.reason);
  if (event.missing.empty()) return;
  out.key("missing").array();
  for (const auto& what : event.missing) out.string(what);
  out.end();
}

void fields(Writer&, const Unknown&) {}

struct NameOf {
  std::string_view operator()(const DebateStarted&) const { return "debate.started"; }
  std::string_view operator()(const RoundStarted&) const { return "round.started"; }
  std::string_view operator()(const TurnStarted&) const { return "turn.started"; }
  std::string_view operator()(const TurnDelta&) const { return "turn.delta"; }
  std::string_view operator()(const TurnFinished&) const { return "turn.finished"; }
  std::string_view operator()(const TurnFailed&) const { return "turn.failed"; }
  std::string_view operator()(const JudgeStarted&) const { return "judge.started"; }
  std::string_view operator()(const JudgeVoted&) const { return "judge.voted"; }
  std::string_view operator()(const VerdictReached& event) const {
    return event.is_partial ? "verdict.partial" : "verdict";
  }
  std::string_view operator()(const BudgetChanged&) const { return "budget"; }
  std::string_view operator()(const DebateTurned& event) const {
    switch (event.to) {
      case Turning::paused: return "debate.paused";
      case Turning::resumed: return "debate.resumed";
      case Turning::degraded: return "debate.degraded";
      case Turning::completed: return "debate.completed";
      case Turning::failed: return "debate.failed";
      case Turning::cancelled: return "debate.cancelled";
    }
    return {};
  }
  std::string_view operator()(const Unknown& event) const { return event.name; }
};

}  // namespace

std::string_view name(const Event& event) { return std::visit(NameOf{}, event); }

std::string write(const Event& event) {
  if (const auto* verdict = std::get_if<VerdictReached>(&event)) return verdict->json;
  std::string text;
  Writer out(text);
  out.object();
  std::visit(
      [&out]<typename T>(const T& what) {
        if constexpr (!std::is_same_v<T, VerdictReached>) fields(out, what);
      },
      event);
  out.end();
  return text;
}

std::string_view name(Method method) {
  switch (method) {
    case Method::log_odds: return "log_odds";
    case Method::token_odds: return "token_odds";
    case Method::structured: return "structured";
  }
  return {};
}

std::string_view name(Profile profile) {
  switch (profile) {
    case Profile::standard: return "standard";
    case Profile::small: return "small";
    case Profile::small_local: return "small_local";
  }
  return {};
}

void write_usd(Writer& out, const std::optional<Money>& usd) {
  usd ? out.raw(usd->str()) : out.null();
}

void write_usage(Writer& out, const llm::Usage& usage) {
  out.object().key("prompt_tokens").number(usage.prompt);
  out.key("completion_tokens").number(usage.completion).key("total_tokens").number(usage.total());
  write_count(out, "cached_tokens", usage.cached_read);
  write_count(out, "cache_write_tokens", usage.cache_write);
  write_count(out, "reasoning_tokens", usage.reasoning);
  if (usage.is_estimate) out.key("is_estimate").boolean(true);
  out.end();
}

void write_spend(Writer& out, const Spend& spend) {
  out.object().key("usd").raw(spend.usd.str()).key("tokens").number(spend.tokens);
  if (spend.has_unknown_price) out.key("has_unknown_price").boolean(true);
  out.end();
}

void write_seat(Writer& out, const Seat& seat) {
  out.object().key("seat").string(seat.id).key("model").string(seat.model);
  write_text(out, "name", seat.name);
  write_text(out, "position", seat.position);
  write_text(out, "persona", seat.persona);
  write_text(out, "system", seat.system);
  out.key("max_tokens").number(seat.tokens_max);
  write_text(out, "family", seat.family);
  out.key("profile").string(name(seat.profile)).key("is_local").boolean(seat.is_local);
  write_price(out, seat.price);
  out.end();
}

}  // namespace quorum::debate
