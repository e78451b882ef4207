// A server's stream, its whole answer and a client's request of any bytes: no crash, no dependence
// on the cut, and nothing that reads well is spoiled on its way.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialect.hpp"
#include "dialects/anthropic/face.hpp"
#include "dialects/anthropic/head.hpp"
#include "dialects/anthropic/reply.hpp"
#include "dialects/anthropic/reply_writer.hpp"
#include "dialects/anthropic/request.hpp"
#include "dialects/anthropic/target.hpp"
#include "dialects/anthropic/writer.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum {
namespace {

using fuzz::require;

struct Read {
  std::vector<llm::Delta> deltas;
  bool is_good = false;
};

Read read_stream(std::string_view stream, std::size_t cut) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  Read out;
  out.is_good = parser.push(stream.substr(0, cut), events).has_value() &&
                parser.push(stream.substr(cut), events).has_value();
  parser.finish(events);
  anthropic::StreamReader reader{"acme"};
  for (const auto& event : events) {
    if (!out.is_good) break;
    out.is_good = reader.read(event.name, event.data, out.deltas).has_value();
  }
  out.is_good = out.is_good && reader.end(out.deltas).has_value();
  return out;
}

std::string text_of(const std::vector<llm::Delta>& deltas) {
  std::string text;
  for (const auto& delta : deltas) text += delta.text;
  return text;
}

/// What we write of an answer is read again as the same words, and numbered without a gap.
void check_writers(const std::vector<llm::Delta>& deltas) {
  anthropic::StreamWriter writer{{.id = "1", .model = "m"}};
  anthropic::ReplyWriter reply{{.id = "1", .model = "m"}};
  std::string stream;
  for (const auto& delta : deltas) {
    writer.write(delta, stream);
    reply.add(delta);
  }
  writer.end(stream);
  const auto again = read_stream(stream, stream.size());
  require(again.is_good);
  const auto whole = anthropic::read_reply("acme", reply.end());
  require(whole.has_value());
  // A refusal is said in words.
  const auto is_refusal = [](const llm::Delta& delta) { return !delta.refusal.empty(); };
  if (std::ranges::any_of(deltas, is_refusal)) return;
  require(text_of(again.deltas) == text_of(deltas));
  require(text_of(*whole) == text_of(deltas));
}

void check_stream(std::string_view stream, std::size_t cut) {
  const auto read = read_stream(stream, cut);
  const auto whole = read_stream(stream, stream.size());
  require(read.is_good == whole.is_good);
  if (!read.is_good) return;
  require(read.deltas == whole.deltas);
  check_writers(whole.deltas);
}

void check_request(std::string_view body) {
  constexpr std::string_view kModel = "x\"y";
  const dialects::Quirks plain;
  const dialects::Quirks vertex{.anthropic = {.version_in_body = "v", .omits_stream = true}};
  const auto head = anthropic::scan_head(body);
  require(head.has_value() <= json::Document::parse(body).has_value());
  if (head) {
    const auto same = anthropic::splice(body, {.model = head->model, .quirks = plain});
    require(same && *same == body);
    const auto other = anthropic::splice(body, {.model = kModel, .quirks = plain});
    require(other && anthropic::scan_head(*other)->model == kModel);
    const auto bare = anthropic::splice(body, {.model = kModel, .quirks = vertex});
    const auto document = json::Document::parse(bare.value_or(""));
    require(document && document->root()["anthropic_version"].string() == "v");
    require(!document->root()["model"] && !document->root()["stream"]);
  }
  const auto chat = anthropic::read_request(body);
  if (!chat) return;
  require(anthropic::check_request(body).has_value());
  const auto written = anthropic::target().write(*chat, {.model = "m", .quirks = plain});
  require(written && anthropic::read_request(written->body).has_value());
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  // What stands near the limit of nesting may go beyond it where it is put into something.
  const auto is_opener = [](char c) { return c == '{' || c == '['; };
  if (std::ranges::count_if(rest, is_opener) > 100) return 0;
  const auto cut = (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1);
  quorum::check_stream(rest, cut);
  const auto& target = quorum::anthropic::target();
  quorum::fuzz::Dialect{quorum::anthropic::face(), target}.check_reply(rest);
  if (const auto reply = target.read_reply("acme", rest)) quorum::check_writers(*reply);
  quorum::check_request(rest);
  return 0;
}
