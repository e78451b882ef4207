#include "dialects/anthropic/content.hpp"

#include <array>
#include <utility>
#include <vector>

#include "core/base64.hpp"
#include "dialects/anthropic/signature.hpp"
#include "dialects/anthropic/spoken.hpp"

namespace quorum::anthropic {
namespace {

constexpr std::int64_t kFiveMinutes = 300;

std::string_view without_space_at_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n\v\f") + 1);
}

/// What a file's bytes say they are, in Base64.
std::string_view media_type_of(const llm::Source& source, std::string_view otherwise) {
  if (!source.media_type.empty()) return source.media_type;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSigns{
      {{"iVBORw0K", "image/png"},
       {"/9j/", "image/jpeg"},
       {"R0lGOD", "image/gif"},
       {"UklGR", "image/webp"},
       {"JVBERi0", "application/pdf"}}};
  for (const auto& [sign, type] : kSigns) {
    if (source.data.starts_with(sign)) return type;
  }
  return otherwise;
}

bool has_own_citations(const llm::Text& text) {
  for (const auto& citation : text.citations) {
    if (citation.raw.dialect == llm::Dialect::anthropic) return true;
  }
  return false;
}

/// A part that a bare string says as well as a block would.
bool is_plain(const llm::Part& part) {
  if (part.cache) return false;
  const auto* text = part.as<llm::Text>();
  if (text != nullptr) return !has_own_citations(*text);
  return part.as<llm::Refusal>() != nullptr;
}

}  // namespace

std::optional<std::string_view> words_of(const llm::Part& part) {
  if (const auto* text = part.as<llm::Text>()) return text->text;
  if (const auto* refusal = part.as<llm::Refusal>()) return refusal->text;
  return std::nullopt;
}

void CacheMarks::write(json::Writer& writer, const std::optional<llm::CacheHint>& hint) {
  if (!hint || ++count_ <= skipped_) return;
  writer.key("cache_control").object().key("type").string("ephemeral");
  if (hint->ttl_s) writer.key("ttl").string(*hint->ttl_s > kFiveMinutes ? "1h" : "5m");
  writer.end();
}

void ContentWriter::write_turn(const Turn& turn, Place place) {
  const auto name = turn.role == llm::Role::assistant ? "assistant"
                    : turn.role == llm::Role::system  ? "system"
                                                      : "user";
  writer_.object().key("role").string(name).key("content");
  const auto& blocks = turn.blocks;
  if (blocks.size() == 1 && blocks[0].part != nullptr && is_plain(*blocks[0].part)) {
    const auto words = *words_of(*blocks[0].part);
    writer_.string(place == Place::last ? without_space_at_end(words) : words);
  } else {
    writer_.array();
    for (const auto& block : blocks) {
      write_block(block, &block == &blocks.back() ? place : Place::amid);
    }
    writer_.end();
  }
  writer_.end();
}

void ContentWriter::write_block(const Block& block, Place place) {
  if (block.result != nullptr) {
    write_result(block);
  } else {
    write_part(*block.part, block.id, place);
  }
}

void ContentWriter::write_text(const llm::Part& part, std::string_view text) {
  writer_.object().key("type").string("text").key("text").string(text);
  const auto* said = part.as<llm::Text>();
  if (said != nullptr && has_own_citations(*said)) {
    writer_.key("citations").array();
    for (const auto& citation : said->citations) {
      if (citation.raw.dialect == llm::Dialect::anthropic) writer_.raw(citation.raw.json);
    }
    writer_.end();
  }
  marks_.write(writer_, part.cache);
  writer_.end();
}

void ContentWriter::write_part(const llm::Part& part, const std::string& id, Place place) {
  if (const auto words = words_of(part)) {
    write_text(part, place == Place::last ? without_space_at_end(*words) : *words);
  } else if (const auto* opaque = part.as<llm::Opaque>()) {
    writer_.raw(opaque->json);  // Its own cache mark is inside.
  } else if (const auto* thought = part.as<llm::Reasoning>()) {
    write_thought(*thought);  // Takes no cache mark.
  } else {
    writer_.object();
    if (const auto* image = part.as<llm::Image>()) write_image(*image);
    if (const auto* file = part.as<llm::File>()) write_file(*file);
    if (const auto* call = part.as<llm::ToolCall>()) write_call(*call, id);
    marks_.write(writer_, part.cache);
    writer_.end();
  }
}

void ContentWriter::write_source(const llm::Source& source, std::string_view media_type) {
  writer_.key("source").object().key("type");
  if (!source.data.empty()) {
    writer_.string("base64").key("media_type").string(media_type);
    writer_.key("data").string(source.data);
  } else if (!source.file_id.empty()) {
    writer_.string("file").key("file_id").string(source.file_id);
  } else {
    writer_.string("url").key("url").string(source.url);
  }
  writer_.end();
}

void ContentWriter::write_image(const llm::Image& image) {
  writer_.key("type").string("image");
  write_source(image.source, media_type_of(image.source, "image/jpeg"));
}

void ContentWriter::write_file(const llm::File& file) {
  writer_.key("type").string("document");
  const auto type = media_type_of(file.source, "application/pdf");
  auto text = file.text;
  // Text in Base64 is not taken as such.
  if (type.starts_with("text/")) text += base64::decode(file.source.data).value_or("");
  if (text.empty()) {
    write_source(file.source, type);
  } else {
    writer_.key("source").object().key("type").string("text");
    writer_.key("media_type").string("text/plain").key("data").string(text).end();
  }
  if (!file.name.empty()) writer_.key("title").string(file.name);
  if (!file.context.empty()) writer_.key("context").string(file.context);
  if (file.wants_citations) writer_.key("citations").object().key("enabled").boolean(true).end();
}

void ContentWriter::write_thought(const llm::Reasoning& thought) {
  writer_.object().key("type");
  if (thought.seal->form == llm::Seal::Form::encrypted) {
    writer_.string("redacted_thinking").key("data").string(written_hidden(*thought.seal));
  } else {
    writer_.string("thinking").key("thinking").string(thought.text);
    writer_.key("signature").string(written_signature({.seal = *thought.seal}));
  }
  writer_.end();
}

void ContentWriter::write_call(const llm::ToolCall& call, const std::string& id) {
  writer_.key("type").string("tool_use").key("id").string(id).key("name").string(call.name);
  writer_.key("input").raw(input_of(call.arguments));
}

void ContentWriter::write_result(const Block& block) {
  const auto& message = *block.result;
  writer_.object().key("type").string("tool_result").key("tool_use_id").string(block.id);
  std::vector<const llm::Part*> parts;
  for (const auto& part : message.parts) {
    const auto words = words_of(part);
    const auto* opaque = part.as<llm::Opaque>();
    const bool is_own = opaque != nullptr && opaque->dialect == llm::Dialect::anthropic;
    const bool is_seen = part.as<llm::Image>() != nullptr || part.as<llm::File>() != nullptr;
    if ((words && !words->empty()) || is_own || is_seen) parts.push_back(&part);
  }
  // The mark of the last part is the block's own.
  if (parts.size() == 1 && words_of(*parts[0])) {
    writer_.key("content").string(*words_of(*parts[0]));
  } else if (!parts.empty()) {
    writer_.key("content").array();
    for (const auto* part : parts) {
      if (part == &message.parts.back() && part->cache) {
        auto unmarked = *part;
        unmarked.cache.reset();
        write_part(unmarked, "", Place::amid);
      } else {
        write_part(*part, "", Place::amid);
      }
    }
    writer_.end();
  }
  if (message.is_tool_error) writer_.key("is_error").boolean(true);
  if (!message.parts.empty()) marks_.write(writer_, message.parts.back().cache);
  writer_.end();
}

}  // namespace quorum::anthropic
