// Answers of OpenAI's old completions and their clients' requests, of any bytes: no
// crash, no dependence on the cut, and what is heard can be told again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/openai_completions/face.hpp"
#include "dialects/openai_completions/target.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum {
namespace {

struct Out {
  std::vector<llm::Delta> deltas{};
  bool is_good = false;
};

Out read(dialects::StreamReader& reader, const std::vector<std::string_view>& pieces) {
  sse::Parser parser{1 << 20};
  std::vector<sse::Event> events;
  Out out{.is_good = true};
  for (const auto piece : pieces) {
    out.is_good = out.is_good && parser.push(piece, events).has_value();
  }
  parser.finish(events);
  for (const auto& event : events) {
    out.is_good = out.is_good && reader.read(event.name, event.data, out.deltas).has_value();
  }
  out.is_good = out.is_good && reader.end(out.deltas).has_value();
  return out;
}

void retell(const std::vector<llm::Delta>& deltas) {
  const auto stream = openai_completions::face().stream_writer({.id = "1", .model = "m"});
  const auto reply = openai_completions::face().reply_writer({.id = "1", .model = "m"});
  std::string told;
  for (const auto& delta : deltas) {
    stream->write(delta, told);
    reply->add(delta);
  }
  stream->end(told);
  const auto again = openai_completions::target().stream_reader("acme");
  fuzz::require(read(*again, {told}).is_good);
  fuzz::require(json::Document::parse(reply->end()).has_value());
}

void check_request(std::string_view text) {
  (void)openai_completions::face().scan(text);
  const auto chat = openai_completions::face().reader()(text);
  if (!chat) return;
  const dialects::Quirks quirks;
  const auto written = openai_completions::target().write(*chat, {.model = "m", .quirks = quirks});
  fuzz::require(written && json::Document::parse(written->body).has_value());
}

void check(std::string_view text, std::size_t cut) {
  const auto reader = openai_completions::target().stream_reader("acme");
  const auto other = openai_completions::target().stream_reader("acme");
  const auto whole = read(*reader, {text});
  const auto pieces = read(*other, {text.substr(0, cut), text.substr(cut)});
  fuzz::require(whole.is_good == pieces.is_good && whole.deltas == pieces.deltas);
  if (whole.is_good) retell(whole.deltas);
  check_request(text);
  (void)openai_completions::target().read_reply("acme", text);
  (void)openai_completions::target().explain({.provider = "acme", .status = 400, .body = text});
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  quorum::check(rest, (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1));
  return 0;
}
