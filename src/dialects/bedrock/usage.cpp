#include "dialects/bedrock/usage.hpp"

#include "dialects/count.hpp"

namespace quorum::bedrock {

std::optional<llm::Usage> read_usage(json::Value usage) {
  const auto input = dialects::count_of(usage["inputTokens"]);
  const auto output = dialects::count_of(usage["outputTokens"]);
  if (!input && !output) return std::nullopt;
  llm::Usage read{.completion = output.value_or(0),
                  .cached_read = dialects::count_of(usage["cacheReadInputTokens"]),
                  .cache_write = dialects::count_of(usage["cacheWriteInputTokens"])};
  read.prompt = input.value_or(0) + read.cached_read.value_or(0) + read.cache_write.value_or(0);
  for (const auto detail : usage["cacheDetails"]) {
    if (detail["ttl"].string() != "1h") continue;
    read.cache_write_1h = dialects::count_of(detail["inputTokens"]);
  }
  return read;
}

}  // namespace quorum::bedrock
