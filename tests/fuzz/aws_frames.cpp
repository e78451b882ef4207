// Amazon's frames and what Bedrock says in them, of any bytes: no crash, no dependence on the cut,
// and every frame that is taken is one that could have been written.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/bedrock/invoke.hpp"
#include "dialects/bedrock/target.hpp"
#include "fuzz.hpp"
#include "sse/aws_frames.hpp"

namespace quorum {
namespace {

using fuzz::require;

struct Out {
  std::vector<sse::Event> events{};
  bool is_good = false;
};

Out cut_frames(std::string_view bytes, std::uint8_t seed) {
  sse::AwsFrames frames{1 << 16};
  Out out{.is_good = true};
  fuzz::in_pieces(bytes, seed, [&](std::string_view piece) {
    out.is_good = frames.push(piece, out.events).has_value();
    return out.is_good;
  });
  return out;
}

void check_frames(std::string_view bytes, std::uint8_t seed) {
  const auto pieces = cut_frames(bytes, seed);
  sse::AwsFrames frames{1 << 16};
  Out whole;
  whole.is_good = frames.push(bytes, whole.events).has_value();
  require(pieces.is_good == whole.is_good && pieces.events == whole.events);
}

/// Random bytes seldom have the right checksum: here they are names and payloads instead.
void check_events(std::string_view text, std::uint8_t seed) {
  std::string bytes;
  std::vector<sse::Event> written;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    const auto space = line.find(' ');
    const auto name = line.substr(0, space);
    if (name.empty() || name.size() > 255) continue;
    const auto data = space == line.npos ? std::string_view{} : line.substr(space + 1);
    written.push_back({.name = std::string{name}, .data = std::string{data}});
    sse::append_aws_event(bytes, name, data);
  }
  const auto read = cut_frames(bytes, seed);
  require(read.events == written);

  const bedrock::InvokeTarget invoke{bedrock::target()};
  const auto converse = bedrock::target().stream_reader("acme");
  const auto wrapped = invoke.stream_reader("acme");
  std::vector<llm::Delta> deltas;
  bool is_good = true;
  for (const auto& event : read.events) {
    is_good = is_good && converse->read(event.name, event.data, deltas).has_value();
    (void)wrapped->read(event.name, event.data, deltas);
    (void)bedrock::target().read_reply("acme", event.data);
  }
  (void)converse->end(deltas);
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto rest = quorum::fuzz::text_of(data + 1, size - 1);
  quorum::check_frames(rest, data[0]);
  quorum::check_events(rest, data[0]);
  return 0;
}
