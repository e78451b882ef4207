// A Responses stream, response object and request of any bytes: no crash, no dependence on the cut,
// and nothing that reads well is spoiled on its way.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialects/openai_responses/face.hpp"
#include "dialects/openai_responses/head.hpp"
#include "dialects/openai_responses/target.hpp"
#include "fuzz.hpp"
#include "json/value.hpp"
#include "providers/relay.hpp"

namespace quorum {
namespace {

using fuzz::require;

struct Out {
  llm::Batch batch;
  bool is_good = false;
};

Out relay(std::string_view stream, std::size_t cut, providers::Relay::Form form) {
  providers::Relay relay{{.form = form, .event_bytes_max = 1 << 20},
                         openai_responses::target().stream_reader("acme")};
  Out out;
  out.is_good = relay.push(std::string(stream.substr(0, cut)), out.batch).has_value() &&
                relay.push(std::string(stream.substr(cut)), out.batch).has_value() &&
                relay.end(out.batch).has_value();
  return out;
}

/// What is written of these deltas is read without error, streamed and whole.
void check_written(const std::vector<llm::Delta>& deltas, std::string_view request) {
  const dialects::ReplyHead head{.id = "1", .model = "m", .request = std::string{request}};
  const auto stream = openai_responses::face().stream_writer(head);
  const auto reply = openai_responses::face().reply_writer(head);
  bool has_failed = false;
  std::string written;
  for (const auto& delta : deltas) {
    has_failed = has_failed || delta.finish == llm::Finish::error;
    stream->write(delta, written);
    reply->add(delta);
  }
  stream->end(written);
  const auto again = relay(written, written.size(), providers::Relay::Form::words);
  require(again.is_good != has_failed);
  require(openai_responses::target().read_reply("acme", reply->end()).has_value() != has_failed);
}

void check_stream(std::string_view stream, std::size_t cut) {
  const auto bytes = relay(stream, cut, providers::Relay::Form::bytes);
  const auto bytes_whole = relay(stream, stream.size(), providers::Relay::Form::bytes);
  require(bytes.is_good == bytes_whole.is_good);
  if (bytes.is_good) require(bytes.batch.bytes == bytes_whole.batch.bytes);

  const auto words = relay(stream, cut, providers::Relay::Form::words);
  const auto words_whole = relay(stream, stream.size(), providers::Relay::Form::words);
  require(words.is_good == words_whole.is_good);
  if (words.is_good) require(words.batch.deltas == words_whole.batch.deltas);
  check_written(words.batch.deltas, stream);
}

void check_reply(std::string_view body) {
  const auto deltas = openai_responses::target().read_reply("acme", body);
  if (deltas) check_written(*deltas, body);
}

void check_request(std::string_view body) {
  const auto& face = openai_responses::face();
  const auto& target = openai_responses::target();
  const dialects::Quirks quirks;
  const auto head = face.scan(body);
  require(head.has_value() <= json::Document::parse(body).has_value());
  if (head) {
    const auto same = target.splice(body, {.model = head->model, .quirks = quirks});
    require(same && same->body == body);
    const auto other = target.splice(body, {.model = "x\"y", .quirks = quirks});
    require(other && face.scan(other->body)->model == "x\"y");
    (void)openai_responses::scan_keeping(body);
  }
  const auto chat = face.reader()(body);
  if (!chat) return;
  require(face.check(body).has_value());
  const auto written = target.write(*chat, {.model = "m", .quirks = quirks});
  require(written.has_value() && json::Document::parse(written->body).has_value());
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto rest = quorum::fuzz::text_of(data + 2, size - 2);
  const auto cut = (static_cast<std::size_t>(data[0]) * 256 + data[1]) % (rest.size() + 1);
  quorum::check_stream(rest, cut);
  quorum::check_reply(rest);
  quorum::check_request(rest);
  return 0;
}
