#include "llm/delta.hpp"

namespace quorum::llm {
namespace {

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& part) {
  if (part) sum = sum.value_or(0) + *part;
}

}  // namespace

std::string_view name(Finish finish) {
  switch (finish) {
    case Finish::stop: return "stop";
    case Finish::length: return "length";
    case Finish::tool_calls: return "tool_calls";
    case Finish::content_filter: return "content_filter";
    case Finish::error: return "error";
  }
  return "stop";
}

Usage& Usage::operator+=(const Usage& other) {
  prompt += other.prompt;
  completion += other.completion;
  add(cached_read, other.cached_read);
  add(cache_write, other.cache_write);
  add(cache_write_1h, other.cache_write_1h);
  add(reasoning, other.reasoning);
  add(prompt_audio, other.prompt_audio);
  add(completion_audio, other.completion_audio);
  is_estimate = is_estimate || other.is_estimate;
  return *this;
}

}  // namespace quorum::llm
