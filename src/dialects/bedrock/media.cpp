#include "dialects/bedrock/media.hpp"

#include <array>
#include <utility>

#include "core/base64.hpp"

namespace quorum::bedrock {
namespace {

using Formats = std::pair<std::string_view, std::string_view>;

constexpr std::array<Formats, 5> kImages{{{"image/png", "png"},
                                          {"image/jpeg", "jpeg"},
                                          {"image/jpg", "jpeg"},
                                          {"image/gif", "gif"},
                                          {"image/webp", "webp"}}};

constexpr std::array<Formats, 11> kSounds{{{"audio/mpeg", "mp3"},
                                           {"audio/mp3", "mp3"},
                                           {"audio/wav", "wav"},
                                           {"audio/x-wav", "wav"},
                                           {"audio/wave", "wav"},
                                           {"audio/flac", "flac"},
                                           {"audio/aac", "aac"},
                                           {"audio/ogg", "ogg"},
                                           {"audio/opus", "opus"},
                                           {"audio/mp4", "mp4"},
                                           {"audio/webm", "webm"}}};

constexpr std::array<Formats, 10> kDocuments{
    {{"application/pdf", "pdf"},
     {"text/csv", "csv"},
     {"application/msword", "doc"},
     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
     {"application/vnd.ms-excel", "xls"},
     {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
     {"text/html", "html"},
     {"text/plain", "txt"},
     {"text/markdown", "md"},
     {"text/x-markdown", "md"}}};

template <typename List>
std::string_view format_of(const List& list, std::string_view media_type) {
  for (const auto& [type, format] : list) {
    if (type == media_type) return format;
  }
  return {};
}

/// By the name's ending where the type says nothing.
std::string_view document_format(const llm::File& file) {
  if (!file.text.empty()) return "txt";
  const auto by_type = format_of(kDocuments, file.source.media_type);
  if (!by_type.empty()) return by_type;
  const auto dot = file.name.rfind('.');
  if (dot == std::string::npos) return {};
  for (const auto& [type, format] : kDocuments) {
    if (std::string_view{file.name}.substr(dot + 1) == format) return format;
  }
  return {};
}

bool can_send(const llm::Source& source) {
  return !source.data.empty() || source.url.starts_with("s3://");
}

void write_source(json::Writer& writer, const llm::Source& source) {
  writer.key("source").object();
  if (!source.data.empty()) {
    writer.key("bytes").string(source.data);
  } else {
    writer.key("s3Location").object().key("uri").string(source.url).end();
  }
  writer.end();
}

bool write_media(json::Writer& writer, std::string_view kind, std::string_view format,
                 const llm::Source& source) {
  if (format.empty() || !can_send(source)) return false;
  writer.object().key(kind).object().key("format").string(format);
  write_source(writer, source);
  writer.end().end();
  return true;
}

}  // namespace

bool write_image(json::Writer& writer, const llm::Image& image) {
  return write_media(writer, "image", format_of(kImages, image.source.media_type), image.source);
}

bool write_audio(json::Writer& writer, const llm::Audio& audio) {
  return write_media(writer, "audio", format_of(kSounds, audio.source.media_type), audio.source);
}

bool write_document(json::Writer& writer, const llm::File& file) {
  const auto format = document_format(file);
  if (format.empty() || (file.text.empty() && !can_send(file.source))) return false;
  writer.object().key("document").object().key("format").string(format);
  writer.key("name").string(document_name(file.name));
  write_source(writer,
               file.text.empty() ? file.source : llm::Source{.data = base64::encode(file.text)});
  if (!file.context.empty()) writer.key("context").string(file.context);
  if (file.wants_citations) {
    writer.key("citations").object().key("enabled").boolean(true).end();
  }
  writer.end().end();
  return true;
}

llm::Image image_of(std::string_view format, std::string_view base64) {
  return {
      .source = {.data = std::string{base64}, .media_type = std::string{"image/"}.append(format)}};
}

std::string document_name(std::string_view name) {
  constexpr std::size_t kNameBytesMax = 200;
  std::string out;
  for (const char c : name.substr(0, name.rfind('.'))) {
    const bool is_alnum =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_plain = is_alnum || c == '-' || c == '(' || c == ')' || c == '[' || c == ']';
    if (is_plain) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out.empty() ? "document" : out.substr(0, kNameBytesMax);
}

}  // namespace quorum::bedrock
