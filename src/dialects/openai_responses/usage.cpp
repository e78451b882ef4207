#include "dialects/openai_responses/usage.hpp"

#include <algorithm>

namespace quorum::openai_responses {
namespace {

// Beyond this a count is garbage, and its sums would overflow.
constexpr std::int64_t kTokensMax = std::int64_t{1} << 40;

std::optional<std::int64_t> count(json::Value value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > kTokensMax) return std::nullopt;
  return number;
}

}  // namespace

std::optional<llm::Usage> read_usage(json::Value usage) {
  if (!usage.is(json::Kind::object)) return std::nullopt;
  const auto input = count(usage["input_tokens"]);
  const auto output = count(usage["output_tokens"]);
  const auto total = count(usage["total_tokens"]);
  if (!input && !output && !total) return std::nullopt;

  const auto read_details = usage["input_tokens_details"];
  const auto written_details = usage["output_tokens_details"];
  llm::Usage read{.prompt = input.value_or(0), .completion = output.value_or(0)};
  read.cached_read = count(read_details["cached_tokens"]);
  read.cache_write = count(read_details["cache_write_tokens"]);
  read.prompt_audio = count(read_details["audio_tokens"]);
  read.reasoning = count(written_details["reasoning_tokens"]);
  read.completion_audio = count(written_details["audio_tokens"]);

  const auto beyond = std::max<std::int64_t>(total.value_or(0) - read.total(), 0);
  (input ? read.completion : read.prompt) += beyond;
  return read;
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  writer.object();
  writer.key("input_tokens").number(usage.prompt);
  writer.key("input_tokens_details").object();
  writer.key("cached_tokens").number(usage.cached_read.value_or(0));
  writer.key("cache_write_tokens").number(usage.cache_write.value_or(0));
  if (usage.prompt_audio) writer.key("audio_tokens").number(*usage.prompt_audio);
  writer.end();
  writer.key("output_tokens").number(usage.completion);
  writer.key("output_tokens_details").object();
  writer.key("reasoning_tokens").number(usage.reasoning.value_or(0));
  if (usage.completion_audio) writer.key("audio_tokens").number(*usage.completion_audio);
  writer.end();
  writer.key("total_tokens").number(usage.total()).end();
}

}  // namespace quorum::openai_responses
