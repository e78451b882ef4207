#include "dialects/cohere/usage.hpp"

#include "dialects/count.hpp"

namespace quorum::cohere {

std::optional<llm::Usage> read_usage(json::Value usage) {
  auto tokens = usage["tokens"];
  if (!tokens["input_tokens"] && !tokens["output_tokens"]) tokens = usage["billed_units"];
  const auto prompt = dialects::count_of(tokens["input_tokens"]);
  const auto completion = dialects::count_of(tokens["output_tokens"]);
  if (!prompt && !completion) return std::nullopt;
  return llm::Usage{
      .prompt = prompt.value_or(0) + dialects::count_of(tokens["image_tokens"]).value_or(0),
      .completion = completion.value_or(0),
      .cached_read = dialects::count_of(usage["cached_tokens"]),
      .reasoning = dialects::count_of(tokens["reasoning_tokens"])};
}

}  // namespace quorum::cohere
