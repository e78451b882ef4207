#include "bench/wording.hpp"

#include <array>

#include "bench/stamp.hpp"
#include "core/try.hpp"
#include "dialects/anthropic/face.hpp"
#include "dialects/anthropic/target.hpp"
#include "dialects/cohere/face.hpp"
#include "dialects/cohere/target.hpp"
#include "dialects/gemini/face.hpp"
#include "dialects/gemini/target.hpp"
#include "dialects/ollama/face.hpp"
#include "dialects/ollama/target.hpp"
#include "dialects/openai_chat/face.hpp"
#include "dialects/openai_chat/target.hpp"
#include "dialects/openai_completions/face.hpp"
#include "dialects/openai_completions/target.hpp"
#include "dialects/openai_responses/face.hpp"
#include "dialects/openai_responses/target.hpp"

namespace quorum::bench {
namespace {

constexpr std::string_view kGeminiPath = "/v1beta/models/";
constexpr std::string_view kGeminiWhole = ":generateContent";
constexpr std::string_view kGeminiStream = ":streamGenerateContent";

constexpr std::string_view kWords = "all that is said here is said for its length alone, ";

bool is_gemini(const Wording& wording) { return wording.path == kGeminiPath; }

/// What follows the version: an address may have any base before it.
std::string_view tail_of(const Wording& wording) {
  const std::string_view version = "/v1/";
  return wording.path.starts_with(version) ? wording.path.substr(version.size() - 1) : wording.path;
}

std::string prompt_of(std::size_t bytes) {
  std::string text(kAskBytes, ' ');
  put_ask(text.data(), 0);
  while (text.size() < bytes) text += kWords.substr(0, bytes - text.size());
  return text;
}

Result<dialects::Outgoing> ask_with(const Wording& wording, const Question& question,
                                    std::size_t prompt_bytes) {
  llm::Chat chat;
  chat.messages.push_back(llm::message(llm::Role::user, prompt_of(prompt_bytes)));
  const dialects::Quirks quirks;
  return wording.target.write(
      chat, {.model = question.model, .delivery = question.delivery, .quirks = quirks});
}

Result<Heard> hear_gemini(const Wording& wording, std::string_view path) {
  const auto models = path.rfind("/models/");
  const auto verb = path.rfind(':');
  if (models == path.npos || verb == path.npos || verb < models) {
    return Error{.code = Errc::not_found, .message = "No dialect is spoken at this path."};
  }
  const auto begin = models + std::string_view("/models/").size();
  return Heard{.wording = &wording,
               .model = std::string(path.substr(begin, verb - begin)),
               .delivery = path.substr(verb) == kGeminiStream ? dialects::Delivery::streamed
                                                              : dialects::Delivery::whole};
}

}  // namespace

std::span<const Wording> wordings() {
  // Chat completions stand before completions, whose path is an end of theirs.
  static const std::array<Wording, 8> kAll{{
      {"openai", openai_chat::face(), openai_chat::target(), "/v1/chat/completions"},
      {"completions", openai_completions::face(), openai_completions::target(), "/v1/completions"},
      {"responses", openai_responses::face(), openai_responses::target(), "/v1/responses"},
      {"anthropic", anthropic::face(), anthropic::target(), "/v1/messages"},
      {"cohere", cohere::face(), cohere::target(), "/v2/chat"},
      {"gemini", gemini::face(), gemini::target(), kGeminiPath},
      {"ollama", ollama::chat_face(), ollama::target(), "/api/chat"},
      {"ollama-generate", ollama::generate_face(), ollama::generate_target(), "/api/generate"},
  }};
  return kAll;
}

const Wording* find_wording(std::string_view name) {
  for (const auto& wording : wordings()) {
    if (wording.name == name) return &wording;
  }
  return nullptr;
}

std::string wording_names() {
  std::string names;
  for (const auto& wording : wordings()) {
    if (!names.empty()) names += ", ";
    names += wording.name;
  }
  return names;
}

Result<Heard> hear(std::string_view path, std::string_view body) {
  for (const auto& wording : wordings()) {
    if (is_gemini(wording)) {
      if (path.ends_with(kGeminiWhole) || path.ends_with(kGeminiStream)) {
        return hear_gemini(wording, path);
      }
      continue;
    }
    if (!path.ends_with(tail_of(wording))) continue;
    QUORUM_TRY(auto head, wording.face.scan(body));
    return Heard{
        .wording = &wording,
        .model = std::move(head.model),
        .delivery = head.is_stream ? dialects::Delivery::streamed : dialects::Delivery::whole};
  }
  return Error{.code = Errc::not_found, .message = "No dialect is spoken at this path."};
}

std::string target_of(const Wording& wording, const Question& question) {
  if (!is_gemini(wording)) return std::string(wording.path);
  const bool is_stream = question.delivery == dialects::Delivery::streamed;
  return std::string(kGeminiPath) + question.model +
         std::string(is_stream ? kGeminiStream : kGeminiWhole) + (is_stream ? "?alt=sse" : "");
}

Result<dialects::Outgoing> ask(const Wording& wording, const Question& question) {
  QUORUM_TRY(auto shortest, ask_with(wording, question, kAskBytes));
  if (shortest.body.size() >= question.body_bytes) return shortest;
  return ask_with(wording, question, kAskBytes + question.body_bytes - shortest.body.size());
}

}  // namespace quorum::bench
