#include "bench/upstream/script.hpp"

#include <fmt/format.h>

#include <utility>

#include "bench/stamp.hpp"
#include "http/message.hpp"
#include "llm/delta.hpp"

namespace quorum::bench {
namespace {

constexpr std::string_view kModel = "bench-model";
constexpr std::string_view kWords = "words without any meaning that only fill an event, ";

// A token is about four characters; an answer says what it cost like any other.
constexpr llm::Usage kUsage{.prompt = 250, .completion = 50};

std::string pad(std::size_t bytes) {
  std::string text;
  while (text.size() + kStampBytes < bytes) {
    text += kWords.substr(0, bytes - kStampBytes - text.size());
  }
  return text;
}

dialects::ReplyHead reply_head() {
  return {.id = "bench", .model = std::string(kModel), .created_ms = 1'800'000'000'000};
}

llm::Delta closing_delta() {
  llm::Delta delta;
  delta.finish = llm::Finish::stop;
  delta.usage = kUsage;
  return delta;
}

void append_chunk(std::string_view bytes, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{:x}\r\n", bytes.size());
  out += bytes;
  out += "\r\n";
}

std::string whole_answer(int status, std::string_view fields, std::string_view body) {
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}", status,
      http::reason_phrase(status), fields, body.size(), body);
}

}  // namespace

void append_last_chunk(std::string& out) { out += "0\r\n\r\n"; }

void Script::Template::append(std::uint64_t ask, std::uint32_t event, std::string& out) const {
  const auto begin = out.size();
  out += bytes;
  put_stamp(out.data() + begin + stamp_at, {.ask = ask, .event = event, .at_ns = now_ns()});
}

std::optional<Script::Template> Script::find_place(std::string bytes) {
  const auto found = find_stamp(bytes);
  if (!found || find_stamp(bytes, found->at + 1)) return std::nullopt;
  return Template{.bytes = std::move(bytes), .stamp_at = found->at};
}

Script::Script(const Wording& wording, Sizes sizes)
    : wording_(wording), sizes_(sizes), padding_(pad(sizes.event_bytes)) {
  stream_head_ = fmt::format(
      "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nCache-Control: no-cache\r\n"
      "Transfer-Encoding: chunked\r\n\r\n",
      wording.face.stream_type());
  auto delta = closing_delta();
  delta.text = text_of({}) + pad(sizes.answer_bytes);
  const auto writer = wording.face.reply_writer(reply_head());
  writer->add(delta);
  if (auto place = find_place(whole_answer(200, "", writer->end()))) reply_ = std::move(*place);
  prepare_stream();
}

std::unique_ptr<dialects::StreamWriter> Script::make_writer() const {
  return wording_.face.stream_writer(reply_head());
}

void Script::write_event(dialects::StreamWriter& writer, std::uint64_t ask, std::uint32_t event,
                         std::string& out) const {
  llm::Delta delta;
  delta.text = text_of({.ask = ask, .event = event, .at_ns = now_ns()}) + padding_;
  std::string bytes;
  writer.write(delta, bytes);
  append_chunk(bytes, out);
}

void Script::write_end(dialects::StreamWriter& writer, std::string& out) const {
  std::string bytes;
  writer.write(closing_delta(), bytes);
  writer.end(bytes);
  append_chunk(bytes, out);
}

void Script::prepare_stream() {
  const auto writer = make_writer();
  std::string pieces[3];
  for (std::uint32_t i = 0; i < 3; ++i) write_event(*writer, 0, i, pieces[i]);
  std::string closing;
  write_end(*writer, closing);
  auto first = find_place(std::move(pieces[0]));
  auto second = find_place(std::move(pieces[1]));
  auto third = find_place(std::move(pieces[2]));
  if (!first || !second || !third || find_stamp(closing)) return;
  if (second->stamp_at != third->stamp_at) return;
  for (auto* each : {&*second, &*third}) put_stamp(each->bytes.data() + each->stamp_at, {});
  if (second->bytes != third->bytes) return;
  first_ = std::move(*first);
  event_ = std::move(*second);
  closing_ = std::move(closing);
}

void Script::append_reply(std::uint64_t ask, std::string& out) const { reply_.append(ask, 0, out); }

void Script::append_refusal(const Error& error, std::string& out) const {
  std::string fields;
  if (error.retry_after) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*error.retry_after);
    fields = fmt::format("Retry-After: {}\r\n", seconds.count());
  }
  out += whole_answer(wording_.face.status_of(error), fields,
                      wording_.face.write_error(error, "req_bench"));
}

Telling::Telling(const Script& script, std::uint64_t ask) : script_(script), ask_(ask) {
  if (!script.is_copied()) writer_ = script.make_writer();
}

void Telling::next(std::string& out) {
  const auto event = event_++;
  if (writer_) return script_.write_event(*writer_, ask_, event, out);
  (event == 0 ? script_.first_ : script_.event_).append(ask_, event, out);
}

void Telling::end(std::string& out) {
  if (writer_) return script_.write_end(*writer_, out);
  out += script_.closing_;
}

void Telling::fail(const Error& error, std::string& out) {
  if (!writer_) {
    writer_ = script_.make_writer();
    std::string told;
    for (std::uint32_t i = 0; i < event_; ++i) script_.write_event(*writer_, ask_, i, told);
  }
  std::string bytes;
  writer_->fail(error, bytes);
  append_chunk(bytes, out);
}

void Telling::babble(std::string& out) const {
  const bool is_lines = script_.wording_.target.framing() == dialects::Framing::ndjson;
  append_chunk(is_lines ? "{\"what\": is this\n" : "data: {\"what\": is this\n\n", out);
}

}  // namespace quorum::bench
