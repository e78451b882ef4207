#include "dialects/gemini/words.hpp"

#include <algorithm>
#include <initializer_list>

#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/letters.hpp"

namespace quorum::gemini {
namespace {

constexpr std::array<std::string_view, 18> kFinishes{"FINISH_REASON_UNSPECIFIED",
                                                     "STOP",
                                                     "MAX_TOKENS",
                                                     "SAFETY",
                                                     "RECITATION",
                                                     "OTHER",
                                                     "LANGUAGE",
                                                     "BLOCKLIST",
                                                     "PROHIBITED_CONTENT",
                                                     "SPII",
                                                     "MALFORMED_FUNCTION_CALL",
                                                     "IMAGE_SAFETY",
                                                     "UNEXPECTED_TOOL_CALL",
                                                     "TOO_MANY_TOOL_CALLS",
                                                     "IMAGE_PROHIBITED_CONTENT",
                                                     "IMAGE_OTHER",
                                                     "NO_IMAGE",
                                                     "IMAGE_RECITATION"};

}  // namespace

std::optional<llm::Finish> read_finish(json::Value reason) {
  const bool is_said = reason.is(json::Kind::string) || reason.is(json::Kind::number);
  const auto word = word_of(reason, kFinishes);
  const auto is_one_of = [&](std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, word) != list.end();
  };
  if (!is_said || is_one_of({"FINISH_REASON_UNSPECIFIED"})) return std::nullopt;
  if (is_one_of({"MAX_TOKENS", "CONTINUATION"})) return llm::Finish::length;
  if (is_one_of({"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY",
                 "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "MODEL_ARMOR"})) {
    return llm::Finish::content_filter;
  }
  if (is_one_of({"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
                 "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE"})) {
    return llm::Finish::error;
  }
  return llm::Finish::stop;  // `STOP`, `LANGUAGE`, `OTHER`, `NO_IMAGE` and what will be invented.
}

std::string_view finish_word(llm::Finish finish) {
  switch (finish) {
    case llm::Finish::stop:
    case llm::Finish::tool_calls: return "STOP";
    case llm::Finish::length: return "MAX_TOKENS";
    case llm::Finish::content_filter: return "SAFETY";
    case llm::Finish::error: return "MALFORMED_RESPONSE";
  }
  return "OTHER";
}

std::string read_tier(std::string_view tier) {
  auto word = lower(tier);
  if (word == "standard") return "default";
  return word == "unspecified" ? "" : word;
}

std::string tier_word(std::string_view tier) {
  return std::string{tier == "default" ? "standard" : tier};
}

}  // namespace quorum::gemini
