#include "dialects/openai_chat/part_writer.hpp"

#include <optional>
#include <string_view>

#include "dialects/openai_chat/message_writer.hpp"
#include "dialects/openai_chat/text.hpp"
#include "dialects/openai_chat/thoughts.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

using Quirks = dialects::OpenAiQuirks;
using Told = Quirks::Thoughts;

/// `audio/wav`: `wav`; `audio/mpeg`: `mp3`.
std::string_view audio_format(std::string_view type) {
  type = type.substr(type.find('/') + 1);
  if (type == "mpeg" || type == "mpga") return "mp3";
  if (type == "x-wav" || type == "wave" || type == "vnd.wave") return "wav";
  return type;
}

bool note(Drops& drops, std::string_view name) {
  drops.add(name);
  return false;
}

bool has_place(const llm::Image& image, Drops& drops) {
  if (!drops.takes("messages.image")) return false;
  const bool is_elsewhere = image.source.url.empty() && image.source.data.empty();
  return !is_elsewhere || note(drops, "messages.image.file_id");
}

bool has_place(const llm::Audio& audio, const Quirks& quirks, Drops& drops) {
  if (!drops.takes("messages.input_audio")) return false;
  if (audio.source.data.empty()) return note(drops, "messages.input_audio.url");
  const auto format = audio_format(audio.source.media_type);
  if (format == "wav" || format == "mp3" || quirks.takes_any_audio) return true;
  return note(drops, "messages.input_audio.format");
}

bool has_place(const llm::File& file, const Quirks& quirks, Drops& drops) {
  if (file.wants_citations) drops.add("messages.file.citations");
  if (file.source == llm::Source{}) return true;  // Its words are here.
  if (!drops.takes("messages.file")) return false;
  if (!file.context.empty()) drops.add("messages.file.context");
  const bool is_remote = file.source.data.empty() && file.source.file_id.empty();
  return !is_remote || quirks.files != Quirks::Files::bytes || note(drops, "messages.file.url");
}

bool has_place(const llm::Opaque& opaque, Drops& drops) {
  if (opaque.dialect != llm::Dialect::openai_chat) return note(drops, "messages.content");
  const auto document = json::Document::parse(opaque.json);
  // Without a type it is no part of the content but members of the message.
  return document && !text(document->root()["type"]).empty();
}

void write_image(json::Writer& writer, const llm::Image& image) {
  writer.key("type").string("image_url").key("image_url").object();
  writer.key("url").string(llm::url_of(image.source));
  if (!image.detail.empty()) writer.key("detail").string(image.detail);
  writer.end();
}

void write_audio(json::Writer& writer, const llm::Audio& audio) {
  writer.key("type").string("input_audio").key("input_audio").object();
  writer.key("data").string(audio.source.data);
  writer.key("format").string(audio_format(audio.source.media_type)).end();
}

void write_document_url(json::Writer& writer, const llm::File& file) {
  writer.key("type").string("document_url");
  writer.key("document_url").string(llm::url_of(file.source));
  if (!file.name.empty()) writer.key("document_name").string(file.name);
}

void write_file(json::Writer& writer, const llm::File& file, const Quirks& quirks) {
  if (file.source == llm::Source{}) {
    writer.key("type").string("text").key("text").string(told(file));
    return;
  }
  const bool has_id = !file.source.file_id.empty();
  if (quirks.files == Quirks::Files::document_url && !has_id) {
    write_document_url(writer, file);
    return;
  }
  writer.key("type").string("file").key("file").object();
  if (has_id) {
    writer.key("file_id").string(file.source.file_id);
  } else {
    writer.key("file_data").string(llm::url_of(file.source));
  }
  // OpenAI wants a name with the bytes.
  const bool needs_name = !file.source.data.empty();
  if (!file.name.empty() || needs_name) {
    writer.key("filename").string(file.name.empty() ? "document.pdf" : file.name);
  }
  writer.end();
}

void write_thinking(json::Writer& writer, const llm::Reasoning& thought) {
  writer.key("type").string("thinking").key("thinking").array();
  writer.object().key("type").string("text").key("text").string(thought.text).end().end();
  if (thought.seal && thought.seal->maker == llm::Maker::mistral) {
    writer.key("signature").string(thought.seal->data);
  }
}

}  // namespace

std::string told(const llm::File& file) {
  std::string words = file.name;
  if (!file.context.empty()) words += (words.empty() ? "" : "\n") + file.context;
  return words.empty() ? file.text : words + "\n\n" + file.text;
}

bool has_place(const llm::Part& part, const Quirks& quirks, Drops& drops) {
  if (part.as<llm::Text>() != nullptr || part.as<llm::Refusal>() != nullptr) return true;
  if (const auto* image = part.as<llm::Image>()) return has_place(*image, drops);
  if (const auto* audio = part.as<llm::Audio>()) return has_place(*audio, quirks, drops);
  if (const auto* file = part.as<llm::File>()) return has_place(*file, quirks, drops);
  if (const auto* opaque = part.as<llm::Opaque>()) return has_place(*opaque, drops);
  const auto* thought = part.as<llm::Reasoning>();
  return thought != nullptr && quirks.thoughts == Told::content_parts && !thought->text.empty();
}

void write_part(json::Writer& writer, const llm::Part& part, const Quirks& quirks, Drops& drops) {
  if (const auto* opaque = part.as<llm::Opaque>()) {
    writer.raw(opaque->json);
    return;
  }
  writer.object();
  if (const auto* text = part.as<llm::Text>()) {
    writer.key("type").string("text").key("text").string(text->text);
  }
  if (const auto* refusal = part.as<llm::Refusal>()) {
    writer.key("type").string("refusal").key("refusal").string(refusal->text);
  }
  if (const auto* image = part.as<llm::Image>()) write_image(writer, *image);
  if (const auto* audio = part.as<llm::Audio>()) write_audio(writer, *audio);
  if (const auto* file = part.as<llm::File>()) write_file(writer, *file, quirks);
  if (const auto* thought = part.as<llm::Reasoning>()) write_thinking(writer, *thought);
  write_cache_hint(writer, part.cache, quirks, drops);
  writer.end();
}

}  // namespace quorum::openai_chat
