#include "debate/running/runner.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "debate/format/prompt.hpp"
#include "debate/rules/budget.hpp"
#include "debate/running/judge_call.hpp"
#include "debate/running/speech.hpp"

namespace quorum::debate {
namespace {

/// Refusals that a provider gives before it does any work: nothing was spent.
bool is_free(const Error& error) {
  return error.code != Errc::deadline_exceeded && error.code != Errc::cancelled;
}

Error is_over() {
  return {.code = Errc::conflict, .message = "The debate is over: nothing in it can be changed."};
}

}  // namespace

Runner::Runner(async::Loop& loop, llm::ChatBackend& backend, Journal& journal, RunnerConfig config)
    : loop_(loop),
      backend_(backend),
      journal_(journal),
      config_(config),
      wake_(loop),
      calls_(loop) {}

void Runner::take_over() {
  std::vector<TurnFailed> cut;
  for (const auto& turn : state().turns) {
    if (turn.progress == Progress::open) cut.push_back(interrupted(turn));
  }
  for (const auto& event : cut) journal_.add(event);
  journal_.add(DebateTurned{.to = Turning::resumed, .reason = std::string(kRestart)});
}

Task<Result<>> Runner::run() {
  while (true) {
    for (bool has_moved = true; has_moved;) {
      has_moved = false;
      for (auto& action : next(state())) has_moved = perform(std::move(action)) || has_moved;
    }
    QUORUM_CO_CHECK(co_await journal_.settle());
    launch();
    if (state().is_over()) co_return Result<>{};
    const bool is_idle = calls_.size() == 0 && !is_chair_asked_;
    if (state().status == Status::paused && is_idle) co_return Result<>{};
    co_await wake_.wait();
    wake_.reset();
  }
}

// Returns whether the state has changed: if not, the engine would say the same again.
bool Runner::perform(Action action) {
  if (auto* emit = std::get_if<Emit>(&action)) {
    journal_.add(emit->event);
    return true;
  }
  if (auto* ask = std::get_if<Ask>(&action)) return perform(std::move(*ask));
  if (const auto* ask = std::get_if<AskJudge>(&action)) return perform(*ask);
  return ask_chair();
}

bool Runner::perform(Ask ask) {
  if (!is_ripe(ask)) return false;
  auto turn = numbered(state(), std::move(ask.started));
  journal_.add(turn);
  launches_.push_back(take_turn(std::move(turn)));
  return true;
}

bool Runner::perform(const AskJudge& ask) {
  if (ask.is_announced) {
    journal_.reopen(ask.started.judge, ask.started.order);
  } else {
    journal_.add(ask.started);
  }
  launches_.push_back(take_vote(ask.started));
  return true;
}

bool Runner::ask_chair() {
  const auto& chair = state().plan.chair;
  if (!chair || std::exchange(is_chair_asked_, true)) return false;
  launches_.push_back(take_answer(*chair));
  return false;
}

bool Runner::is_ripe(const Ask& ask) {
  if (ask.wait_ms == 0) return true;
  const auto moment = loop_.now() + std::chrono::milliseconds{ask.wait_ms};
  const auto [due, is_new] = due_.try_emplace(ask.started.seat, moment);
  if (is_new) calls_.spawn(wake_at(moment));
  if (loop_.now() < due->second) return false;
  due_.erase(due);
  return true;
}

Task<> Runner::wake_at(TimePoint moment) {
  co_await loop_.sleep_until(moment);
  wake_.set();
}

void Runner::launch() {
  for (auto& call : std::exchange(launches_, {})) calls_.spawn(std::move(call));
}

Task<> Runner::take_turn(TurnStarted turn) {
  const auto seat = *state().seat(turn.seat);
  const auto chat = turn_chat(state(), seat);
  Speech speech(loop_, journal_, turn.turn_id, prefill(seat));
  async::Scope writer(loop_);
  writer.spawn(speech.write_regularly(config_.delta_pause));

  llm::Call call{.model = turn.model, .chat = chat};
  const llm::CallContext context{.deadline = deadline(false), .call_id = turn.call_id};
  const auto patience = seat.is_local ? config_.local_patience : config_.patience;
  const auto heard = co_await listen(loop_, backend_, std::move(call), context, patience, &speech);
  writer.cancel();
  speech.finish();
  end_turn(turn, chat, heard, speech.text(), speech.first_token_ms(), speech.ms());
  wake_.set();
}

void Runner::end_turn(const TurnStarted& turn, const llm::Chat& chat, const Heard& heard,
                      const std::string& text, std::int64_t first_token_ms, std::int64_t ms) {
  if (heard.error) return fail_turn(turn, chat, heard, *heard.error);
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return fail_turn(turn, chat, heard,
                     {.code = Errc::upstream_failed, .message = "The model's answer is empty."});
  }
  const auto usage = usage_of(heard, chat);
  journal_.add(TurnFinished{.turn_id = turn.turn_id,
                            .text = text,
                            .usage = usage,
                            .cost_usd = cost(state().seat(turn.seat)->price, usage),
                            .finish = heard.finish.value_or(llm::Finish::stop),
                            .first_token_ms = first_token_ms,
                            .ms = ms});
}

void Runner::fail_turn(const TurnStarted& turn, const llm::Chat&, const Heard& heard, Error error) {
  const auto found = std::ranges::find_if(
      state().turns, [&turn](const Turn& one) { return one.started.turn_id == turn.turn_id; });
  TurnFailed failed{
      .turn_id = turn.turn_id,
      .error = {std::string(name(error.code)), error.message},
      .will_retry = should_retry(state(), *found, error),
      .retry_after_ms = error.retry_after.value_or(std::chrono::milliseconds{}).count()};
  if (heard.usage) {
    const auto price = cost(state().seat(turn.seat)->price, *heard.usage);
    failed.spent = {.usd = price.value_or(Money{}),
                    .tokens = heard.usage->total(),
                    .has_unknown_price = !price};
  } else if (heard.has_begun || !is_free(error)) {
    failed.spent = turn.reserved;
  }
  journal_.add(failed);
}

Task<> Runner::take_vote(JudgeStarted ballot) {
  const auto by = judge(ballot.judge);
  JudgeCall call{.loop = loop_,
                 .backend = backend_,
                 .state = state(),
                 .patience = by.is_local ? config_.local_patience : config_.patience,
                 .deadline = deadline(true),
                 .call_id = state().plan.id + "." + ballot.judge + "." + ballot.order};
  const auto vote = co_await ask_judge(std::move(call), by, ballot.order);
  journal_.add(vote);
  wake_.set();
}

Task<> Runner::take_answer(Judge chair) {
  JudgeCall call{.loop = loop_,
                 .backend = backend_,
                 .state = state(),
                 .patience = chair.is_local ? config_.local_patience : config_.patience,
                 .deadline = deadline(true),
                 .call_id = state().plan.id + ".chair"};
  const auto answer = co_await debate::ask_chair(std::move(call), std::move(chair));
  is_chair_asked_ = false;
  for (const auto& event : conclude(state(), answer)) journal_.add(event);
  wake_.set();
}

Result<> Runner::pause(std::string reason) {
  if (state().is_over()) return is_over();
  if (state().status == Status::paused) return {};
  journal_.add(DebateTurned{.to = Turning::paused, .reason = std::move(reason)});
  wake_.set();
  return {};
}

Result<> Runner::resume(std::string reason) {
  if (state().is_over()) return is_over();
  if (state().status == Status::running) return {};
  journal_.add(DebateTurned{.to = Turning::resumed, .reason = std::move(reason)});
  wake_.set();
  return {};
}

Result<> Runner::cancel(std::string reason) {
  if (state().status == Status::cancelled) return {};
  if (state().is_over()) return is_over();
  calls_.cancel();
  launches_.clear();
  std::vector<TurnFailed> cut;
  for (const auto& turn : state().turns) {
    if (turn.progress != Progress::open) continue;
    cut.push_back({.turn_id = turn.started.turn_id,
                   .error = {"cancelled", "The debate was cancelled."},
                   .spent = turn.started.reserved});
  }
  for (const auto& event : cut) journal_.add(event);
  journal_.add(DebateTurned{.to = Turning::cancelled, .reason = std::move(reason)});
  wake_.set();
  return {};
}

const Judge& Runner::judge(std::string_view model) const {
  return *std::ranges::find(state().plan.judges, model, &Judge::model);
}

TimePoint Runner::deadline(bool is_judging) const {
  const auto left = ms_left(state(), is_judging ? Stage::judging : Stage::arguing);
  return left ? loop_.now() + std::chrono::milliseconds{*left} : TimePoint::max();
}

}  // namespace quorum::debate
