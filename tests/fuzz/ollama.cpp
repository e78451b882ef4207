// An Ollama stream, answer and request of any bytes: no crash, no dependence on the cut, and
// nothing that reads well is spoiled on its way.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/ollama/embed.hpp"
#include "dialects/ollama/face.hpp"
#include "dialects/ollama/request.hpp"
#include "dialects/ollama/target.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "sse/lines.hpp"

namespace quorum {
namespace {

using fuzz::require;

struct Out {
  std::vector<llm::Delta> deltas{};
  bool is_good = false;
};

Out read(const std::vector<std::string_view>& pieces) {
  sse::Lines cutter{1 << 20};
  const auto reader = ollama::target().stream_reader("acme");
  std::vector<std::string> lines;
  Out out{.is_good = true};
  for (const auto piece : pieces)
    out.is_good = out.is_good && cutter.push(piece, lines).has_value();
  cutter.finish(lines);
  for (const auto& line : lines) {
    out.is_good = out.is_good && reader->read({}, line, out.deltas).has_value();
  }
  out.is_good = out.is_good && reader->end(out.deltas).has_value();
  return out;
}

/// What is written of these deltas is read without error, streamed and whole, one object a line.
void check_written(const std::vector<llm::Delta>& deltas) {
  for (const auto* face : {&ollama::chat_face(), &ollama::generate_face()}) {
    const dialects::ReplyHead head{.id = "1", .model = "m"};
    const auto stream = face->stream_writer(head);
    const auto reply = face->reply_writer(head);
    std::string written;
    for (const auto& delta : deltas) {
      stream->write(delta, written);
      reply->add(delta);
    }
    stream->end(written);
    require(read({written}).is_good);
    require(ollama::target().read_reply("acme", reply->end()).has_value());
  }
}

void check_request(std::string_view body) {
  const dialects::Quirks quirks;
  const dialects::Ask ask{
      .model = "x\"y", .delivery = dialects::Delivery::streamed, .quirks = quirks};
  for (const auto* face : {&ollama::chat_face(), &ollama::generate_face()}) {
    const auto chat = face->reader()(body);
    require(chat.has_value() == face->check(body).has_value());
    if (!chat) continue;
    const auto outgoing = ollama::target().write(*chat, ask);
    require(outgoing && json::Document::parse(outgoing->body).has_value());
    if (face == &ollama::chat_face()) require(ollama::read_chat(outgoing->body).has_value());
  }
  if (const auto head = ollama::chat_face().scan(body)) {
    const auto same = ollama::target().splice(
        body, {.model = head->model, .delivery = ask.delivery, .quirks = quirks});
    require(same && same->body == body);
    const auto other = ollama::target().splice(body, ask);
    require(other && ollama::chat_face().scan(other->body)->model == ask.model);
  }
  (void)ollama::read_embed(ollama::EmbedEndpoint::embed, body);
  (void)ollama::read_embeddings("acme", body);
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  const auto cut = (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1);
  const auto whole = quorum::read({rest});
  const auto pieces = quorum::read({rest.substr(0, cut), rest.substr(cut)});
  quorum::fuzz::require(whole.is_good == pieces.is_good && whole.deltas == pieces.deltas);
  quorum::check_written(whole.deltas);
  (void)quorum::ollama::target().read_reply("acme", rest);
  quorum::check_request(rest);
  return 0;
}
