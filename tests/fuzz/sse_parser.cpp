// Events do not depend on where their stream is cut, and come back from what is written of them.

#include <string>
#include <vector>

#include "fuzz.hpp"
#include "sse/lines.hpp"
#include "sse/parser.hpp"

using namespace quorum;

namespace {

constexpr std::size_t kBytesMax = 256;

struct Outcome {
  std::vector<sse::Event> events;
  std::vector<std::string> lines;
  std::string last_id;
  bool is_refused = false;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view stream, std::uint8_t seed, bool is_whole) {
  Outcome outcome;
  sse::Parser parser(kBytesMax);
  sse::Lines lines(1 << 20);
  const auto take = [&](std::string_view piece) {
    fuzz::require(lines.push(piece, outcome.lines).has_value());
    outcome.is_refused = !parser.push(piece, outcome.events);
    return !outcome.is_refused;
  };
  if (is_whole) {
    take(stream);
  } else {
    fuzz::in_pieces(stream, seed, take);
  }
  if (outcome.is_refused) outcome.lines.clear();  // The pieces after a refusal were not given.
  lines.finish(outcome.lines);
  if (outcome.is_refused) outcome.lines.clear();
  if (!outcome.is_refused) parser.finish(outcome.events);
  outcome.last_id = parser.last_id();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto stream = fuzz::text_of(data + 1, size - 1);
  const auto whole = read(stream, data[0], true);
  fuzz::require(whole == read(stream, data[0], false));

  std::string written;
  for (const auto& event : whole.events) {
    fuzz::require(event.name.size() + event.data.size() + event.id.size() <= kBytesMax);
    sse::append_event(written, event);
    sse::append_comment(written, "between");
  }
  sse::Parser again(4 * kBytesMax);
  std::vector<sse::Event> events;
  fuzz::require(again.push(written, events).has_value());
  fuzz::require(events == whole.events && !again.is_inside_event());
  return 0;
}
