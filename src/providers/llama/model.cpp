#include "providers/llama/model.hpp"

#include <fmt/format.h>
#include <llama.h>

#include <algorithm>
#include <array>

#include "core/try.hpp"

namespace quorum::llama {
namespace {

/// Keeps the library's last complaint for the error that follows it; everything else it says is
/// of no use to anyone here.
void keep_complaint(ggml_log_level level, const char* text, void* into) {
  if (level == GGML_LOG_LEVEL_ERROR) *static_cast<std::string*>(into) = text;
}

const char* role_of(llm::Role role) {
  switch (role) {
    case llm::Role::system:
    case llm::Role::developer: return "system";
    case llm::Role::user: return "user";
    case llm::Role::assistant: return "assistant";
    case llm::Role::tool: return "tool";
  }
  return "user";
}

Error cannot_load(const ModelOptions& options, std::string what, std::string detail = {}) {
  return {.code = Errc::unavailable,
          .message = fmt::format("The model's file cannot be used: {}", what),
          .detail = fmt::format("{}: {}", options.file, detail)};
}

bool ends_with_prefill(const llm::Chat& chat) {
  return !chat.messages.empty() && chat.messages.back().role == llm::Role::assistant;
}

/// Stands for a message's text while the template is applied; no template looks into it.
std::string placeholder(std::size_t message) { return fmt::format("\x01{}\x02", message); }

}  // namespace

Result<std::unique_ptr<Model>> Model::load(const ModelOptions& options,
                                           const std::atomic<bool>& is_interrupted) {
  std::string complaint;
  llama_log_set(keep_complaint, &complaint);
  llama_backend_init();
  std::unique_ptr<Model> model(new Model);

  llama_model_params weights = llama_model_default_params();
  weights.n_gpu_layers = 0;
  model->model_ = llama_model_load_from_file(options.file.c_str(), weights);
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  if (!model->model_) return cannot_load(options, "it is no sound GGUF file.", complaint);
  if (!llama_model_has_decoder(model->model_) || llama_model_has_encoder(model->model_)) {
    return cannot_load(options, "it does not write text.");
  }
  const char* chat_template = llama_model_chat_template(model->model_, nullptr);
  if (!chat_template) return cannot_load(options, "it was not made for chat (no chat template).");
  model->template_ = chat_template;
  model->vocab_ = llama_model_get_vocab(model->model_);
  model->vocabulary_ = static_cast<std::size_t>(llama_vocab_n_tokens(model->vocab_));
  llm::Chat probe;
  probe.messages.push_back(llm::message(llm::Role::user, "?"));
  if (!model->render(probe)) return cannot_load(options, "its chat template is not known here.");

  const auto trained = std::max<std::int64_t>(1, llama_model_n_ctx_train(model->model_));
  const auto tokens = static_cast<std::uint32_t>(std::min(options.context_tokens, trained));
  const auto conversations = static_cast<std::uint32_t>(options.conversations);
  llama_context_params context = llama_context_default_params();
  context.n_ctx = tokens * conversations;
  context.n_seq_max = conversations;
  context.kv_unified = false;  // Each conversation pays for its own length only.
  context.n_batch = kStepsMax;
  context.n_ubatch = kStepsMax;
  context.n_threads = static_cast<std::int32_t>(options.threads);
  context.n_threads_batch = context.n_threads;
  context.no_perf = true;
  context.abort_callback = [](void* flag) {
    return static_cast<const std::atomic<bool>*>(flag)->load(std::memory_order_relaxed);
  };
  context.abort_callback_data = const_cast<std::atomic<bool>*>(&is_interrupted);
  model->context_ = llama_init_from_model(model->model_, context);
  if (!model->context_) return cannot_load(options, "there is not enough memory for it.");
  model->context_tokens_ = std::min<std::size_t>(tokens, llama_n_ctx_seq(model->context_));

  model->learn_words();
  return model;
}

void Model::learn_words() {
  std::array<bool, 256> found{};
  for (std::size_t token = 0; token < vocabulary_; ++token) {
    const std::string bytes = piece(static_cast<Token>(token));
    piece_bytes_max_ = std::max(piece_bytes_max_, bytes.size());
    if (bytes.size() != 1 || std::exchange(found[static_cast<unsigned char>(bytes[0])], true)) {
      continue;
    }
    byte_tokens_.push_back(static_cast<Token>(token));
  }
  // The zero byte is nobody's word.
  if (byte_tokens_.size() < 255) byte_tokens_.clear();
}

Model::~Model() {
  if (context_) llama_free(context_);
  if (model_) llama_model_free(model_);
}

std::string Model::description() const {
  std::array<char, 256> text{};
  llama_model_desc(model_, text.data(), text.size());
  return text.data();
}

Result<std::string> Model::render(const llm::Chat& chat) const {
  const std::size_t turns = chat.messages.size() - (ends_with_prefill(chat) ? 1 : 0);
  std::vector<std::string> texts;
  texts.reserve(turns);
  for (std::size_t i = 0; i < turns; ++i) texts.push_back(placeholder(i));
  std::vector<llama_chat_message> messages;
  messages.reserve(turns);
  for (std::size_t i = 0; i < turns; ++i) {
    messages.push_back({role_of(chat.messages[i].role), texts[i].c_str()});
  }
  std::string text(256 + 128 * turns, '\0');
  while (true) {
    const int length =
        llama_chat_apply_template(template_.c_str(), messages.data(), messages.size(),
                                  /*add_ass=*/true, text.data(), static_cast<int>(text.size()));
    if (length < 0) {
      return Error{.code = Errc::invalid_request,
                   .message = "The model's chat template cannot say this conversation.",
                   .field = "messages"};
    }
    const auto needed = static_cast<std::size_t>(length);
    const bool fits = needed <= text.size();
    text.resize(needed);
    if (fits) return text;
  }
}

std::vector<Token> Model::tokenize(std::string_view text, bool is_start, bool reads_control) const {
  std::vector<Token> tokens(text.size() + 4);
  const int count =
      llama_tokenize(vocab_, text.data(), static_cast<std::int32_t>(text.size()), tokens.data(),
                     static_cast<std::int32_t>(tokens.size()), is_start, reads_control);
  tokens.resize(static_cast<std::size_t>(std::max(0, count)));
  return tokens;
}

bool Model::holds_control_token(std::string_view text) const {
  const auto tokens = tokenize(text, /*is_start=*/false, /*reads_control=*/true);
  return std::ranges::any_of(tokens, [this](Token token) {
    return llama_vocab_is_control(vocab_, token) || llama_vocab_is_eog(vocab_, token);
  });
}

Result<std::vector<Token>> Model::tokenize_chat(const llm::Chat& chat,
                                                std::string_view more) const {
  QUORUM_TRY(const std::string rendered, render(chat));
  // Pieces by turns: the template's own words, a message's text, the template's again …
  std::vector<std::string> pieces;
  bool is_forged = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i < chat.messages.size(); ++i) {
    const std::string mark = placeholder(i);
    const std::size_t at = rendered.find(mark, from);
    if (at == rendered.npos) continue;  // The prefill, or a role that the template leaves out.
    pieces.push_back(rendered.substr(from, at - from));
    pieces.push_back(chat.messages[i].text());
    is_forged = is_forged || holds_control_token(pieces.back());
    from = at + mark.size();
  }
  pieces.push_back(rendered.substr(from));
  if (ends_with_prefill(chat)) pieces.push_back(chat.messages.back().text() + std::string(more));
  if (!ends_with_prefill(chat) && !more.empty()) pieces.emplace_back(more);
  if (pieces.size() % 2 == 0) is_forged = is_forged || holds_control_token(pieces.back());

  if (!is_forged) return tokenize(fmt::format("{}", fmt::join(pieces, "")), true, true);
  // Someone wrote the template's own marks into a message: there they are only letters.
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto part = tokenize(pieces[i], i == 0, i % 2 == 0);
    tokens.insert(tokens.end(), part.begin(), part.end());
  }
  return tokens;
}

Result<std::vector<Token>> Model::prompt(const llm::Chat& chat) const {
  return tokenize_chat(chat, {});
}

Result<std::vector<Token>> Model::continuation(const llm::Chat& chat, std::span<const Token> prompt,
                                               std::string_view text) const {
  QUORUM_TRY(std::vector<Token> joined, tokenize_chat(chat, text));
  const auto meeting = std::ranges::mismatch(joined, prompt);
  // Where the texts grow together into other tokens, the continuation stands by itself.
  if (meeting.in2 != prompt.end()) return tokenize(text, false, false);
  joined.erase(joined.begin(), meeting.in1);
  return joined;
}

std::size_t Model::tokens_min(const llm::Chat& chat) const {
  std::size_t bytes = 0;
  for (const llm::Message& message : chat.messages) bytes += message.text().size();
  return bytes / piece_bytes_max_;
}

std::string Model::piece(Token token) const {
  std::string bytes(32, '\0');
  for (int tries = 0; tries < 2; ++tries) {
    const int length = llama_token_to_piece(vocab_, token, bytes.data(),
                                            static_cast<std::int32_t>(bytes.size()), 0, false);
    bytes.resize(static_cast<std::size_t>(std::abs(length)));
    if (length >= 0) break;
  }
  return bytes;
}

bool Model::ends_answer(Token token) const { return llama_vocab_is_eog(vocab_, token); }

std::optional<Token> Model::end_token() const {
  for (const Token token : {llama_vocab_eot(vocab_), llama_vocab_eos(vocab_)}) {
    if (token != LLAMA_TOKEN_NULL && ends_answer(token)) return token;
  }
  return std::nullopt;
}

Result<bool> Model::read(std::span<const Step> steps) {
  std::array<Token, kStepsMax> tokens{};
  std::array<llama_pos, kStepsMax> positions{};
  std::array<std::int32_t, kStepsMax> counts{};
  std::array<llama_seq_id, kStepsMax> conversations{};
  std::array<llama_seq_id*, kStepsMax> lists{};
  std::array<std::int8_t, kStepsMax> wants{};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    tokens[i] = steps[i].token;
    positions[i] = static_cast<llama_pos>(steps[i].position);
    counts[i] = 1;
    conversations[i] = steps[i].conversation;
    lists[i] = &conversations[i];
    wants[i] = steps[i].wants_logits ? 1 : 0;
  }
  const llama_batch batch{.n_tokens = static_cast<std::int32_t>(steps.size()),
                          .token = tokens.data(),
                          .embd = nullptr,
                          .pos = positions.data(),
                          .n_seq_id = counts.data(),
                          .seq_id = lists.data(),
                          .logits = wants.data()};
  const int status = llama_decode(context_, batch);
  if (status == 0) return true;
  // What was read before the end came is forgotten, so that the caller's account stays right.
  for (const Step& step : steps) forget(step.conversation, step.position);
  if (status == 2) return false;
  return Error{.code = Errc::upstream_failed,
               .message = "The local model failed while it computed.",
               .detail = fmt::format("llama_decode: {}", status)};
}

std::span<const float> Model::logits(std::size_t index) const {
  const float* scores = llama_get_logits_ith(context_, static_cast<std::int32_t>(index));
  return {scores, vocabulary_};
}

void Model::forget(int conversation, std::size_t position) {
  llama_memory_seq_rm(llama_get_memory(context_), conversation, static_cast<llama_pos>(position),
                      -1);
}

}  // namespace quorum::llama
