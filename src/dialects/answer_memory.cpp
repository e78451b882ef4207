#include "dialects/answer_memory.hpp"

#include "json/lexer.hpp"

namespace quorum::dialects {
namespace {

// An answer with more than that around its words is of a sort that seldom repeats itself.
constexpr std::size_t kFixedBytesMax = 2 << 10;

}  // namespace

void AnswerMemory::learn(std::string_view answer, std::span<const Hole> holes, const Meters& told) {
  holes_ = 0;
  auto size = answer.size();
  for (const auto& hole : holes) size -= hole.value.size();
  if (size > kFixedBytesMax) return;
  fixed_.clear();
  std::size_t from = 0;
  for (const auto& hole : holes) {
    const auto at = static_cast<std::size_t>(hole.value.data() - answer.data());
    fixed_.append(answer.substr(from, at - from));
    places_[holes_++] = {.end = static_cast<std::uint32_t>(fixed_.size()),
                         .meter = hole.meter,
                         .is_string = hole.value.starts_with('"')};
    from = at + hole.value.size();
  }
  fixed_.append(answer.substr(from));
  told_ = told;
}

std::optional<std::size_t> AnswerMemory::recall(std::string_view answer, Counts& counts) const {
  if (holes_ == 0) return std::nullopt;
  const std::string_view fixed = fixed_;
  json::Lexer lexer(answer);
  json::RawString text;
  std::size_t begin = 0;
  std::size_t found = 0;
  for (const auto& place : std::span(places_).first(holes_)) {
    if (!lexer.take(fixed.substr(begin, place.end - begin))) return std::nullopt;
    begin = place.end;
    if (place.is_string) {
      if (lexer.peek() != '"' || !lexer.string(text)) return std::nullopt;
    } else if (place.meter == kUnmetered) {
      if (!lexer.number()) return std::nullopt;
    } else {
      counts[found].meter = place.meter;
      if (!lexer.count(counts[found++].value)) return std::nullopt;
    }
  }
  if (!lexer.take(fixed.substr(begin)) || !lexer.at_end()) return std::nullopt;
  return found;
}

}  // namespace quorum::dialects
