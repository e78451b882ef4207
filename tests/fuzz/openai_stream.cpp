// A provider's stream and a client's request of any bytes: no crash, no dependence on the cut, and
// nothing that reads well is spoiled on its way.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialect.hpp"
#include "dialects/openai_chat/face.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/request.hpp"
#include "dialects/openai_chat/spelling.hpp"
#include "dialects/openai_chat/target.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "providers/relay.hpp"

namespace quorum {
namespace {

using fuzz::require;

struct Out {
  llm::Batch batch{};
  llm::CallTrace trace{};
  bool is_good = false;
};

Out relay(std::string_view stream, std::size_t cut, providers::Relay::Form form) {
  Out out;
  providers::Relay relay{{.form = form, .trace = &out.trace, .event_bytes_max = 1 << 16},
                         openai_chat::target().stream_reader("acme")};
  out.is_good = relay.push(std::string(stream.substr(0, cut)), out.batch).has_value() &&
                relay.push(std::string(stream.substr(cut)), out.batch).has_value() &&
                relay.end(out.batch).has_value();
  return out;
}

void check_stream(std::string_view stream, std::size_t cut) {
  const auto bytes = relay(stream, cut, providers::Relay::Form::bytes);
  const auto bytes_whole = relay(stream, stream.size(), providers::Relay::Form::bytes);
  require(bytes.is_good == bytes_whole.is_good);
  if (bytes.is_good) {
    require(bytes.batch.bytes == bytes_whole.batch.bytes);
    require(bytes.trace.usage == bytes_whole.trace.usage);
    require(bytes.trace.finish == bytes_whole.trace.finish);
  }

  const auto words = relay(stream, cut, providers::Relay::Form::words);
  const auto words_whole = relay(stream, stream.size(), providers::Relay::Form::words);
  require(words.is_good == words_whole.is_good);
  if (words.is_good) require(words.batch.deltas == words_whole.batch.deltas);

  openai_chat::StreamWriter writer{{.id = "1", .model = "m"}};
  std::string written;
  for (const auto& delta : words.batch.deltas) writer.write(delta, written);
  writer.end(written);
  const auto again = relay(written, written.size(), providers::Relay::Form::words);
  require(again.is_good);
}

void check_request(std::string_view body) {
  const auto head = openai_chat::scan_head(body);
  require(head.has_value() <= json::Document::parse(body).has_value());
  if (head) {
    const auto same = openai_chat::splice(body, head->model, openai_chat::Metering::as_asked);
    require(same && same->body == body);
    const auto other = openai_chat::splice(body, "x\"y", openai_chat::Metering::forced);
    require(other.has_value());
    const auto read = openai_chat::scan_head(other->body);
    require(read && read->model == "x\"y" && read->is_stream == head->is_stream);
    require(!read->is_stream || read->include_usage);
  }
  const auto chat = openai_chat::read_request(body);
  if (!chat) return;
  require(openai_chat::check_request(body).has_value());
  const auto written = openai_chat::write_request(*chat, "m", openai_chat::Delivery::streamed,
                                                  {.takes_developer = true});
  require(openai_chat::read_request(written.body).has_value());
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  const auto cut = (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1);
  quorum::check_stream(rest, cut);
  quorum::check_request(rest);
  quorum::fuzz::Dialect{quorum::openai_chat::face(), quorum::openai_chat::target()}.check_reply(
      rest);
  return 0;
}
