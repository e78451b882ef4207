#include "dialects/gemini/usage.hpp"

#include <algorithm>

#include "dialects/count.hpp"
#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/words.hpp"

namespace quorum::gemini {
namespace {

void write_details(json::Writer& writer, std::string_view name, std::int64_t tokens,
                   std::optional<std::int64_t> audio) {
  if (!audio) return;
  writer.key(name).array();
  writer.object().key("modality").string("TEXT");
  writer.key("tokenCount").number(std::max<std::int64_t>(tokens - *audio, 0)).end();
  writer.object().key("modality").string("AUDIO").key("tokenCount").number(*audio).end();
  writer.end();
}

}  // namespace

std::optional<std::int64_t> count_of(json::Value value) {
  const auto number = integer_of(value);
  if (!number || *number < 0 || *number > dialects::kCountMax) return std::nullopt;
  return number;
}

std::optional<std::int64_t> tokens_of(json::Value details, std::string_view modality) {
  std::optional<std::int64_t> sum;
  for (const auto detail : details) {
    if (word_of(member(detail, "modality"), kModalities) != modality) continue;
    if (const auto count = count_of(member(detail, "tokenCount"))) {
      sum = sum.value_or(0) + *count;
    }
  }
  return sum;
}

std::optional<llm::Usage> read_usage(json::Value usage) {
  const auto prompt = count_of(member(usage, "promptTokenCount"));
  const auto tools = count_of(member(usage, "toolUsePromptTokenCount"));
  const auto written = count_of(member(usage, "candidatesTokenCount"));
  const auto total = count_of(member(usage, "totalTokenCount"));
  // Vertex sends empty counts until the last chunk.
  if (!prompt && !written && !total) return std::nullopt;

  llm::Usage read{.prompt = prompt.value_or(0) + tools.value_or(0)};
  read.reasoning = count_of(member(usage, "thoughtsTokenCount"));
  read.completion = written.value_or(0) + read.reasoning.value_or(0);
  read.cached_read = count_of(member(usage, "cachedContentTokenCount"));
  read.prompt_audio = tokens_of(member(usage, "promptTokensDetails"), "AUDIO");
  read.completion_audio = tokens_of(member(usage, "candidatesTokensDetails"), "AUDIO");
  return read;
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  const auto thoughts = std::min(usage.reasoning.value_or(0), usage.completion);
  writer.key("promptTokenCount").number(usage.prompt);
  writer.key("candidatesTokenCount").number(usage.completion - thoughts);
  writer.key("totalTokenCount").number(usage.total());
  if (usage.cached_read) writer.key("cachedContentTokenCount").number(*usage.cached_read);
  if (usage.reasoning) writer.key("thoughtsTokenCount").number(thoughts);
  write_details(writer, "promptTokensDetails", usage.prompt, usage.prompt_audio);
  write_details(writer, "candidatesTokensDetails", usage.completion - thoughts,
                usage.completion_audio);
}

}  // namespace quorum::gemini
