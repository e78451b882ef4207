#include "dialects/gemini/contents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/gemini/seals.hpp"

namespace quorum::gemini {
namespace {

using dialects::is_given;
using dialects::wrong;
using json::Kind;
using json::Value;

constexpr std::string_view kPartKinds =
    "an object with text, inlineData, fileData, functionCall or functionResponse";

std::optional<llm::Seal> read_seal(Value part) {
  const auto signature = member(part, "thoughtSignature").string().value_or("");
  if (signature.empty()) return std::nullopt;
  return seal_of(signature);
}

/// Google keeps files for those who have its key, and in its own buckets: nobody else reads them.
bool is_google_file(std::string_view uri) {
  return uri.starts_with("gs://") || uri.starts_with("files/") ||
         uri.starts_with("https://generativelanguage.googleapis.com/");
}

llm::Source source_of(Value part) {
  llm::Source source;
  const auto blob = member(part, "inlineData");
  if (blob.exists()) {
    source.data = blob["data"].string().value_or("");
    source.media_type = member(blob, "mimeType").string().value_or("");
    return source;
  }
  const auto file = member(part, "fileData");
  const auto uri = member(file, "fileUri").string().value_or("");
  (is_google_file(uri) ? source.file_id : source.url) = uri;
  source.media_type = member(file, "mimeType").string().value_or("");
  return source;
}

/// What a tool said: by Google's convention `output` or `error` of the object it must be put into,
/// by that of Google's clients `result`.
void read_outcome(Value response, llm::Message& message) {
  std::string text{response.exists() ? response.raw() : "{}"};
  if (response.size() == 1) {
    const auto only = *response.begin();
    const bool is_error = only.key() == "error" && !only.is(Kind::null);
    const bool is_outcome = is_error || only.key() == "output" || only.key() == "result";
    message.is_tool_error = is_error;
    if (is_outcome && only.is(Kind::string)) text = *only.string();
    if (is_error && !only.is(Kind::string)) text = only.raw();
  }
  message.parts.push_back(llm::text_part(std::move(text)));
}

/// Pieces of one thing, as a stream told them, become one again. A seal ends it.
void add_text(llm::Message& message, llm::Text text) {
  auto* last =
      message.parts.empty() ? nullptr : std::get_if<llm::Text>(&message.parts.back().content);
  const bool continues = message.role == llm::Role::assistant && last != nullptr && !last->seal &&
                         (!text.seal || text.text.empty());
  if (!continues) {
    message.parts.push_back({.content = std::move(text)});
    return;
  }
  last->text += text.text;
  last->seal = std::move(text.seal);
}

void add_thought(llm::Message& message, llm::Reasoning thought) {
  auto* last =
      message.parts.empty() ? nullptr : std::get_if<llm::Reasoning>(&message.parts.back().content);
  if (last == nullptr || last->seal) {
    message.parts.push_back({.content = std::move(thought)});
    return;
  }
  last->text += thought.text;
  last->seal = std::move(thought.seal);
}

}  // namespace

std::string arguments_of(Value args) {
  if (args.size() == 1) {
    if (const auto text = args[kRawArguments].string()) return std::string{*text};
  }
  return args.is(Kind::object) ? std::string{args.raw()} : "{}";
}

llm::Part media_part(Value part) {
  auto source = source_of(part);
  const std::string_view type = source.media_type;
  if (type.starts_with("image/")) {
    return {.content = llm::Image{.source = std::move(source), .seal = read_seal(part)}};
  }
  if (type.starts_with("audio/")) return {.content = llm::Audio{.source = std::move(source)}};
  const auto name = member(member(part, "inlineData"), "displayName").string();
  return {.content =
              llm::File{.source = std::move(source), .name = std::string{name.value_or("")}}};
}

Result<> ContentsReader::read_system(const Fields& request) {
  const auto value = request["systemInstruction"];
  if (!is_given(value)) return {};
  if (const auto text = value.string()) {
    messages_.push_back(llm::message(llm::Role::system, std::string{*text}));
    return {};
  }
  QUORUM_TRY(const auto content, request.object("systemInstruction"));
  QUORUM_TRY(const auto parts, content.list("parts", "an array of parts"));
  llm::Message message{.role = llm::Role::system};
  for (const auto& part : parts) {
    QUORUM_TRY(auto text, part.text("text"));
    if (!part.has("text")) return wrong(part.path("text"), "a string");
    message.parts.push_back(llm::text_part(std::move(text)));
  }
  flush(message);
  return {};
}

Result<> ContentsReader::read_content(const Fields& content) {
  QUORUM_TRY(const auto role, content.text("role"));
  const bool is_user = role.empty() || role == "user" || role == "function";
  if (!is_user && role != "model") return wrong(content.path("role"), "user or model");
  QUORUM_TRY(const auto parts, content.list("parts", "an array of parts"));
  llm::Message message{.role = is_user ? llm::Role::user : llm::Role::assistant};
  for (const auto& part : parts) QUORUM_CHECK(read_part(part, message));
  flush(message);
  return {};
}

void ContentsReader::flush(llm::Message& message) {
  const llm::Message next{.role = message.role};
  if (!message.parts.empty()) messages_.push_back(std::move(message));
  message = next;
}

void ContentsReader::keep(const Fields& part, std::string_view name) {
  if (!part.has(name)) return;
  extras_.push_back(
      {.name = fmt::format("contents.parts.{}", name), .json = std::string{part[name].raw()}});
}

Result<> ContentsReader::read_part(const Fields& part, llm::Message& message) {
  keep(part, "videoMetadata");
  keep(part, "mediaResolution");
  if (part.has("text")) return read_words(part, message);
  if (part.has("inlineData")) return read_media(part, "inlineData", message);
  if (part.has("fileData")) return read_media(part, "fileData", message);
  if (part.has("functionCall")) return read_call(part, message);
  if (part.has("functionResponse")) return read_response(part, message);
  // A signature may come alone, after the words that it vouches for.
  const std::size_t flags = part.has("thought") ? 1 : 0;
  if (part.has("thoughtSignature") && part.value().size() == 1 + flags) {
    return read_words(part, message);
  }
  if (part.value().size() == 0) return wrong(part.at(), kPartKinds);
  // What Google's own tools did, and what will be invented.
  message.parts.push_back({.content = llm::Opaque{.dialect = llm::Dialect::gemini,
                                                  .json = std::string{part.value().raw()}}});
  return {};
}

Result<> ContentsReader::read_words(const Fields& part, llm::Message& message) {
  QUORUM_TRY(auto text, part.text("text"));
  QUORUM_TRY(const auto is_thought, part.flag("thought"));
  QUORUM_CHECK(part.text("thoughtSignature"));
  auto seal = read_seal(part.value());
  if (is_thought.value_or(false)) {
    add_thought(message, {.text = std::move(text), .seal = std::move(seal)});
  } else {
    add_text(message, {.text = std::move(text), .seal = std::move(seal)});
  }
  return {};
}

Result<> ContentsReader::read_media(const Fields& part, std::string_view name,
                                    llm::Message& message) {
  QUORUM_TRY(const auto media, part.object(name));
  QUORUM_CHECK(media.text("mimeType"));
  const bool is_inline = name == "inlineData";
  QUORUM_CHECK(media.needed_text(is_inline ? "data" : "fileUri",
                                 is_inline ? "bytes in Base64" : "a file's address"));
  if (is_inline) QUORUM_CHECK(media.needed_text("mimeType", "a type as image/png"));
  message.parts.push_back(media_part(part.value()));
  return {};
}

Result<> ContentsReader::read_call(const Fields& part, llm::Message& message) {
  QUORUM_TRY(const auto call, part.object("functionCall"));
  if (message.role != llm::Role::assistant) {
    return wrong(part.path("functionCall"), "in a content of role model");
  }
  llm::ToolCall read;
  QUORUM_TRY(read.id, call.text("id"));
  QUORUM_TRY(read.name, call.needed_text("name", "a function's name"));
  QUORUM_TRY(const auto args, call.object("args"));
  read.arguments = arguments_of(args.value());
  read.seal = read_seal(part.value());
  if (read.id.empty()) read.id = fresh_id();
  ids_.insert(read.id);
  unanswered_.insert(read.id);
  by_name_[read.name].push_back(read.id);
  message.parts.push_back({.content = std::move(read)});
  return {};
}

std::string ContentsReader::fresh_id() {
  for (auto number = ids_.size();; ++number) {
    auto id = fmt::format("call_{}", number);
    if (!ids_.contains(id)) return id;
  }
}

Result<std::string> ContentsReader::answered_call(const Fields& response, const std::string& name) {
  QUORUM_TRY(auto id, response.text("id"));
  if (!id.empty() && unanswered_.erase(id) > 0) return id;
  auto& waiting = by_name_[name];
  while (!waiting.empty()) {
    auto next = std::move(waiting.front());
    waiting.pop_front();
    if (unanswered_.erase(next) > 0) return next;
  }
  return wrong(response.path("name"), "the name of a functionCall before it");
}

Result<> ContentsReader::read_response(const Fields& part, llm::Message& message) {
  QUORUM_TRY(const auto response, part.object("functionResponse"));
  if (message.role != llm::Role::user) {
    return wrong(part.path("functionResponse"), "in a content of role user");
  }
  flush(message);
  QUORUM_TRY(const auto name, response.needed_text("name", "a function's name"));
  llm::Message answer{.role = llm::Role::tool};
  QUORUM_TRY(answer.tool_call_id, answered_call(response, name));
  QUORUM_TRY(const auto said, response.object("response"));
  read_outcome(said.value(), answer);
  QUORUM_TRY(const auto parts, response.list("parts", "an array of parts"));
  for (const auto& media : parts) QUORUM_CHECK(read_part(media, answer));
  messages_.push_back(std::move(answer));
  return {};
}

}  // namespace quorum::gemini
