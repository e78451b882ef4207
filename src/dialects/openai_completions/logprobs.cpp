#include "dialects/openai_completions/logprobs.hpp"

#include <cmath>
#include <string>

#include "json/text.hpp"

namespace quorum::openai_completions {
namespace {

// What cannot happen has no finite logarithm; OpenAI writes it so.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_top(json::Writer& writer, const std::vector<llm::TokenLogprob>& top) {
  writer.object();
  for (const auto& token : top) writer.key(token.token).number(finite(token.logprob));
  writer.end();
}

}  // namespace

std::vector<llm::TokenLogprob> read_logprobs(json::Value logprobs) {
  std::vector<llm::TokenLogprob> read;
  auto logprob = logprobs["token_logprobs"].begin();
  auto top = logprobs["top_logprobs"].begin();
  const auto logprobs_end = logprobs["token_logprobs"].end();
  const auto tops_end = logprobs["top_logprobs"].end();
  for (const auto token : logprobs["tokens"]) {
    auto& entry = read.emplace_back();
    entry.token = token.string().value_or("");
    // The first token of a prompt that is repeated has none.
    if (logprob != logprobs_end) {
      entry.logprob = (*logprob).number().value_or(0);
      ++logprob;
    }
    if (top == tops_end) continue;
    for (const auto other : *top) {
      entry.top.push_back(
          {.token = std::string{other.key()}, .logprob = other.number().value_or(0)});
    }
    ++top;
  }
  return read;
}

void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs,
                    std::int64_t& offset) {
  writer.key("logprobs");
  if (logprobs.empty()) {
    writer.null();
    return;
  }
  writer.object().key("tokens").array();
  for (const auto& token : logprobs) writer.string(token.token);
  writer.end().key("token_logprobs").array();
  for (const auto& token : logprobs) writer.number(finite(token.logprob));
  writer.end().key("top_logprobs").array();
  for (const auto& token : logprobs) write_top(writer, token.top);
  writer.end().key("text_offset").array();
  for (const auto& token : logprobs) {
    writer.number(offset);
    offset += static_cast<std::int64_t>(json::count_code_points(token.token));
  }
  writer.end().end();
}

}  // namespace quorum::openai_completions
