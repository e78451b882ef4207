#include "dialects/openai_chat/parts.hpp"

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/openai_chat/text.hpp"
#include "dialects/openai_chat/thoughts.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::Object;
using dialects::wrong;
using json::Kind;

Result<llm::Part> read_text(const Object& part, std::string_view type) {
  if (!part.value[type].is(Kind::string)) return wrong(part.path(type), "a string");
  QUORUM_TRY(auto text, part.text(type));
  if (type == "refusal") return llm::Part{.content = llm::Refusal{.text = std::move(text)}};
  return llm::text_part(std::move(text));
}

Result<llm::Part> read_image(const Object& part) {
  // Mistral also takes the bare address.
  if (const auto url = part.value["image_url"].string()) {
    return llm::Part{.content = llm::Image{.source = llm::source_of(std::string{*url})}};
  }
  QUORUM_TRY(const auto image, part.needed_object("image_url", "an object with a `url`"));
  QUORUM_TRY(auto url, image.needed_text("url", "an address or a data URL"));
  QUORUM_TRY(auto detail, image.text("detail"));
  return llm::Part{
      .content = llm::Image{.source = llm::source_of(std::move(url)), .detail = std::move(detail)}};
}

std::string audio_type(std::string_view format) {
  if (format.empty()) return {};
  return std::string{"audio/"}.append(format == "mp3" ? "mpeg" : format);
}

/// An address, a data URL, or bare Base64 of `media_type`.
llm::Source read_source(std::string_view data, std::string media_type) {
  if (data.find("://") != data.npos || data.starts_with("data:")) {
    return llm::source_of(std::string{data});
  }
  return {.data = std::string{data}, .media_type = std::move(media_type)};
}

Result<llm::Part> read_audio(const Object& part) {
  // Mistral also takes the bare bytes.
  if (const auto data = part.value["input_audio"].string()) {
    return llm::Part{.content = llm::Audio{.source = read_source(*data, {})}};
  }
  QUORUM_TRY(const auto audio, part.needed_object("input_audio", "an object with `data`"));
  QUORUM_TRY(const auto data, audio.needed_text("data", "the sound in Base64"));
  QUORUM_TRY(const auto format, audio.text("format"));
  return llm::Part{.content = llm::Audio{.source = read_source(data, audio_type(format))}};
}

Result<llm::Part> read_file(const Object& part) {
  QUORUM_TRY(const auto file, part.needed_object("file", "an object"));
  QUORUM_TRY(const auto data, file.text("file_data"));
  QUORUM_TRY(auto id, file.text("file_id"));
  if (data.empty() && id.empty()) return wrong(file.at, "an object with `file_data` or `file_id`");
  llm::File read;
  if (!data.empty()) read.source = read_source(data, "application/pdf");
  read.source.file_id = std::move(id);
  QUORUM_TRY(read.name, file.text("filename"));
  return llm::Part{.content = std::move(read)};
}

/// Mistral's, with an address or an object that has it.
Result<llm::Part> read_document(const Object& part) {
  auto url = text(part.value["document_url"]);
  if (url.empty()) url = text(part.value["document_url"]["url"]);
  if (url.empty()) return wrong(part.path("document_url"), "an address or a data URL");
  return llm::Part{.content = llm::File{.source = read_source(url, "application/pdf"),
                                        .name = copy(part.value["document_name"])}};
}

}  // namespace

Result<llm::Part> read_part(const Object& part) {
  QUORUM_TRY(const auto type,
             part.needed_text("type", "one of text, image_url, input_audio, file, refusal"));
  if (type == "text" || type == "refusal") return read_text(part, type);
  if (type == "image_url") return read_image(part);
  if (type == "input_audio") return read_audio(part);
  if (type == "file") return read_file(part);
  if (type == "document_url") return read_document(part);
  if (type == "thinking") return llm::Part{.content = read_thinking_part(part.value)};
  return llm::Part{.content = llm::Opaque{.dialect = llm::Dialect::openai_chat,
                                          .json = std::string{part.value.raw()}}};
}

}  // namespace quorum::openai_chat
