#include "api/chat_reply.hpp"

#include <utility>

#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::api {
namespace {

void write_list(json::Writer& writer, const std::vector<std::string>& words) {
  writer.array();
  for (const auto& word : words) writer.string(word);
  writer.end();
}

}  // namespace

std::string extension_of(const llm::Notes& notes, NotesPlace place) {
  std::string out;
  if (place == NotesPlace::headers) return out;
  json::Writer writer(out);
  writer.object().key("provider").string(notes.provider);
  write_list(writer.key("dropped"), notes.dropped);
  write_list(writer.key("emulated"), notes.emulated);
  writer.end();
  return out;
}

dialects::StreamWriter& StreamedReply::writer() {
  if (!writer_) {
    if (head_.id.empty()) head_.id = ids_.make("");
    writer_ = face_.stream_writer(std::move(head_));
  }
  return *writer_;
}

void StreamedReply::spell(llm::Batch& batch) {
  if (!batch.bytes.empty()) {
    source_ = Source::bytes;
    return;
  }
  // Beside bytes, deltas only meter: the client has what they say, or did not ask for it.
  if (batch.deltas.empty() || source_ == Source::bytes) return;
  source_ = Source::deltas;
  for (auto& delta : batch.deltas) {
    if (delta.extension.empty()) delta.extension = std::exchange(extension_, {});
    writer().write(delta, batch.bytes);
  }
}

std::string StreamedReply::end() {
  std::string events;
  if (source_ != Source::bytes) writer().end(events);
  return events;
}

std::string StreamedReply::fail(const Error& error) {
  std::string events;
  writer().fail(error, events);
  return events;
}

dialects::ReplyWriter& WholeReply::writer() {
  if (!writer_) {
    if (head_.id.empty()) head_.id = ids_.make("");
    writer_ = face_.reply_writer(std::move(head_));
  }
  return *writer_;
}

void WholeReply::take(llm::Batch&& batch) {
  if (bytes_.empty()) {
    bytes_ = std::move(batch.bytes);
  } else {
    bytes_ += batch.bytes;
  }
  // Beside bytes, deltas only meter.
  if (!bytes_.empty()) return;
  for (const auto& delta : batch.deltas) writer().add(delta);
}

std::string WholeReply::end() {
  if (!bytes_.empty()) return std::move(bytes_);
  if (!extension_.empty()) writer().add({.extension = std::move(extension_)});
  return writer().end();
}

std::optional<std::string> debate_id_of(const llm::Batch& batch) {
  for (const auto& delta : batch.deltas) {
    if (delta.extension.empty()) continue;
    const auto extension = json::Document::parse(delta.extension);
    if (!extension) continue;
    if (const auto id = extension->root()["debate_id"].string()) return std::string(*id);
  }
  return std::nullopt;
}

}  // namespace quorum::api
