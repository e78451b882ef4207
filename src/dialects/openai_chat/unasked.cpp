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
  constexpr std::string_view kName = R"("usage")";
  json::StringFinder strings(event);
  std::string_view inside;
  bool is_found = false;
  while (!is_found && strings.next(inside)) is_found = inside == "usage";
  auto begin = is_found ? static_cast<std::size_t>(inside.data() - event.data()) - 1 : event.npos;
  auto end = is_found ? behind_null(event, begin + kName.size()) : event.npos;
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
