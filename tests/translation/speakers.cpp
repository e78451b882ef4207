#include "speakers.hpp"

#include "core/try.hpp"
#include "dialects/anthropic/face.hpp"
#include "dialects/anthropic/target.hpp"
#include "dialects/bedrock/target.hpp"
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
#include "providers/vendors.hpp"
#include "sse/parser.hpp"

namespace quorum::translation {
namespace {

using dialects::OpenAiQuirks;

constexpr std::size_t kEventBytesMax = std::size_t{64} << 20;

/// All that the spelling can say, whoever takes it.
dialects::Quirks everything() {
  return {.openai = {.tokens_max = OpenAiQuirks::TokensMax::max_completion_tokens,
                     .takes_developer = true,
                     .takes_more_sampling = true,
                     .thoughts = OpenAiQuirks::Thoughts::details,
                     .effort = OpenAiQuirks::Effort::reasoning,
                     .cache_marks = OpenAiQuirks::CacheMarks::cache_control,
                     .files = OpenAiQuirks::Files::any,
                     .takes_custom_tools = true,
                     .takes_allowed_tools = true,
                     .takes_tool_media = true,
                     .takes_any_audio = true}};
}

dialects::Quirks of_vendor(std::string_view name, std::string_view model) {
  const auto* vendor = providers::find_vendor(name);
  return vendor == nullptr ? dialects::Quirks{} : providers::quirks_for(*vendor, model);
}

void cut_lines(std::string_view stream, std::vector<sse::Event>& events) {
  while (!stream.empty()) {
    const auto end = std::min(stream.find('\n'), stream.size());
    if (end > 0) events.push_back({.data = std::string{stream.substr(0, end)}});
    stream.remove_prefix(std::min(end + 1, stream.size()));
  }
}

Result<std::vector<sse::Event>> cut(dialects::Framing framing, std::string_view stream) {
  std::vector<sse::Event> events;
  if (framing == dialects::Framing::ndjson) {
    cut_lines(stream, events);
    return events;
  }
  sse::Parser parser{kEventBytesMax};
  QUORUM_CHECK(parser.push(stream, events));
  parser.finish(events);
  return events;
}

}  // namespace

const std::vector<Caller>& callers() {
  static const std::vector<Caller> kCallers{{.name = "OpenAI Chat",
                                             .face = openai_chat::face(),
                                             .client = &openai_chat::target(),
                                             .quirks = everything(),
                                             .apis = {"openai.chat"}},
                                            {.name = "OpenAI Responses",
                                             .face = openai_responses::face(),
                                             .client = &openai_responses::target(),
                                             .quirks = everything(),
                                             .apis = {"openai.responses"}},
                                            {.name = "Anthropic Messages",
                                             .face = anthropic::face(),
                                             .client = &anthropic::target(),
                                             .quirks = everything(),
                                             .apis = {"anthropic.messages", "vertex.raw_predict"}},
                                            {.name = "OpenAI Completions",
                                             .face = openai_completions::face(),
                                             .client = &openai_completions::target(),
                                             .quirks = everything(),
                                             .apis = {"openai.completions"}},
                                            {.name = "Ollama Chat",
                                             .face = ollama::chat_face(),
                                             .client = &ollama::target(),
                                             .quirks = everything(),
                                             .apis = {"ollama.chat"}},
                                            {.name = "Gemini",
                                             .face = gemini::face(),
                                             .client = &gemini::target(),
                                             .quirks = everything(),
                                             .apis = {"gemini.generate", "gemini.stream"}},
                                            {.name = "Cohere",
                                             .face = cohere::face(),
                                             .client = &cohere::target(),
                                             .apis = {"cohere.v2.chat"}},
                                            {.name = "Ollama Generate",
                                             .face = ollama::generate_face(),
                                             .client = &ollama::generate_target(),
                                             .apis = {"ollama.generate"}}};
  return kCallers;
}

const std::vector<Callee>& callees() {
  static const std::vector<Callee> kCallees{
      {.name = "OpenAI",
       .target = openai_chat::target(),
       .server = &openai_chat::face(),
       .quirks = of_vendor("openai", "gpt-4o"),
       .apis = {"openai.chat"}},
      {.name = "OpenRouter",
       .target = openai_chat::target(),
       .server = &openai_chat::face(),
       .quirks = of_vendor("openrouter", "x"),
       .makers = {llm::Maker::anthropic, llm::Maker::openai, llm::Maker::google}},
      {.name = "DeepSeek",
       .target = openai_chat::target(),
       .server = &openai_chat::face(),
       .quirks = of_vendor("deepseek", "deepseek-reasoner")},
      {.name = "Mistral",
       .target = openai_chat::target(),
       .server = &openai_chat::face(),
       .quirks = of_vendor("mistral", "magistral-medium-latest")},
      {.name = "Responses",
       .target = openai_responses::target(),
       .server = &openai_responses::face(),
       .apis = {"openai.responses"},
       .makers = {llm::Maker::openai}},
      {.name = "Anthropic",
       .target = anthropic::target(),
       .server = &anthropic::face(),
       .apis = {"anthropic.messages", "vertex.raw_predict"},
       .makers = {llm::Maker::anthropic},
       .is_silent_off = true},
      {.name = "Completions",
       .target = openai_completions::target(),
       .server = &openai_completions::face(),
       .apis = {"openai.completions"},
       .folds = true},
      {.name = "Ollama",
       .target = ollama::target(),
       .server = &ollama::chat_face(),
       .apis = {"ollama.chat"}},
      {.name = "Gemini",
       .target = gemini::target(),
       .server = &gemini::face(),
       .apis = {"gemini.generate", "gemini.stream"},
       .makers = {llm::Maker::google}},
      // Amazon serves many makers' models; Claude is the one that most is said to.
      {.name = "Bedrock",
       .target = bedrock::target(),
       .server = nullptr,
       .makers = {llm::Maker::anthropic, llm::Maker::amazon},
       .tells = {"text", "reasoning", "seals of thoughts: Anthropic's", "tool calls",
                 "several tool calls", "finish: stop", "finish: length", "finish: content filter",
                 "finish: tool calls", "usage", "usage: read from a cache",
                 "usage: written to a cache", "citations", "pictures", "service tier"},
       .model = "anthropic.claude-sonnet-4-5"},
      {.name = "Cohere",
       .target = cohere::target(),
       .server = &cohere::face(),
       .apis = {"cohere.v2.chat"}}};
  return kCallees;
}

Result<std::vector<llm::Delta>> hear(const dialects::Target& target, std::string_view stream) {
  QUORUM_TRY(const auto events, cut(target.framing(), stream));
  const auto reader = target.stream_reader("provider");
  std::vector<llm::Delta> deltas;
  for (const auto& event : events) QUORUM_CHECK(reader->read(event.name, event.data, deltas));
  QUORUM_CHECK(reader->end(deltas));
  return deltas;
}

Result<std::vector<llm::Delta>> retold(const Caller& caller, const std::vector<llm::Delta>& deltas,
                                       Form form) {
  const dialects::ReplyHead head{
      .id = "1", .model = "m", .created_ms = 1'800'000'000'000, .include_usage = true};
  if (form == Form::whole) {
    const auto writer = caller.face.reply_writer(head);
    for (const auto& delta : deltas) writer->add(delta);
    return caller.client->read_reply("provider", writer->end());
  }
  const auto writer = caller.face.stream_writer(head);
  std::string stream;
  for (const auto& delta : deltas) writer->write(delta, stream);
  writer->end(stream);
  return hear(*caller.client, stream);
}

}  // namespace quorum::translation
