#include "dialects/cohere/usage.hpp"

namespace quorum::cohere {

std::optional<llm::Usage> read_usage(json::Value usage) {
  auto tokens = usage["tokens"];
  if (!tokens["input_tokens"] && !tokens["output_tokens"]) tokens = usage["billed_units"];
  const auto prompt = tokens["input_tokens"].integer();
  const auto completion = tokens["output_tokens"].integer();
  if (!prompt && !completion) return std::nullopt;
  return llm::Usage{.prompt = prompt.value_or(0) + tokens["image_tokens"].integer().value_or(0),
                    .completion = completion.value_or(0),
                    .cached_read = usage["cached_tokens"].integer(),
                    .reasoning = tokens["reasoning_tokens"].integer()};
}

}  // namespace quorum::cohere
