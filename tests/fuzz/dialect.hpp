#pragma once
/// What is asked of every dialect of server-sent events: no crash, no dependence on the cut, and
/// what is heard can be told again.

#include <string>
#include <string_view>
#include <vector>

#include "dialects/answer_memory.hpp"
#include "dialects/face.hpp"
#include "dialects/target.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum::fuzz {

struct Heard {
  std::vector<llm::Delta> deltas{};
  bool is_good = false;
};

inline Heard hear(dialects::StreamReader& reader, const std::vector<std::string_view>& pieces) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  Heard heard{.is_good = true};
  for (const auto piece : pieces) {
    heard.is_good = heard.is_good && parser.push(piece, events).has_value();
  }
  parser.finish(events);
  for (const auto& event : events) {
    heard.is_good = heard.is_good && reader.read(event.name, event.data, heard.deltas).has_value();
  }
  heard.is_good = heard.is_good && reader.end(heard.deltas).has_value();
  return heard;
}

/// One dialect, as a client's endpoint and as a provider have it.
struct Dialect {
  const dialects::Face& face;
  const dialects::Target& target;

  void check(std::string_view text, std::size_t cut) const {
    const auto whole = hear(*target.stream_reader("acme"), {text});
    const auto pieces =
        hear(*target.stream_reader("acme"), {text.substr(0, cut), text.substr(cut)});
    require(whole.is_good == pieces.is_good && whole.deltas == pieces.deltas);
    if (whole.is_good) retell(whole.deltas);
    check_request(text);
    check_reply(text);
    (void)target.explain({.provider = "acme", .status = 400, .body = text});
  }

  void retell(const std::vector<llm::Delta>& deltas) const {
    const auto stream = face.stream_writer({.id = "1", .model = "m"});
    const auto reply = face.reply_writer({.id = "1", .model = "m"});
    std::string told;
    for (const auto& delta : deltas) {
      stream->write(delta, told);
      reply->add(delta);
    }
    stream->end(told);
    require(hear(*target.stream_reader("acme"), {told}).is_good);
    require(json::Document::parse(reply->end()).has_value());
  }

  void check_request(std::string_view text) const {
    (void)face.scan(text);
    const auto chat = face.reader()(text);
    if (!chat) return;
    const dialects::Quirks quirks;
    const auto written = target.write(*chat, {.model = "m", .quirks = quirks});
    require(written && json::Document::parse(written->body).has_value());
  }

  /// What is metered of an answer is what reading it tells, also where it was met before.
  void check_reply(std::string_view text) const {
    dialects::AnswerMemory memory;
    const auto meters = target.read_meters("acme", text, memory);
    const auto again = target.read_meters("acme", text, memory);
    const auto deltas = target.read_reply("acme", text);
    require(meters.has_value() == deltas.has_value() && again.has_value() == deltas.has_value());
    if (!deltas) return;
    dialects::Meters told;
    for (const auto& delta : *deltas) told.add(delta);
    require(*meters == told && *again == told);
  }
};

/// Gives `check` an input's text and a place in it.
template <typename Check>
int with_cut(const std::uint8_t* data, std::size_t size, Check check) {
  if (size < 3) return 0;
  const auto text = text_of(data + 2, size - 2);
  check(text, (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (text.size() + 1));
  return 0;
}

}  // namespace quorum::fuzz
