#include "dialects/anthropic/usage.hpp"

#include <algorithm>

namespace quorum::anthropic {
namespace {

// Beyond this a count is garbage, and its sums would overflow.
constexpr std::int64_t kTokensMax = std::int64_t{1} << 40;

bool replace(std::optional<std::int64_t>& count, json::Value value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > kTokensMax) return false;
  count = number;
  return true;
}

void write_count(json::Writer& writer, std::optional<std::int64_t> count) {
  count ? writer.number(*count) : writer.null();
}

}  // namespace

bool Counts::take(json::Value usage) {
  const auto creation = usage["cache_creation"];
  bool said = replace(input_, usage["input_tokens"]);
  said |= replace(output_, usage["output_tokens"]);
  said |= replace(cache_read_, usage["cache_read_input_tokens"]);
  said |= replace(cache_write_, usage["cache_creation_input_tokens"]);
  said |= replace(cache_write_1h_, creation["ephemeral_1h_input_tokens"]);
  said |= replace(thinking_, usage["output_tokens_details"]["thinking_tokens"]);
  return said;
}

llm::Usage Counts::usage() const {
  return {.prompt = input_.value_or(0) + cache_read_.value_or(0) + cache_write_.value_or(0),
          .completion = output_.value_or(0),
          .cached_read = cache_read_,
          .cache_write = cache_write_,
          .cache_write_1h = cache_write_1h_,
          .reasoning = thinking_};
}

void write_counts(json::Writer& writer, const std::optional<llm::Usage>& known) {
  const auto usage = known.value_or(llm::Usage{});
  const auto cached = usage.cached_read.value_or(0) + usage.cache_write.value_or(0);
  writer.key("input_tokens").number(std::max<std::int64_t>(usage.prompt - cached, 0));
  write_count(writer.key("cache_creation_input_tokens"), usage.cache_write);
  write_count(writer.key("cache_read_input_tokens"), usage.cached_read);
  if (usage.cache_write && usage.cache_write_1h) {
    const auto rest = std::max<std::int64_t>(*usage.cache_write - *usage.cache_write_1h, 0);
    writer.key("cache_creation").object();
    writer.key("ephemeral_5m_input_tokens").number(rest);
    writer.key("ephemeral_1h_input_tokens").number(*usage.cache_write_1h).end();
  }
  writer.key("output_tokens").number(usage.completion);
  if (usage.reasoning) {
    writer.key("output_tokens_details").object();
    writer.key("thinking_tokens").number(*usage.reasoning).end();
  }
}

std::string_view tier_of_answer(std::string_view anthropics) {
  return anthropics == "standard" ? "default" : anthropics;
}

std::string_view answered_tier(std::string_view ours) {
  if (ours == "default" || ours == "standard") return "standard";
  return ours == "priority" || ours == "batch" ? ours : "";
}

}  // namespace quorum::anthropic
