#include "providers/llama/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/try.hpp"

namespace quorum::llama {
namespace {

/// Prompt tokens read at once while somebody's answer is being written: a longer batch is read
/// faster, but everybody waits for it.
constexpr std::size_t kPromptStepsAmongWriters = 16;

constexpr std::size_t kContinuationsMax = 64;

double ms_between(TimePoint from, TimePoint to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

Error too_long(std::string prompt, std::size_t context) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("This model's maximum context length is {} tokens, and the "
                                 "messages have {}. Shorten them.",
                                 context, prompt),
          .field = "messages",
          .reason = "context_length_exceeded"};
}

}  // namespace

Engine::Engine(Model& model, std::size_t conversations, const Clock& clock)
    : model_(model), conversations_(conversations), clock_(clock) {}

void Engine::ask(providers::LocalAsk ask, News& news) {
  const std::int64_t id = ask.id;
  auto turn = prepare(std::move(ask));
  if (turn) {
    waiting_.push_back(std::move(*turn));
  } else {
    news.emplace_back(providers::LocalFailure{.id = id, .error = std::move(turn.error())});
  }
}

Result<Engine::Turn> Engine::prepare(providers::LocalAsk ask) const {
  const auto& messages = ask.chat.messages;
  if (messages.empty() || (messages.size() == 1 && messages[0].role == llm::Role::assistant)) {
    return Error{.code = Errc::invalid_request,
                 .message = "There is nothing to answer.",
                 .field = "messages"};
  }
  const std::size_t context = model_.context_tokens();
  // A library of text is refused before it is read.
  if (const auto least = model_.tokens_min(ask.chat); least >= context) {
    return too_long(fmt::format("more than {}", least), context);
  }
  QUORUM_TRY(auto prompt, model_.prompt(ask.chat));
  // One token of room is the least an answer needs.
  if (prompt.size() >= context) return too_long(fmt::format("{}", prompt.size()), context);
  QUORUM_TRY(auto continuations, prepare_continuations(ask.chat, prompt));
  QUORUM_TRY(auto sampler, Sampler::create(model_, ask.chat));
  std::vector<std::string> stops = ask.chat.stop;
  return Turn{.id = ask.id,
              .chat = std::move(ask.chat),
              .prompt = std::move(prompt),
              .continuations = std::move(continuations),
              .sampler = std::move(sampler),
              .gate = TextGate(std::move(stops)),
              .asked_at = clock_.now()};
}

Result<std::vector<std::vector<Token>>> Engine::prepare_continuations(
    const llm::Chat& chat, std::span<const Token> prompt) const {
  const auto refused = [](std::string message) {
    return Error{
        .code = Errc::invalid_request, .message = std::move(message), .field = "continuations"};
  };
  if (chat.continuations.size() > kContinuationsMax) {
    return refused(fmt::format("At most {} continuations are scored at once.", kContinuationsMax));
  }
  std::vector<std::vector<Token>> continuations;
  for (const std::string& text : chat.continuations) {
    QUORUM_TRY(auto tokens, model_.continuation(chat, prompt, text));
    const bool fits = prompt.size() + tokens.size() < model_.context_tokens();
    if (tokens.empty() || tokens.size() > kStepsMax || !fits) {
      return refused(fmt::format(
          "A continuation has 1 to {} tokens and fits into the model's context.", kStepsMax));
    }
    continuations.push_back(std::move(tokens));
  }
  return continuations;
}

void Engine::cancel(std::int64_t id, News& news) {
  const Error cancelled{.code = Errc::cancelled, .message = "Nobody waits for this answer."};
  for (Turn& turn : turns_) {
    if (turn.id == id) return fail(turn, cancelled, news);
  }
  const auto waits = std::ranges::find(waiting_, id, &Turn::id);
  if (waits == waiting_.end()) return;
  waiting_.erase(waits);
  news.emplace_back(providers::LocalFailure{.id = id, .error = cancelled});
}

void Engine::step(News& news) {
  admit();
  for (Turn& turn : turns_) {
    if (turn.is_scoring()) return score_one(turn, news);
  }
  std::vector<Step> steps;
  std::vector<Turn*> owners;
  plan(steps, owners);
  if (steps.empty()) return;
  const auto is_read = model_.read(steps);
  if (!is_read) {
    // Whose step it was cannot be told: all that were in the batch fail.
    while (!turns_.empty()) fail(turns_.front(), is_read.error(), news);
    return;
  }
  if (!*is_read) return;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    owners[i]->held.push_back(steps[i].token);
    owners[i]->next.reset();
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!steps[i].wants_logits) continue;
    Turn& turn = *owners[i];
    if (turn.written == 0) {
      after_prompt(turn, model_.logits(i), news);
    } else {
      write_next(turn, model_.logits(i), news);
    }
  }
}

void Engine::admit() {
  while (!waiting_.empty()) {
    Turn& first = waiting_.front();
    const auto place = conversations_.take(first.prompt);
    if (!place) return;
    first.conversation = place->number;
    first.kept = place->kept;
    first.held.assign(first.prompt.begin(),
                      first.prompt.begin() + static_cast<std::ptrdiff_t>(place->kept));
    model_.forget(place->number, place->kept);
    first.began_at = clock_.now();
    turns_.push_back(std::move(first));
    waiting_.pop_front();
  }
}

/// One token for each answer being written, then as much of the prompts as fits.
void Engine::plan(std::vector<Step>& steps, std::vector<Turn*>& owners) {
  for (Turn& turn : turns_) {
    if (!turn.next) continue;
    steps.push_back({turn.conversation, *turn.next, turn.held.size(), true});
    owners.push_back(&turn);
  }
  std::size_t room = steps.empty() ? kStepsMax : kPromptStepsAmongWriters;
  for (Turn& turn : turns_) {
    for (std::size_t at = turn.held.size(); at < turn.prompt.size() && room > 0; ++at, --room) {
      steps.push_back({turn.conversation, turn.prompt[at], at, at + 1 == turn.prompt.size()});
      owners.push_back(&turn);
    }
  }
}

void Engine::after_prompt(Turn& turn, std::span<const float> scores, News& news) {
  turn.prompt_read_at = clock_.now();
  if (!turn.continuations.empty()) {
    turn.scores.assign(scores.begin(), scores.end());  // Other reads come before they are used.
    return;
  }
  write_next(turn, scores, news);
}

void Engine::score_one(Turn& turn, News& news) {
  const auto scored = likelihood(turn, turn.continuations[turn.scored.size()]);
  if (!scored) return fail(turn, scored.error(), news);
  const auto& likely = *scored;
  if (!likely) return;
  turn.scored.push_back(*likely);
  if (turn.scored.size() < turn.continuations.size()) return;
  providers::LocalPiece piece{.id = turn.id};
  piece.delta.continuations = std::exchange(turn.scored, {});
  news.emplace_back(std::move(piece));
  const std::vector<float> scores = std::exchange(turn.scores, {});
  write_next(turn, scores, news);
}

/// The continuation's log-probability after the prompt; nothing when interrupted.
Result<std::optional<double>> Engine::likelihood(Turn& turn, std::span<const Token> continuation) {
  const auto at = [](std::span<const float> scores, Token token) {
    return static_cast<double>(scores[static_cast<std::size_t>(token)]) - log_total(scores);
  };
  double sum = at(turn.scores, continuation[0]);
  if (continuation.size() == 1) return sum;
  std::vector<Step> steps;
  for (const Token token : continuation.first(continuation.size() - 1)) {
    steps.push_back({turn.conversation, token, turn.held.size() + steps.size(), true});
  }
  QUORUM_TRY(const bool is_read, model_.read(steps));
  if (!is_read) return std::nullopt;
  for (std::size_t i = 0; i < steps.size(); ++i) sum += at(model_.logits(i), continuation[i + 1]);
  model_.forget(turn.conversation, turn.held.size());
  return sum;
}

void Engine::write_next(Turn& turn, std::span<const float> scores, News& news) {
  const std::int64_t tokens_max = turn.chat.tokens_max.value_or(INT64_MAX);
  if (turn.written >= tokens_max) return finish(turn, llm::Finish::length, news);
  const TimePoint began_at = clock_.now();
  auto choice = turn.sampler.choose(scores);
  turn.choose_ms += ms_between(began_at, clock_.now());
  if (!choice) return fail(turn, choice.error(), news);
  if (model_.ends_answer(choice->token)) return finish(turn, llm::Finish::stop, news);
  ++turn.written;
  if (auto& logprob = choice->logprob) turn.logprobs.push_back(std::move(*logprob));
  std::string text = turn.gate.push(model_.piece(choice->token));
  const bool is_stopped = turn.gate.is_stopped();
  if (!text.empty()) {
    providers::LocalPiece piece{.id = turn.id};
    piece.delta.text = std::move(text);
    piece.delta.logprobs = std::exchange(turn.logprobs, {});
    news.emplace_back(std::move(piece));
  }
  if (is_stopped) return finish(turn, llm::Finish::stop, news);
  if (turn.written >= tokens_max || turn.held.size() + 1 >= model_.context_tokens()) {
    return finish(turn, llm::Finish::length, news);
  }
  turn.next = choice->token;
}

void Engine::finish(Turn& turn, llm::Finish finish, News& news) {
  providers::LocalPiece piece{.id = turn.id};
  piece.delta.text = turn.gate.finish();
  if (!piece.delta.text.empty()) piece.delta.logprobs = std::exchange(turn.logprobs, {});
  piece.delta.finish = finish;
  piece.delta.usage = llm::Usage{.prompt = static_cast<std::int64_t>(turn.prompt.size()),
                                 .completion = turn.written,
                                 .cached_read = static_cast<std::int64_t>(turn.kept)};
  piece.times = providers::LocalTimes{.waited_ms = ms_between(turn.asked_at, turn.began_at),
                                      .prompt_ms = ms_between(turn.began_at, turn.prompt_read_at),
                                      .write_ms = ms_between(turn.prompt_read_at, clock_.now()),
                                      .choose_ms = turn.choose_ms};
  news.emplace_back(std::move(piece));
  end(turn);
}

void Engine::fail(Turn& turn, Error error, News& news) {
  news.emplace_back(providers::LocalFailure{.id = turn.id, .error = std::move(error)});
  end(turn);
}

void Engine::end(Turn& turn) {
  conversations_.give_back(turn.conversation, std::move(turn.held));
  turns_.remove_if([&turn](const Turn& each) { return &each == &turn; });
}

}  // namespace quorum::llama
