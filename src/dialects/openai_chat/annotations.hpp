#pragma once
/// Where statements come from, as answers tell it: `annotations`, and Perplexity's lists.

#include <cstdint>
#include <vector>

#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/part.hpp"

namespace quorum::openai_chat {

std::vector<llm::Citation> read_annotations(json::Value annotations);

/// Sources that stand beside the choices and support no certain words: `search_results`, or the
/// addresses in `citations`.
std::vector<llm::Citation> read_sources(json::Value answer);

/// Writes an array of `url_citation`. A citation that says not what it supports supports all of
/// the text, which has `length` characters.
void write_annotations(json::Writer& writer, const std::vector<llm::Citation>& citations,
                       std::int64_t length);

}  // namespace quorum::openai_chat
