#include "debate/record/read.hpp"

#include <array>
#include <utility>

#include "core/try.hpp"
#include "debate/record/write.hpp"

namespace quorum::debate {
namespace {

using json::Kind;
using json::Value;

Error broken(std::string_view key) {
  return {.code = Errc::internal,
          .message = "the debate's log cannot be read",
          .detail = "a field is missing or of a wrong type: " + std::string(key)};
}

/// Collects the first fault, so that the readers below stay a list of fields.
class Reader {
 public:
  explicit Reader(Value value) : value_(value) {}

  std::string text(std::string_view key) {
    const auto found = value_[key].string();
    if (!found) fault(key);
    return std::string(found.value_or(""));
  }
  std::string text_or(std::string_view key, std::string_view otherwise) const {
    return std::string(value_[key].string().value_or(otherwise));
  }
  std::int64_t integer(std::string_view key) {
    const auto found = value_[key].integer();
    if (!found) fault(key);
    return found.value_or(0);
  }
  std::int64_t integer_or(std::string_view key, std::int64_t otherwise) const {
    return value_[key].integer().value_or(otherwise);
  }
  bool flag(std::string_view key) const { return value_[key].boolean().value_or(false); }
  std::optional<Money> usd(std::string_view key) {
    auto found = read_usd(value_[key]);
    if (!found) fault(key);
    return found ? *found : std::nullopt;
  }
  std::vector<std::string> texts(std::string_view key) const {
    std::vector<std::string> all;
    for (const auto item : value_[key]) all.emplace_back(item.string().value_or(""));
    return all;
  }
  Value at(std::string_view key) const { return value_[key]; }

  void fault(std::string_view key) {
    if (!fault_) fault_ = broken(key);
  }
  void take_fault(const Reader& inner) {
    if (!fault_) fault_ = inner.fault_;
  }
  template <typename T>
  Result<Event> finish(T event) const {
    if (fault_) return *fault_;
    return Event(std::move(event));
  }

 private:
  Value value_;
  std::optional<Error> fault_{};
};

template <typename T, std::size_t N>
T named(Reader& in, std::string_view key, const std::array<T, N>& all) {
  const auto text = in.text(key);
  for (const auto one : all) {
    if (name(one) == text) return one;
  }
  in.fault(key);
  return all[0];
}

constexpr std::array kMethods{Method::log_odds, Method::token_odds, Method::structured};
constexpr std::array kProfiles{Profile::standard, Profile::small, Profile::small_local};
constexpr std::array kFinishes{llm::Finish::stop, llm::Finish::length, llm::Finish::tool_calls,
                               llm::Finish::content_filter, llm::Finish::error};

std::optional<llm::Price> price_of(Reader& outer) {
  if (!outer.at("price").is(Kind::object)) return std::nullopt;
  Reader in(outer.at("price"));
  llm::Price price{.prompt = in.usd("prompt_usd").value_or(Money{}),
                   .completion = in.usd("completion_usd").value_or(Money{}),
                   .cached_read = in.usd("cached_read_usd")};
  outer.take_fault(in);
  return price;
}

Seat seat_of(Reader& in) {
  return {.id = in.text("seat"),
          .model = in.text("model"),
          .name = in.text_or("name", ""),
          .position = in.text_or("position", ""),
          .persona = in.text_or("persona", ""),
          .system = in.text_or("system", ""),
          .tokens_max = in.integer("max_tokens"),
          .family = in.text_or("family", ""),
          .profile = named(in, "profile", kProfiles),
          .is_local = in.flag("is_local"),
          .price = price_of(in)};
}

Judge judge_of(Reader& in) {
  return {.model = in.text("model"),
          .family = in.text_or("family", ""),
          .method = named(in, "method", kMethods),
          .is_participant = in.flag("is_participant"),
          .is_small = in.flag("is_small"),
          .is_local = in.flag("is_local"),
          .same_family_as = in.texts("same_family_as"),
          .context_tokens = in.at("context_tokens").integer(),
          .price = price_of(in)};
}

Caps caps_of(Reader& outer, std::string_view key) {
  Reader in(outer.at(key));
  Caps caps{.usd = in.usd("usd"),
            .tokens = in.at("tokens").integer(),
            .seconds = in.at("seconds").integer()};
  outer.take_fault(in);
  return caps;
}

Spend spend_of(Reader& outer, std::string_view key) {
  if (!outer.at(key).is(Kind::object)) return {};
  Reader in(outer.at(key));
  const Spend spend{.usd = in.usd("usd").value_or(Money{}),
                    .tokens = in.integer("tokens"),
                    .has_unknown_price = in.flag("has_unknown_price")};
  outer.take_fault(in);
  return spend;
}

llm::Usage usage_of(Reader& outer) {
  Reader in(outer.at("usage"));
  const llm::Usage usage{.prompt = in.integer("prompt_tokens"),
                         .completion = in.integer("completion_tokens"),
                         .cached_read = in.at("cached_tokens").integer(),
                         .cache_write = in.at("cache_write_tokens").integer(),
                         .reasoning = in.at("reasoning_tokens").integer(),
                         .is_estimate = in.flag("is_estimate")};
  outer.take_fault(in);
  return usage;
}

Failure failure_of(const Reader& outer) {
  const Reader in(outer.at("error"));
  return {.type = in.text_or("type", "internal"), .message = in.text_or("message", "")};
}

Result<Event> debate_started(Reader& in) {
  DebateStarted event{.id = in.text("id"),
                      .question = in.text("question"),
                      .format = in.text("format"),
                      .seats = {},
                      .rounds = in.integer("rounds"),
                      .judges = {},
                      .budget = caps_of(in, "budget")};
  for (const auto item : in.at("seats")) {
    Reader seat(item);
    event.seats.push_back(seat_of(seat));
    in.take_fault(seat);
  }
  for (const auto item : in.at("judges")) {
    Reader judge(item);
    event.judges.push_back(judge_of(judge));
    in.take_fault(judge);
  }
  if (in.at("chair").is(Kind::object)) {
    Reader chair(in.at("chair"));
    event.chair = judge_of(chair);
    in.take_fault(chair);
  }
  return in.finish(std::move(event));
}

Result<Event> turn_event(std::string_view name, Reader& in) {
  if (name == "turn.started") {
    return in.finish(TurnStarted{.turn_id = in.text("turn_id"),
                                 .seat = in.text("seat"),
                                 .round = in.integer("round"),
                                 .model = in.text("model"),
                                 .call_id = in.text("call_id"),
                                 .attempt = in.integer_or("attempt", 1),
                                 .reserved = spend_of(in, "reserved")});
  }
  if (name == "turn.delta") {
    return in.finish(TurnDelta{.turn_id = in.text("turn_id"),
                               .offset = in.integer("offset"),
                               .text = in.text("text"),
                               .ms = in.integer("ms")});
  }
  if (name == "turn.finished") {
    return in.finish(TurnFinished{.turn_id = in.text("turn_id"),
                                  .text = in.text("text"),
                                  .usage = usage_of(in),
                                  .cost_usd = in.usd("cost_usd"),
                                  .finish = named(in, "finish", kFinishes),
                                  .first_token_ms = in.integer("first_token_ms"),
                                  .ms = in.integer("ms")});
  }
  return in.finish(TurnFailed{.turn_id = in.text("turn_id"),
                              .error = failure_of(in),
                              .will_retry = in.flag("will_retry"),
                              .retry_after_ms = in.integer_or("retry_after_ms", 0),
                              .spent = spend_of(in, "spent")});
}

Result<Event> judge_voted(Reader& in) {
  JudgeVoted event{.judge = in.text("judge"),
                   .order = in.text("order"),
                   .vote = std::string(in.at("vote").raw()),
                   .valid = in.flag("valid"),
                   .method = named(in, "method", kMethods),
                   .preference = in.at("preference").number(),
                   .reason = in.text_or("reason", ""),
                   .assessment = std::string(in.at("assessment").raw()),
                   .usage = usage_of(in),
                   .cost_usd = in.usd("cost_usd")};
  if (event.vote.empty()) in.fault("vote");
  if (in.at("error").is(Kind::object)) event.error = failure_of(in);
  return in.finish(std::move(event));
}

Result<Event> verdict(std::string_view name, std::string_view data, Reader& in) {
  VerdictReached event{.is_partial = name == "verdict.partial", .json = std::string(data)};
  if (in.at("chair").is(Kind::object)) {
    Reader chair(in.at("chair"));
    event.usage = usage_of(chair);
    event.cost_usd = chair.usd("cost_usd");
    in.take_fault(chair);
  }
  return in.finish(std::move(event));
}

Result<Event> budget(Reader& in) {
  return in.finish(BudgetChanged{.spent = spend_of(in, "spent"),
                                 .seconds = Reader(in.at("spent")).integer_or("seconds", 0),
                                 .reserved = spend_of(in, "reserved"),
                                 .cap = caps_of(in, "cap")});
}

Result<Event> turned(Turning to, const Reader& in) {
  return in.finish(
      DebateTurned{.to = to, .reason = in.text_or("reason", ""), .missing = in.texts("missing")});
}

}  // namespace

Result<Event> read(std::string_view name, std::string_view data) {
  QUORUM_TRY(const auto document, json::Document::parse(data));
  Reader in(document.root());
  if (name == "debate.started") return debate_started(in);
  if (name == "round.started") {
    return in.finish(RoundStarted{
        .round = in.integer("round"), .kind = in.text("kind"), .angle = in.text_or("angle", "")});
  }
  if (name == "turn.started" || name == "turn.delta" || name == "turn.finished" ||
      name == "turn.failed") {
    return turn_event(name, in);
  }
  if (name == "judge.started") {
    return in.finish(JudgeStarted{.judge = in.text("judge"),
                                  .order = in.text("order"),
                                  .reserved = spend_of(in, "reserved")});
  }
  if (name == "judge.voted") return judge_voted(in);
  if (name == "verdict" || name == "verdict.partial") return verdict(name, data, in);
  if (name == "budget") return budget(in);
  for (const auto to : {Turning::paused, Turning::resumed, Turning::degraded, Turning::completed,
                        Turning::failed, Turning::cancelled}) {
    if (name == debate::name(Event(DebateTurned{.to = to}))) return turned(to, in);
  }
  return Event(Unknown{.name = std::string(name)});
}

Result<std::optional<Money>> read_usd(json::Value value) {
  if (!value.is(Kind::number)) {
    if (!value.exists() || value.is(Kind::null)) return std::optional<Money>{};
    return broken("usd");
  }
  QUORUM_TRY(const auto money, Money::parse_usd(value.raw()));
  return std::optional<Money>(money);
}

}  // namespace quorum::debate
