#include "dialects/openai_chat/usage.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace quorum::openai_chat {
namespace {

// Beyond this a count is garbage, and its sums would overflow.
constexpr std::int64_t kTokensMax = std::int64_t{1} << 40;

std::optional<std::int64_t> count(json::Value value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > kTokensMax) return std::nullopt;
  return number;
}

std::optional<std::int64_t> first_of(std::optional<std::int64_t> one,
                                     std::optional<std::int64_t> other) {
  return one ? one : other;
}

struct Count {
  std::string_view name{};
  std::optional<std::int64_t> tokens{};
};

/// An object of those counts that are known; nothing where none is.
void write_counts(json::Writer& writer, std::string_view name, const std::array<Count, 3>& counts) {
  const auto is_known = [](const Count& count) { return count.tokens.has_value(); };
  if (std::ranges::none_of(counts, is_known)) return;
  writer.key(name).object();
  for (const auto& count : counts) {
    if (count.tokens) writer.key(count.name).number(*count.tokens);
  }
  writer.end();
}

}  // namespace

std::optional<llm::Usage> read_usage(json::Value usage) {
  if (!usage.is(json::Kind::object)) return std::nullopt;
  const auto read_details = usage["prompt_tokens_details"];
  const auto written_details = usage["completion_tokens_details"];
  return usage_of({.prompt = count(usage["prompt_tokens"]),
                   .completion = count(usage["completion_tokens"]),
                   .total = count(usage["total_tokens"]),
                   .cached_read = first_of(count(read_details["cached_tokens"]),
                                           first_of(count(usage["prompt_cache_hit_tokens"]),
                                                    count(usage["num_cached_tokens"]))),
                   .cache_write = count(read_details["cache_write_tokens"]),
                   .prompt_audio = count(read_details["audio_tokens"]),
                   .completion_audio = count(written_details["audio_tokens"]),
                   .reasoning = first_of(count(written_details["reasoning_tokens"]),
                                         count(usage["reasoning_tokens"]))});
}

std::optional<llm::Usage> usage_of(const UsageCounts& counts) {
  const auto& [prompt, completion, total, cached_read, cache_write, prompt_audio, completion_audio,
               reasoning] = counts;
  if (!prompt && !completion && !total) return std::nullopt;
  llm::Usage read{.prompt = prompt.value_or(0),
                  .completion = completion.value_or(0),
                  .cached_read = cached_read,
                  .cache_write = cache_write,
                  .reasoning = reasoning,
                  .prompt_audio = prompt_audio,
                  .completion_audio = completion_audio};
  const auto beyond = total.value_or(0) - read.total();
  // Grok on Azure tells more cached tokens than it counts as read.
  if (beyond <= 0 && read.cached_read) read.cached_read = std::min(*read.cached_read, read.prompt);
  if (beyond <= 0) return read;
  const bool has_reasoning_beyond = read.reasoning.value_or(0) == beyond;
  const bool is_audio = read.prompt_audio.value_or(0) == beyond;
  const bool is_read = !has_reasoning_beyond && (is_audio || !prompt);
  (is_read ? read.prompt : read.completion) += beyond;
  return read;
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  writer.object();
  writer.key("prompt_tokens").number(usage.prompt);
  writer.key("completion_tokens").number(usage.completion);
  writer.key("total_tokens").number(usage.total());
  write_counts(writer, "prompt_tokens_details",
               {{{"cached_tokens", usage.cached_read},
                 {"cache_write_tokens", usage.cache_write},
                 {"audio_tokens", usage.prompt_audio}}});
  write_counts(
      writer, "completion_tokens_details",
      {{{"reasoning_tokens", usage.reasoning}, {"audio_tokens", usage.completion_audio}, {}}});
  writer.end();
}

}  // namespace quorum::openai_chat
