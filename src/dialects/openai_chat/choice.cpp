#include "dialects/openai_chat/choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "dialects/openai_chat/annotations.hpp"
#include "dialects/openai_chat/text.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

using json::Kind;
using json::Value;

// Audio is handed on whole; what is longer than this is not kept.
constexpr std::size_t kAudioMax = std::size_t{32} << 20;

void read_tokens(Value logprobs, std::vector<llm::TokenLogprob>& tokens) {
  for (const auto entry : logprobs["content"]) {
    llm::TokenLogprob read{.token = copy(entry["token"]),
                           .logprob = entry["logprob"].number().value_or(0)};
    for (const auto top : entry["top_logprobs"]) {
      read.top.push_back(
          {.token = copy(top["token"]), .logprob = top["logprob"].number().value_or(0)});
    }
    tokens.push_back(std::move(read));
  }
  if (!tokens.empty()) return;
  // Together's two lists, as completions had them.
  auto logprob = logprobs["token_logprobs"].begin();
  for (const auto token : logprobs["tokens"]) {
    if (logprob == logprobs["token_logprobs"].end()) return;
    tokens.push_back({.token = copy(token), .logprob = (*logprob).number().value_or(0)});
    ++logprob;
  }
}

Error stopped(std::string_view provider) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} broke off its answer with an error.", provider)};
}

bool says_something(const llm::Delta& delta) { return delta != llm::Delta{.choice = delta.choice}; }

}  // namespace

std::optional<llm::Finish> read_finish(std::string_view word) {
  const auto is_one_of = [&](std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
  };
  if (word.empty()) return std::nullopt;
  if (is_one_of({"length", "max_tokens", "model_length"})) return llm::Finish::length;
  if (is_one_of({"tool_calls", "function_call", "tool_use"})) return llm::Finish::tool_calls;
  if (is_one_of({"content_filter", "safety"})) return llm::Finish::content_filter;
  if (is_one_of({"error", "insufficient_system_resource"})) return llm::Finish::error;
  return llm::Finish::stop;  // `stop`, `eos`, `stop_sequence` and what will be invented.
}

Result<> ChoiceReader::read(std::string_view provider, Value choice, Form form,
                            std::vector<llm::Delta>& deltas) {
  deltas_ = &deltas;
  said_ = std::make_unique<llm::Delta>(llm::Delta{.choice = index_});
  const auto wanted = choice[form == Form::message ? "message" : "delta"];
  const auto other = choice[form == Form::message ? "delta" : "message"];
  read_message(wanted.is(Kind::object) ? wanted : other);
  read_tokens(choice["logprobs"], said_->logprobs);
  const auto finish = read_finish(text(choice["finish_reason"]));
  if (finish == llm::Finish::error) return stopped(provider);
  if (finish && !has_finish_) {
    said_->stop_sequence = text(choice["stop_reason"]);  // vLLM's word for it.
    this->finish(*finish);
  }
  flush();
  said_.reset();
  return {};
}

void ChoiceReader::end(std::vector<llm::Delta>& deltas) {
  if (has_finish_) return;
  deltas_ = &deltas;
  said_ = std::make_unique<llm::Delta>(llm::Delta{.choice = index_});
  finish(has_calls_ ? llm::Finish::tool_calls : llm::Finish::stop);
  flush();
  said_.reset();
}

void ChoiceReader::finish(llm::Finish finish) {
  has_finish_ = true;
  said_->finish = finish;
  for (auto& seal : waiting_) {
    said_->text_seal = llm::Seal{.maker = seal.maker, .data = std::move(seal.data)};
  }
  waiting_.clear();
  if (audio_id_.empty() && audio_data_.empty()) return;
  std::string whole;
  json::Writer writer{whole};
  writer.object().key("audio").object().key("id").string(audio_id_);
  writer.key("expires_at").number(audio_expires_).key("data").string(audio_data_);
  writer.key("transcript").string(audio_words_).end().end();
  said_->opaque.push_back({.dialect = llm::Dialect::openai_chat, .json = std::move(whole)});
}

void ChoiceReader::flush() {
  if (says_something(*said_)) deltas_->push_back(std::move(*said_));
  *said_ = {.choice = index_};
}

void ChoiceReader::think(llm::Reasoning thought) {
  const bool is_after = said_->reasoning_seal || !said_->text.empty() || !said_->refusal.empty() ||
                        !said_->tool_calls.empty();
  if (is_after) flush();
  said_->reasoning += thought.text;
  said_->reasoning_seal = std::move(thought.seal);
}

void ChoiceReader::speak(std::string_view text) { said_->text += text; }

void ChoiceReader::read_message(Value message) {
  auto thoughts = read_thoughts(message, plain_);
  for (auto& thought : thoughts.blocks) think(std::move(thought));
  read_content(message["content"]);
  said_->refusal += text(message["refusal"]);
  for (auto& citation : read_annotations(message["annotations"])) {
    said_->citations.push_back(std::move(citation));
  }
  for (const auto image : message["images"]) {
    const auto url = text(image["image_url"]["url"]);
    if (!url.empty()) said_->images.push_back({.source = llm::source_of(std::string{url})});
  }
  read_audio(message["audio"]);
  read_calls(message);
  for (auto& seal : thoughts.elsewhere) place(std::move(seal));
  if (auto seal = read_google_seal(message)) said_->text_seal = std::move(seal);
}

/// A string, or parts, as Mistral sends them when it thinks.
void ChoiceReader::read_content(Value content) {
  speak(text(content));
  if (!content.is(Kind::array)) return;
  for (const auto part : content) {
    const auto type = text(part["type"]);
    if (type == "text") speak(text(part["text"]));
    if (type == "refusal") said_->refusal += text(part["refusal"]);
    if (type != "thinking" && type != "reasoning") continue;
    if (auto thought = read_thinking_part(part); thought != llm::Reasoning{}) {
      think(std::move(thought));
    }
  }
}

void ChoiceReader::read_calls(Value message) {
  for (const auto call : message["tool_calls"]) {
    if (!call.is(Kind::object)) continue;
    auto& read = said_->tool_calls.emplace_back(calls_.place(call));
    read_call(call, read);
    calls_.drop_known_name(read);
    const auto seal = std::ranges::find(waiting_, read.id, &llm::Seal::id);
    if (read.id.empty() || seal == waiting_.end()) continue;
    read.seal = llm::Seal{.maker = seal->maker, .data = std::move(seal->data)};
    waiting_.erase(seal);
  }
  // The form before `tool_calls`.
  const auto function = message["function_call"];
  const bool is_old_call = !text(function["name"]).empty() || !text(function["arguments"]).empty();
  if (is_old_call) {
    said_->tool_calls.push_back(
        {.name = copy(function["name"]), .arguments = copy(function["arguments"])});
  }
  has_calls_ = has_calls_ || !said_->tool_calls.empty();
}

/// What was spoken is text to everybody who cannot hear it.
void ChoiceReader::read_audio(Value audio) {
  if (!audio.is(Kind::object)) return;
  if (const auto id = text(audio["id"]); !id.empty()) audio_id_ = id;
  if (const auto expires = audio["expires_at"].integer()) audio_expires_ = *expires;
  const auto data = text(audio["data"]);
  if (audio_data_.size() + data.size() <= kAudioMax) audio_data_ += data;
  const auto words = text(audio["transcript"]);
  audio_words_ += words;
  speak(words);
}

void ChoiceReader::place(llm::Seal seal) {
  if (seal.id.empty()) {
    said_->text_seal = std::move(seal);
    return;
  }
  const auto call = std::ranges::find(said_->tool_calls, seal.id, &llm::ToolCallDelta::id);
  if (call == said_->tool_calls.end()) {
    waiting_.push_back(std::move(seal));
    return;
  }
  call->seal = llm::Seal{.maker = seal.maker, .data = std::move(seal.data)};
}

}  // namespace quorum::openai_chat
