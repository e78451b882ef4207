// An answer of Google's and a request of its clients' of any bytes: no crash, no dependence on the
// cut, and nothing that reads well is spoiled by being spelled again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/gemini/counting.hpp"
#include "dialects/gemini/embed.hpp"
#include "dialects/gemini/face.hpp"
#include "dialects/gemini/reply.hpp"
#include "dialects/gemini/request.hpp"
#include "dialects/gemini/spelling.hpp"
#include "dialects/gemini/target.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum::gemini {
namespace {

using fuzz::require;

struct Told {
  std::vector<llm::Delta> deltas;
  bool is_good = false;
};

Told read_stream(std::string_view stream, std::size_t cut) {
  sse::Parser parser{1 << 16};
  const auto reader = target().stream_reader("acme");
  std::vector<sse::Event> events;
  Told told;
  told.is_good = parser.push(stream.substr(0, cut), events).has_value() &&
                 parser.push(stream.substr(cut), events).has_value();
  if (told.is_good) parser.finish(events);
  for (const auto& event : events) {
    told.is_good = told.is_good && reader->read(event.name, event.data, told.deltas).has_value();
  }
  told.is_good = told.is_good && reader->end(told.deltas).has_value();
  return told;
}

std::string words_of(const std::vector<llm::Delta>& deltas) {
  std::string words;
  for (const auto& delta : deltas) {
    if (delta.choice == 0) words += delta.text;
  }
  return words;
}

void check_spelling(const std::vector<llm::Delta>& deltas) {
  std::string events;
  const auto in_events = face().stream_writer({.id = "1", .model = "m"});
  const auto whole = face().reply_writer({.id = "1", .model = "m"});
  for (const auto& delta : deltas) {
    in_events->write(delta, events);
    whole->add(delta);
  }
  in_events->end(events);
  const auto again = read_stream(events, events.size());
  require(again.is_good && words_of(again.deltas) == words_of(deltas));
  const auto from_whole = target().read_reply("acme", whole->end());
  require(from_whole && words_of(*from_whole) == words_of(deltas));
}

void check_answer(std::string_view text, std::size_t cut) {
  const auto told = read_stream(text, cut);
  const auto whole = read_stream(text, text.size());
  require(told.is_good == whole.is_good);
  if (told.is_good) require(told.deltas == whole.deltas);
  check_spelling(told.deltas);
  if (const auto reply = target().read_reply("acme", text)) check_spelling(*reply);
  target().explain({.provider = "acme", .status = 429, .body = text});
}

void check_question(std::string_view body) {
  const auto same = target().splice(body, {.model = "m", .quirks = {}});
  require(same.has_value() == face().scan(body).has_value());
  const auto chat = face().reader()(body);
  if (!chat) return;
  require(face().check(body).has_value());
  for (const auto* model : {"gemini-2.5-pro", "gemini-3-flash"}) {
    const auto written = write_request(*chat, model);
    const auto again = read_request(written.body);
    require(again.has_value());
    require(write_request(*again, model).body == written.body);
  }
}

}  // namespace
}  // namespace quorum::gemini

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace gemini = quorum::gemini;
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  const auto cut = (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1);
  gemini::check_answer(rest, cut);
  gemini::check_question(rest);
  if (const auto counted = gemini::read_count(rest)) {
    quorum::fuzz::require(quorum::json::Document::parse(*counted).has_value());
  }
  const auto embed = gemini::read_embed(gemini::EmbedEndpoint::batch, rest);
  if (embed) {
    const auto written = gemini::write_embed(*embed, "m").body;
    const auto again = gemini::read_embed(gemini::EmbedEndpoint::batch, written);
    quorum::fuzz::require(again && again->texts == embed->texts);
  }
  return 0;
}
