#include "dialects/openai_chat/unasked.hpp"

#include <cstddef>

#include "json/text.hpp"

namespace quorum::openai_chat {
namespace {

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

/// Behind `: null`, where that begins at `at`; otherwise npos.
std::size_t behind_null(std::string_view text, std::size_t at) {
  at = skip_spaces(text, at);
  if (!text.substr(at).starts_with(':')) return std::string_view::npos;
  at = skip_spaces(text, at + 1);
  return text.substr(at).starts_with("null") ? at + 4 : std::string_view::npos;
}

}  // namespace

void append_without_null_usage(std::string_view event, std::string& out) {
  // A quotation mark within a JSON string follows a backslash, so this can only be a name.
  constexpr std::string_view kName = R"("usage")";
  json::NameFinder names(event, "uuuu");
  auto begin = names.next();
  while (begin != event.npos && !event.substr(begin).starts_with(kName)) begin = names.next();
  auto end = begin == std::string_view::npos ? begin : behind_null(event, begin + kName.size());
  if (end == std::string_view::npos) {
    out += event;
    return;
  }
  auto before = begin;
  while (before > 0 && event[before - 1] == ' ') --before;
  if (before > 0 && event[before - 1] == ',') {
    begin = before - 1;
  } else if (const auto after = skip_spaces(event, end); event.substr(after).starts_with(',')) {
    end = skip_spaces(event, after + 1);
  }
  out.append(event.substr(0, begin)).append(event.substr(end));
}

}  // namespace quorum::openai_chat
