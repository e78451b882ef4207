#include "dialects/gemini/parts.hpp"

#include <array>
#include <optional>
#include <utility>

#include "dialects/gemini/contents.hpp"
#include "dialects/gemini/seals.hpp"
#include "json/value.hpp"

namespace quorum::gemini {
namespace {

using json::Kind;

std::string signature(const std::optional<llm::Seal>& seal, Seals seals) {
  if (!seal || (seals == Seals::googles && seal->maker != llm::Maker::google)) return {};
  return signature_of(*seal);
}

void write_signature(json::Writer& writer, std::string_view signature) {
  if (!signature.empty()) writer.key("thoughtSignature").string(signature);
}

bool is_an_address(std::string_view text) {
  return text.find("://") != text.npos || text.starts_with("files/");
}

Fit fit_of(const llm::Source& source) {
  if (!source.data.empty() || !source.url.empty()) return Fit::fits;
  return is_an_address(source.file_id) ? Fit::fits : Fit::foreign;
}

Fit fit_of_words(std::string_view text, const std::optional<llm::Seal>& seal, Seals seals) {
  return text.empty() && signature(seal, seals).empty() ? Fit::empty : Fit::fits;
}

/// By an address's ending; Vertex wants to be told.
std::string_view type_by_ending(std::string_view url) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kTypes{{
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".webp", "image/webp"},
      {".gif", "image/gif"},
      {".heic", "image/heic"},
      {".heif", "image/heif"},
      {".mp3", "audio/mp3"},
      {".wav", "audio/wav"},
      {".flac", "audio/flac"},
      {".ogg", "audio/ogg"},
      {".m4a", "audio/m4a"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".mp4", "video/mp4"},
      {".mov", "video/mov"},
      {".webm", "video/webm"},
  }};
  const auto path = url.substr(0, url.find_first_of("?#"));
  for (const auto& [ending, type] : kTypes) {
    if (path.ends_with(ending)) return type;
  }
  return {};
}

void write_source(json::Writer& writer, const llm::Source& source, std::string_view usual_type) {
  if (!source.data.empty()) {
    writer.key("inlineData").object();
    writer.key("mimeType").string(source.media_type.empty() ? usual_type : source.media_type);
    writer.key("data").string(source.data).end();
    return;
  }
  const auto& uri = source.url.empty() ? source.file_id : source.url;
  const auto type =
      source.media_type.empty() ? type_by_ending(uri) : std::string_view{source.media_type};
  writer.key("fileData").object();
  if (!type.empty()) writer.key("mimeType").string(type);
  writer.key("fileUri").string(uri).end();
}

/// A document given as words is told as words, after what is said about it.
std::string words_of(const llm::File& file) {
  std::string words;
  for (const auto* line : {&file.name, &file.context}) {
    if (!line->empty()) words.append(*line).append("\n");
  }
  return words + file.text;
}

/// Arguments that are no JSON object stand in one, as text.
void write_args(json::Writer& writer, const llm::ToolCall& call) {
  const auto document = json::Document::parse(call.arguments);
  if (document && document->root().is(Kind::object)) {
    writer.raw(compact(call.arguments));
  } else if (call.arguments.empty()) {
    writer.object().end();
  } else {
    writer.object().key(kRawArguments).string(call.arguments).end();
  }
}

class PartWriter {
 public:
  PartWriter(json::Writer& writer, Seals seals, std::string_view stand_in)
      : writer_(writer), seals_(seals), stand_in_(stand_in) {}

  void operator()(const llm::Text& text) {
    writer_.key("text").string(text.text);
    write_signature(writer_, signature(text.seal, seals_));
  }
  void operator()(const llm::Refusal& refusal) { writer_.key("text").string(refusal.text); }
  void operator()(const llm::Reasoning& thought) {
    writer_.key("text").string(thought.text).key("thought").boolean(true);
    write_signature(writer_, signature(thought.seal, seals_));
  }
  void operator()(const llm::Image& image) {
    write_source(writer_, image.source, "image/jpeg");
    write_signature(writer_, signature(image.seal, seals_));
  }
  void operator()(const llm::Audio& audio) { write_source(writer_, audio.source, "audio/wav"); }
  void operator()(const llm::File& file) {
    if (!file.text.empty()) {
      writer_.key("text").string(words_of(file));
    } else {
      write_source(writer_, file.source, "application/pdf");
    }
  }
  void operator()(const llm::ToolCall& call) {
    writer_.key("functionCall").object();
    if (!call.id.empty()) writer_.key("id").string(call.id);
    writer_.key("name").string(call.name).key("args");
    write_args(writer_, call);
    writer_.end();
    const auto own = signature(call.seal, seals_);
    write_signature(writer_, own.empty() ? stand_in_ : std::string_view{own});
  }
  void operator()(const llm::Opaque&) {}  // Written whole by `write_part`.

 private:
  json::Writer& writer_;
  Seals seals_;
  std::string_view stand_in_;
};

}  // namespace

Fit fit_of(const llm::Part& part, Seals seals) {
  if (const auto* text = part.as<llm::Text>()) return fit_of_words(text->text, text->seal, seals);
  if (const auto* thought = part.as<llm::Reasoning>()) {
    return fit_of_words(thought->text, thought->seal, seals);
  }
  if (const auto* refusal = part.as<llm::Refusal>()) {
    return refusal->text.empty() ? Fit::empty : Fit::fits;
  }
  if (const auto* image = part.as<llm::Image>()) return fit_of(image->source);
  if (const auto* audio = part.as<llm::Audio>()) return fit_of(audio->source);
  if (const auto* file = part.as<llm::File>()) {
    return file->text.empty() ? fit_of(file->source) : Fit::fits;
  }
  if (const auto* opaque = part.as<llm::Opaque>()) {
    return opaque->dialect == llm::Dialect::gemini ? Fit::fits : Fit::foreign;
  }
  return Fit::fits;
}

void write_part(json::Writer& writer, const llm::Part& part, Seals seals,
                std::string_view stand_in) {
  if (const auto* opaque = part.as<llm::Opaque>()) {
    writer.raw(compact(opaque->json));
    return;
  }
  writer.object();
  std::visit(PartWriter{writer, seals, stand_in}, part.content);
  writer.end();
}

void write_outcome(json::Writer& writer, std::string_view text, bool is_error) {
  const auto document = json::Document::parse(text);
  const auto root = document ? document->root() : json::Value{};
  // An object that reads as a wrapped text is wrapped itself.
  const bool is_wrapper = root.size() == 1 && (root["output"].exists() || root["result"].exists() ||
                                               root["error"].exists());
  if (root.is(Kind::object) && !is_error && !is_wrapper) {
    writer.raw(compact(text));
  } else {
    writer.object().key(is_error ? "error" : "output").string(text).end();
  }
}

std::string compact(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  bool is_in_string = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (is_in_string) {
      out += c;
      if (c == '\\' && at + 1 < json.size()) out += json[++at];
      if (c == '"') is_in_string = false;
      continue;
    }
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    is_in_string = c == '"';
    out += c;
  }
  return out;
}

}  // namespace quorum::gemini
