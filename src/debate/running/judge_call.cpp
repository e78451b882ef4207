#include "debate/running/judge_call.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "debate/judging/ballot.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

using namespace std::chrono_literals;

constexpr int kAttemptsMax = 3;
constexpr std::size_t kRawBytesMax = 4000;

bool can_pass(const Error& error) {
  return error.code == Errc::upstream_failed || error.code == Errc::unavailable ||
         error.code == Errc::rate_limited || error.code == Errc::deadline_exceeded;
}

/// Without what some models refuse: a schema, log-probabilities.
bool make_plainer(llm::Chat& chat) {
  if (!chat.format && !chat.logprobs) return false;
  chat.format.reset();
  chat.logprobs = false;
  chat.top_logprobs = 0;
  return true;
}

struct Asked {
  Heard heard{};
  llm::Usage usage{};  ///< Of all attempts.
};

void pay(Asked& asked, const llm::Chat& chat) {
  if (asked.heard.has_begun) asked.usage += usage_of(asked.heard, chat);
}

/// Tries again what may pass, and asks more plainly where the model takes no schema.
Task<Asked> ask(const JudgeCall* how, std::string model, llm::Chat chat, std::string suffix) {
  Asked asked;
  for (int attempt = 1;; ++attempt) {
    llm::Call call{.model = model, .chat = chat};
    const auto id = how->call_id + suffix + (attempt == 1 ? "" : "." + std::to_string(attempt));
    const llm::CallContext context{.deadline = how->deadline, .call_id = id};
    asked.heard =
        co_await listen(how->loop, how->backend, std::move(call), context, how->patience, nullptr);
    pay(asked, chat);
    if (!asked.heard.error || attempt >= kAttemptsMax) co_return asked;
    const auto& error = *asked.heard.error;
    if (error.code == Errc::invalid_request && make_plainer(chat)) continue;
    if (!can_pass(error) || how->loop.now() >= how->deadline) co_return asked;
    const auto wait =
        std::max<std::chrono::milliseconds>(error.retry_after.value_or(0ms), 500ms * attempt);
    co_await how->loop.sleep(std::min<std::chrono::milliseconds>(wait, 30s));
  }
}

Result<Reading> read(const JudgeCall& call, const Judge& judge, std::string_view order,
                     const Heard& heard, Method& method) {
  if (heard.error) return *heard.error;
  method = Method::structured;
  if (judge.method == Method::log_odds) {
    method = Method::log_odds;
    return read_odds(heard.continuations);
  }
  auto written = read_structured(call.state, order, heard.text);
  if (judge.method == Method::structured) return written;
  auto odds = read_token_odds(heard.logprobs);
  if (!odds) return written;
  method = Method::token_odds;
  if (written) {
    odds->reason = std::move(written->reason);
    odds->assessment = std::move(written->assessment);
  }
  return odds;
}

std::string quoted(const std::string& text) {
  return json::quote(text.size() <= kRawBytesMax ? text : text.substr(0, kRawBytesMax));
}

}  // namespace

Task<JudgeVoted> ask_judge(JudgeCall call, Judge judge, std::string order) {
  JudgeVoted vote{.judge = judge.model, .order = order, .method = judge.method};
  auto asked = co_await ask(&call, judge.model, ballot_chat(call.state, judge, order), "");
  auto reading = read(call, judge, order, asked.heard, vote.method);
  vote.usage = asked.usage;
  const bool needs_repair = !reading && !asked.heard.error && judge.method != Method::log_odds;
  if (needs_repair) {
    auto again = co_await ask(&call, judge.model,
                              repair_chat(call.state, judge, order, asked.heard.text), ".repair");
    vote.usage += again.usage;
    if (!again.heard.error) {
      asked.heard = std::move(again.heard);
      reading = read_structured(call.state, order, asked.heard.text);
    }
  }
  vote.cost_usd = cost(judge.price, vote.usage);
  if (reading) {
    vote.valid = true;
    vote.preference = reading->preference;
    vote.vote = std::move(reading->raw);
    vote.reason = std::move(reading->reason);
    vote.assessment = std::move(reading->assessment);
  } else {
    vote.vote = quoted(asked.heard.text);
    vote.error = Failure{std::string(name(reading.error().code)), reading.error().message};
  }
  co_return vote;
}

Task<ChairAnswer> ask_chair(JudgeCall call, Judge chair) {
  ChairAnswer answer;
  const auto tally = count(call.state);
  auto chat = chair.is_small ? reason_chat(call.state, chair, *tally.winner)
                             : chair_chat(call.state, in_words(call.state, tally));
  chat.tokens_max = chair_tokens_max(chair);
  const auto asked = co_await ask(&call, chair.model, std::move(chat), "");
  answer.usage = asked.usage;
  answer.cost_usd = cost(chair.price, asked.usage);
  if (asked.heard.error) {
    answer.error = Failure{std::string(name(asked.heard.error->code)), asked.heard.error->message};
  } else if (asked.heard.text.empty()) {
    answer.error = Failure{"upstream_failed", "The chair wrote nothing."};
  } else if (chair.is_small) {
    answer.reason = reason_lead(call.state, *tally.winner) + asked.heard.text;
  } else {
    answer.text = asked.heard.text;
  }
  co_return answer;
}

}  // namespace quorum::debate
