#pragma once
/// Answers several asks of one model at once, a token of each at a time.

#include <chrono>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "providers/llama/conversations.hpp"
#include "providers/llama/model.hpp"
#include "providers/llama/sampler.hpp"
#include "providers/llama/text_gate.hpp"
#include "providers/local/protocol.hpp"

namespace quorum::llama {

/// Never waits but for the model's own work: `step` does a little of it, for every answer in turn.
class Engine {
 public:
  using News = std::vector<providers::LocalNews>;

  /// `model` and `clock` outlive it.
  Engine(Model& model, std::size_t conversations, const Clock& clock);

  /// Takes the ask, or says in `news` why not.
  void ask(providers::LocalAsk ask, News& news);

  /// Ends it wherever it stands; its failure as `cancelled` is in `news`. Unknown ids are ignored:
  /// the answer may just have ended.
  void cancel(std::int64_t id, News& news);

  bool has_work() const { return !waiting_.empty() || !turns_.empty(); }

  /// Reads at most one batch of tokens and writes at most one token of each answer. Nothing happens
  /// when the model is interrupted; call again.
  void step(News& news);

 private:
  /// One answer on its way.
  struct Turn {
    std::int64_t id;
    llm::Chat chat;
    std::vector<Token> prompt;
    std::vector<std::vector<Token>> continuations;  ///< Whose likelihood is asked for.
    Sampler sampler;
    TextGate gate;
    TimePoint asked_at;

    int conversation = 0;
    std::vector<Token> held{};    ///< What the conversation's memory holds.
    std::size_t kept = 0;         ///< Of it, what an earlier turn had read.
    std::optional<Token> next{};  ///< Written, but not yet read by the model itself.
    std::vector<float> scores{};  ///< After the prompt, while continuations are scored.
    std::vector<double> scored{};
    std::vector<llm::TokenLogprob> logprobs{};  ///< Of text that the gate still holds back.
    std::int64_t written = 0;
    double choose_ms = 0;
    TimePoint began_at{};
    TimePoint prompt_read_at{};

    bool is_reading() const { return held.size() < prompt.size(); }
    bool is_scoring() const { return !scores.empty(); }
  };
  using Turns = std::list<Turn>;

  Result<Turn> prepare(providers::LocalAsk ask) const;
  Result<std::vector<std::vector<Token>>> prepare_continuations(
      const llm::Chat& chat, std::span<const Token> prompt) const;
  void admit();
  void plan(std::vector<Step>& steps, std::vector<Turn*>& owners);
  void write_next(Turn& turn, std::span<const float> scores, News& news);
  void after_prompt(Turn& turn, std::span<const float> scores, News& news);
  void score_one(Turn& turn, News& news);
  Result<std::optional<double>> likelihood(Turn& turn, std::span<const Token> continuation);
  void finish(Turn& turn, llm::Finish finish, News& news);
  void fail(Turn& turn, Error error, News& news);
  void end(Turn& turn);

  Model& model_;
  Conversations conversations_;
  const Clock& clock_;
  std::deque<Turn> waiting_;  ///< For a free conversation, first come first served.
  Turns turns_;
};

}  // namespace quorum::llama
