#include "providers/llama/sampler.hpp"

#include <llama.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <numeric>
#include <random>

#include "core/try.hpp"
#include "providers/llama/grammar.hpp"

namespace quorum::llama {
namespace {

// What a request leaves open. Small models wander at the temperature of 1 that large ones take.
constexpr double kTemperature = 0.7;
constexpr std::int64_t kTopK = 40;
constexpr double kTopP = 0.95;
constexpr double kMinP = 0.05;

/// How far back a word counts as said before.
constexpr std::int32_t kPenaltyTokens = 1024;

/// How many of the likeliest tokens are tried against a grammar, until one fits: a whole vocabulary
/// takes up to 30 ms.
constexpr std::array<std::size_t, 2> kGrammarTries{64, 1024};

std::uint32_t seed_of(const llm::Chat& chat) {
  return chat.seed ? static_cast<std::uint32_t>(*chat.seed) : std::random_device{}();
}

/// What a caller asks for, within what the library can bear: beyond these bounds it divides by
/// zero, overflows or aborts, and nothing sensible is meant there.
float bounded(std::optional<double> asked, double otherwise, double min, double max) {
  return static_cast<float>(std::clamp(asked.value_or(otherwise), min, max));
}

constexpr double kTemperatureMin = 0.01;  ///< Below it, the likeliest token is chosen.
constexpr double kTemperatureMax = 100;
constexpr double kPenaltyMax = 100;
constexpr double kRepeatPenaltyMin = 0.01;

bool is_likelier(const llama_token_data& a, const llama_token_data& b) { return a.logit > b.logit; }

}  // namespace

double log_total(std::span<const float> scores) {
  const float highest = *std::ranges::max_element(scores);
  double sum = 0;
  for (const float score : scores) sum += std::exp(score - highest);
  return highest + std::log(sum);
}

void Sampler::Free::operator()(llama_sampler* sampler) const { llama_sampler_free(sampler); }

Sampler::Sampler(const Model& model, const llm::Chat& chat)
    : model_(&model),
      chain_(llama_sampler_chain_init({.no_perf = true})),
      wants_logprobs_(chat.logprobs),
      top_logprobs_(static_cast<std::size_t>(std::clamp<std::int64_t>(chat.top_logprobs, 0, 20))) {
  add_penalties(chat);
  const auto add = [this](llama_sampler* sampler) {
    llama_sampler_chain_add(chain_.get(), sampler);
  };
  const double temperature = chat.temperature.value_or(kTemperature);
  if (temperature < kTemperatureMin) {
    add(llama_sampler_init_greedy());
    return;
  }
  const auto top_k = std::clamp<std::int64_t>(chat.top_k.value_or(kTopK), 0, INT32_MAX);
  add(llama_sampler_init_top_k(static_cast<std::int32_t>(top_k)));
  add(llama_sampler_init_top_p(bounded(chat.top_p, kTopP, 0, 1), 1));
  add(llama_sampler_init_min_p(bounded(chat.min_p, kMinP, 0, 1), 1));
  add(llama_sampler_init_temp(bounded(temperature, 0, kTemperatureMin, kTemperatureMax)));
  add(llama_sampler_init_dist(seed_of(chat)));
}

Sampler::Sampler(Sampler&&) noexcept = default;
Sampler& Sampler::operator=(Sampler&&) noexcept = default;
Sampler::~Sampler() = default;

void Sampler::add_penalties(const llm::Chat& chat) {
  const float repeat = bounded(chat.repeat_penalty, 1, kRepeatPenaltyMin, kPenaltyMax);
  const float frequency = bounded(chat.frequency_penalty, 0, -kPenaltyMax, kPenaltyMax);
  const float presence = bounded(chat.presence_penalty, 0, -kPenaltyMax, kPenaltyMax);
  if (repeat == 1 && frequency == 0 && presence == 0) return;
  const auto words = static_cast<std::int32_t>(model_->vocabulary());
  llama_sampler_chain_add(chain_.get(), llama_sampler_init_penalties(words, kPenaltyTokens, repeat,
                                                                     frequency, presence));
}

Result<Sampler> Sampler::create(const Model& model, const llm::Chat& chat) {
  Sampler sampler(model, chat);
  if (!chat.format) return sampler;
  QUORUM_TRY(const std::string grammar, grammar_of(*chat.format));
  if (grammar.empty()) return sampler;
  try {
    sampler.grammar_.reset(
        llama_sampler_init_grammar(model.vocab(), grammar.c_str(), kGrammarRoot));
  } catch (const std::exception&) {
    sampler.grammar_.reset();  // Said below, as where the library returns nothing.
  }
  if (!sampler.grammar_) {
    return Error{.code = Errc::invalid_request,
                 .message = "The grammar cannot be read: it must be GBNF with a rule `root`.",
                 .field = "response_format"};
  }
  return sampler;
}

Result<Sampler::Choice> Sampler::choose(std::span<const float> scores) {
  QUORUM_TRY(const Token token, choose_token(scores));
  Choice choice{.token = token};
  if (wants_logprobs_) choice.logprob = explain(token, scores);
  llama_sampler_accept(chain_.get(), token);
  if (grammar_ && !model_->ends_answer(token)) {
    try {
      llama_sampler_accept(grammar_.get(), token);
    } catch (const std::exception& error) {
      return Error{.code = Errc::upstream_failed,
                   .message = "The local model left its grammar.",
                   .detail = error.what()};
    }
  }
  return choice;
}

void Sampler::consider_all(std::span<const float> scores) {
  candidates_.resize(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    candidates_[i] = {.id = static_cast<Token>(i), .logit = scores[i], .p = 0};
  }
}

Result<Token> Sampler::choose_token(std::span<const float> scores) {
  consider_all(scores);
  const Token free_choice = sample();
  if (!grammar_ || fits_grammar(free_choice)) return free_choice;
  return choose_under_grammar(scores);
}

Result<Token> Sampler::choose_under_grammar(std::span<const float> scores) {
  if (const auto end = forced_end()) return *end;
  for (const std::size_t tries : kGrammarTries) {
    if (const auto token = choose_allowed(scores, tries)) return *token;
  }
  if (const auto token = choose_allowed(scores, scores.size())) return *token;
  return Error{.code = Errc::upstream_failed,
               .message = "No word of the local model fits the grammar at this place."};
}

/// From the `tokens_max` likeliest tokens, those that the grammar refuses left out.
std::optional<Token> Sampler::choose_allowed(std::span<const float> scores,
                                             std::size_t tokens_max) {
  consider_all(scores);
  if (tokens_max < candidates_.size()) {
    const auto end = candidates_.begin() + static_cast<std::ptrdiff_t>(tokens_max);
    std::nth_element(candidates_.begin(), end, candidates_.end(), is_likelier);
    candidates_.erase(end, candidates_.end());
  }
  llama_token_data_array array{
      .data = candidates_.data(), .size = candidates_.size(), .selected = -1, .sorted = false};
  llama_sampler_apply(grammar_.get(), &array);
  std::erase_if(candidates_,
                [](const llama_token_data& candidate) { return candidate.logit == -INFINITY; });
  if (candidates_.empty()) return std::nullopt;
  return sample();
}

Token Sampler::sample() {
  llama_token_data_array array{
      .data = candidates_.data(), .size = candidates_.size(), .selected = -1, .sorted = false};
  llama_sampler_apply(chain_.get(), &array);
  return array.data[std::max<std::int64_t>(0, array.selected)].id;
}

bool Sampler::fits_grammar(Token token) {
  llama_token_data one{.id = token, .logit = 1, .p = 0};
  llama_token_data_array array{.data = &one, .size = 1, .selected = -1, .sorted = false};
  llama_sampler_apply(grammar_.get(), &array);
  return one.logit != -INFINITY;
}

/// The end, where no text at all may follow. Every text begins with some byte, so where none of the
/// tokens of one byte fits, no token does.
std::optional<Token> Sampler::forced_end() {
  const auto end = model_->end_token();
  if (!end || model_->byte_tokens().empty() || !fits_grammar(*end)) return std::nullopt;
  const auto fits = [this](Token token) { return fits_grammar(token); };
  return std::ranges::none_of(model_->byte_tokens(), fits) ? end : std::nullopt;
}

llm::TokenLogprob Sampler::explain(Token token, std::span<const float> scores) const {
  const double total = log_total(scores);
  const auto say = [&](Token which) {
    return llm::TokenLogprob{
        .token = model_->piece(which),
        .logprob = static_cast<double>(scores[static_cast<std::size_t>(which)]) - total};
  };
  llm::TokenLogprob said = say(token);
  std::vector<Token> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  const std::size_t top = std::min(top_logprobs_, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(top), order.end(),
                    [scores](Token a, Token b) {
                      return scores[static_cast<std::size_t>(a)] >
                             scores[static_cast<std::size_t>(b)];
                    });
  for (std::size_t i = 0; i < top; ++i) said.top.push_back(say(order[i]));
  return said;
}

}  // namespace quorum::llama
