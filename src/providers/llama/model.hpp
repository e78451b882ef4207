#pragma once
/// One loaded model: its weights, its memory of conversations, and its way of spelling words.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "llm/chat.hpp"
#include "providers/llama/conversations.hpp"

struct llama_context;
struct llama_model;
struct llama_vocab;

namespace quorum::llama {

struct ModelOptions {
  std::string file;
  std::int64_t context_tokens = 4096;
  std::int64_t conversations = 4;
  std::int64_t threads = 1;
};

/// One token to be read, at its place in a conversation.
struct Step {
  int conversation = 0;
  Token token = 0;
  std::size_t position = 0;
  bool wants_logits = false;  ///< What follows this token is asked for.
};

class Model {
 public:
  /// Reads while `is_interrupted` is false; it outlives the model and may be set by another thread.
  static Result<std::unique_ptr<Model>> load(const ModelOptions& options,
                                             const std::atomic<bool>& is_interrupted);
  ~Model();

  std::size_t context_tokens() const { return context_tokens_; }
  std::size_t vocabulary() const { return vocabulary_; }
  std::string description() const;
  const llama_vocab* vocab() const { return vocab_; }

  /// The tokens of `chat` in the model's own template, ending where the answer begins: after the
  /// last message where that is the assistant's, in a new turn otherwise.
  Result<std::vector<Token>> prompt(const llm::Chat& chat) const;

  /// What follows `prompt` in the tokens of the two texts put together.
  Result<std::vector<Token>> continuation(const llm::Chat& chat, std::span<const Token> prompt,
                                          std::string_view text) const;

  /// Fewer tokens than this the messages cannot have: told without looking at them closely.
  std::size_t tokens_min(const llm::Chat& chat) const;

  std::string piece(Token token) const;  ///< The bytes it stands for; not always whole characters.
  bool ends_answer(Token token) const;
  std::optional<Token> end_token() const;  ///< One of those that end an answer.

  /// Tokens of one byte each: whatever text may follow, one of these begins it. Empty where the
  /// vocabulary does not have them all.
  std::span<const Token> byte_tokens() const { return byte_tokens_; }

  /// Reads `steps` into the conversations. False when interrupted: nothing was read then.
  Result<bool> read(std::span<const Step> steps);

  /// After `read`: the scores of every token after step `index`, which wanted them. Until the next
  /// read.
  std::span<const float> logits(std::size_t index) const;

  /// Forgets a conversation from `position` on.
  void forget(int conversation, std::size_t position);

 private:
  Model() = default;
  void learn_words();
  Result<std::string> render(const llm::Chat& chat) const;
  std::vector<Token> tokenize(std::string_view text, bool is_start, bool reads_control) const;
  Result<std::vector<Token>> tokenize_chat(const llm::Chat& chat, std::string_view more) const;
  bool holds_control_token(std::string_view text) const;

  llama_model* model_ = nullptr;
  llama_context* context_ = nullptr;
  const llama_vocab* vocab_ = nullptr;
  std::size_t context_tokens_ = 0;
  std::size_t vocabulary_ = 0;
  std::size_t piece_bytes_max_ = 1;
  std::string template_;
  std::vector<Token> byte_tokens_;
};

/// Tokens that one call to `Model::read` takes.
inline constexpr std::size_t kStepsMax = 64;

}  // namespace quorum::llama
