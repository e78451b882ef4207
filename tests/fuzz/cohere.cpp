// Answers of Cohere, streamed and whole, of any bytes: no crash and no dependence on the cut.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "dialects/cohere/embed.hpp"
#include "dialects/cohere/target.hpp"
#include "dialects/cohere/v1.hpp"
#include "fuzz.hpp"
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

void check(std::string_view text, std::size_t cut) {
  const auto reader = cohere::target().stream_reader("acme");
  const auto other = cohere::target().stream_reader("acme");
  const auto whole = read(*reader, {text});
  const auto pieces = read(*other, {text.substr(0, cut), text.substr(cut)});
  fuzz::require(whole.is_good == pieces.is_good && whole.deltas == pieces.deltas);
  cohere::V1StreamReader old{"acme"};
  (void)read(old, {text});
  (void)cohere::target().read_reply("acme", text);
  (void)cohere::read_v1_reply("acme", text);
  (void)cohere::read_embeddings("acme", text);
  (void)cohere::read_embed(text);
  (void)cohere::target().explain({.provider = "acme", .status = 400, .body = text});
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  quorum::check(rest, (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1));
  return 0;
}
