#include "app/command/debate_transcript.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "async/combine.hpp"
#include "core/try.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "terminal/board.hpp"
#include "terminal/plain.hpp"
#include "terminal/text.hpp"
#include "terminal/view.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuiet = 500ms;  // No event for so long: what is stored has been read.

terminal::View view_of(const Transcript& transcript) {
  terminal::View view;
  for (const auto& event : transcript.events) {
    if (!view.apply(event, 0)) break;
  }
  return view;
}

std::string draw_panels(const Transcript& transcript, terminal::Colours colours,
                        terminal::Size size) {
  const auto view = view_of(transcript);
  terminal::Board board("");
  const auto frame = board.draw(view, size, 0);
  std::string text;
  for (const auto* lines : {&frame.done, &frame.live}) {
    for (const auto& line : *lines) text += terminal::paint(line, colours) + "\n";
  }
  return text;
}

std::string draw_lines(const Transcript& transcript) {
  terminal::View view;
  std::string text;
  for (const auto& event : transcript.events) {
    if (!view.apply(event, 0)) break;
    for (const auto& line : terminal::plain_lines(view, event)) text += line + "\n";
  }
  return text;
}

std::string text_of(json::Value value) { return terminal::clean(value.string().value_or("")); }

}  // namespace

Task<Result<Transcript>> read_transcript(async::Loop* loop, debate::Service* debates,
                                         std::string id) {
  QUORUM_CO_TRY(const auto reader, co_await debates->watch(*loop, std::move(id), 0));
  Transcript transcript;
  while (true) {
    auto reading = reader->next();
    auto events = co_await async::with_deadline(*loop, loop->now() + kQuiet, std::move(reading));
    if (!events && events.error().code == Errc::deadline_exceeded) break;
    if (!events) co_return std::move(events.error());
    const auto& batch = *events;
    if (!batch) break;
    transcript.events.insert(transcript.events.end(), batch->begin(), batch->end());
  }
  co_return transcript;
}

std::string draw_transcript(const Transcript& transcript, Show show, terminal::Colours colours,
                            terminal::Size size) {
  return show == Show::panels ? draw_panels(transcript, colours, size) : draw_lines(transcript);
}

std::string export_markdown(const Transcript& transcript) {
  return terminal::markdown(view_of(transcript));
}

std::string export_json(std::string_view shown, const Transcript& transcript) {
  std::string text;
  json::Writer writer(text);
  writer.object().key("debate").raw(shown).key("events").array();
  for (const auto& event : transcript.events) writer.raw(json_line(event));
  writer.end().end();
  return text + "\n";
}

Result<std::string> draw_list(std::string_view json) {
  QUORUM_TRY(const auto document, json::Document::parse(json));
  const auto rows = document.root()["data"];
  if (rows.size() == 0)
    return R"(No debates yet. Start one:  quorum debate "Tea or coffee?")"
           "\n";
  std::string table;
  for (const auto row : rows) {
    table += fmt::format("{}  {:9}  {}\n", text_of(row["id"]), text_of(row["status"]),
                         terminal::cut(text_of(row["question"]), 100));
  }
  if (document.root()["has_more"].boolean().value_or(false)) {
    table += "There are more: quorum debates list --limit 100\n";
  }
  return table;
}

}  // namespace quorum::app
