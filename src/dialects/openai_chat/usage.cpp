#include "dialects/openai_chat/usage.hpp"

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

}  // namespace

std::optional<llm::Usage> read_usage(json::Value usage) {
  if (!usage.is(json::Kind::object)) return std::nullopt;
  const auto prompt = count(usage["prompt_tokens"]);
  const auto completion = count(usage["completion_tokens"]);
  const auto total = count(usage["total_tokens"]);
  if (!prompt && !completion && !total) return std::nullopt;

  const auto read_details = usage["prompt_tokens_details"];
  const auto written_details = usage["completion_tokens_details"];
  llm::Usage read{.prompt = prompt.value_or(0), .completion = completion.value_or(0)};
  read.cached_read = first_of(
      count(read_details["cached_tokens"]),
      first_of(count(usage["prompt_cache_hit_tokens"]), count(usage["num_cached_tokens"])));
  read.cache_write = count(read_details["cache_write_tokens"]);
  read.reasoning =
      first_of(count(written_details["reasoning_tokens"]), count(usage["reasoning_tokens"]));

  const auto beyond = total.value_or(0) - read.total();
  if (beyond <= 0) return read;
  const bool has_reasoning_beyond = read.reasoning.value_or(0) == beyond;
  const auto audio = count(read_details["audio_tokens"]).value_or(0);
  const bool is_read = !has_reasoning_beyond && (audio == beyond || !prompt);
  (is_read ? read.prompt : read.completion) += beyond;
  return read;
}

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  writer.object();
  writer.key("prompt_tokens").number(usage.prompt);
  writer.key("completion_tokens").number(usage.completion);
  writer.key("total_tokens").number(usage.total());
  if (usage.cached_read || usage.cache_write) {
    writer.key("prompt_tokens_details").object();
    writer.key("cached_tokens").number(usage.cached_read.value_or(0));
    writer.key("cache_write_tokens").number(usage.cache_write.value_or(0)).end();
  }
  if (usage.reasoning) {
    writer.key("completion_tokens_details").object();
    writer.key("reasoning_tokens").number(*usage.reasoning).end();
  }
  writer.end();
}

}  // namespace quorum::openai_chat
