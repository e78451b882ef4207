#pragma once
/// Google's enumerators and ours.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.hpp"
#include "llm/delta.hpp"

namespace quorum::gemini {

// In the order of their numbers in Google's protocol: some clients ask for numbers.
inline constexpr std::array<std::string_view, 5> kModes{"MODE_UNSPECIFIED", "AUTO", "ANY", "NONE",
                                                        "VALIDATED"};
inline constexpr std::array<std::string_view, 6> kModalities{
    "MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "VIDEO", "AUDIO", "DOCUMENT"};
inline constexpr std::array<std::string_view, 4> kOutputs{"MODALITY_UNSPECIFIED", "TEXT", "IMAGE",
                                                          "AUDIO"};
inline constexpr std::array<std::string_view, 4> kResolutions{
    "MEDIA_RESOLUTION_UNSPECIFIED", "MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM",
    "MEDIA_RESOLUTION_HIGH"};
inline constexpr std::array<std::string_view, 5> kLevels{"THINKING_LEVEL_UNSPECIFIED", "LOW",
                                                         "MEDIUM", "HIGH", "MINIMAL"};
inline constexpr std::array<std::string_view, 8> kTypes{
    "TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"};
inline constexpr std::array<std::string_view, 9> kTaskTypes{
    "TASK_TYPE_UNSPECIFIED", "RETRIEVAL_QUERY",   "RETRIEVAL_DOCUMENT",
    "SEMANTIC_SIMILARITY",   "CLASSIFICATION",    "CLUSTERING",
    "QUESTION_ANSWERING",    "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY"};

/// Nothing where none is said. Google says `STOP` also where the model calls a tool.
std::optional<llm::Finish> read_finish(json::Value reason);

std::string_view finish_word(llm::Finish finish);

/// A service tier in OpenAI's words; empty where it is nobody's choice. Google's `standard` is
/// their `default`.
std::string read_tier(std::string_view tier);

/// The same in Google's words.
std::string tier_word(std::string_view tier);

}  // namespace quorum::gemini
