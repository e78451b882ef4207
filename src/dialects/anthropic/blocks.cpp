#include "dialects/anthropic/blocks.hpp"

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/anthropic/signature.hpp"
#include "dialects/anthropic/spoken.hpp"
#include "dialects/anthropic/tool_id.hpp"
#include "dialects/fault.hpp"
#include "json/text.hpp"

namespace quorum::anthropic {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using llm::Part;
using llm::Role;

constexpr std::int64_t kFiveMinutes = 300;
constexpr std::int64_t kHour = 3600;

Part opaque(const Object& block) {
  return {.content = llm::Opaque{.dialect = llm::Dialect::anthropic,
                                 .json = std::string{block.value.raw()}}};
}

/// A member that must be a string but may be empty.
Result<std::string> present_text(const Object& object, std::string_view name) {
  if (!is_given(object.value[name])) return missing(object.path(name), "a string");
  return object.text(name);
}

/// The places of a text's citations are counted in the message.
Result<Part> read_text(const Object& block, std::int64_t& points) {
  llm::Text read;
  QUORUM_TRY(read.text, present_text(block, "text"));
  const auto begin = points;
  points += static_cast<std::int64_t>(json::count_code_points(read.text));
  // In a document or a search result the member is a setting instead.
  if (!block.value["citations"].is(Kind::object)) {
    QUORUM_TRY(const auto citations, block.array("citations"));
    for (const auto value : citations) {
      read.citations.push_back(read_citation(value));
      read.citations.back().begin = begin;
      read.citations.back().end = points;
    }
  }
  return Part{.content = std::move(read)};
}

/// Where an image's or a document's bytes are; nothing where it is in a way we have no word for.
Result<std::optional<llm::Source>> read_source(const Object& source) {
  constexpr std::string_view kTypes = "one of base64, url, file";
  QUORUM_TRY(const auto type, source.needed_text("type", kTypes));
  llm::Source read;
  if (type == "base64") {
    QUORUM_TRY(read.media_type, source.needed_text("media_type", "a type as `image/png`"));
    QUORUM_TRY(read.data, source.needed_text("data", "the bytes in Base64"));
  } else if (type == "url") {
    QUORUM_TRY(read.url, source.needed_text("url", "an address"));
  } else if (type == "file") {
    QUORUM_TRY(read.file_id, source.needed_text("file_id", "the id of an uploaded file"));
  } else {
    return std::nullopt;
  }
  return read;
}

Result<Part> read_image(const Object& block) {
  QUORUM_TRY(const auto source, block.needed_object("source", "an object"));
  QUORUM_TRY(auto read, read_source(source));
  if (!read) return opaque(block);
  return Part{.content = llm::Image{.source = std::move(*read)}};
}

/// The text of a document that is given as blocks; nothing where some are no text.
std::optional<std::string> text_of_blocks(json::Value content) {
  if (const auto text = content.string()) return std::string{*text};
  if (!content.is(Kind::array)) return std::nullopt;
  std::string whole;
  for (const auto block : content) {
    const auto text = block["text"].string();
    if (!text || block["type"].string() != "text") return std::nullopt;
    whole += *text;
  }
  return whole;
}

Result<Part> read_document(const Object& block) {
  QUORUM_TRY(const auto source, block.needed_object("source", "an object"));
  llm::File read;
  const auto type = source.value["type"].string().value_or("");
  if (type == "text") {
    QUORUM_TRY(read.text, source.needed_text("data", "the document's text"));
  } else if (type == "content") {
    auto text = text_of_blocks(source.value["content"]);
    if (!text) return opaque(block);
    read.text = std::move(*text);
  } else {
    QUORUM_TRY(auto found, read_source(source));
    if (!found) return opaque(block);
    read.source = std::move(*found);
  }
  QUORUM_TRY(read.name, block.text("title"));
  QUORUM_TRY(read.context, block.text("context"));
  QUORUM_TRY(const auto citations, block.object("citations"));
  QUORUM_TRY(const auto is_cited, citations.flag("enabled"));
  read.wants_citations = is_cited.value_or(false);
  return Part{.content = std::move(read)};
}

Result<Part> read_call(const Object& block) {
  llm::ToolCall read;
  QUORUM_TRY(const auto id, block.needed_text("id", "the id that the model gave it"));
  read.id = plain_id(id);
  QUORUM_TRY(read.name, block.needed_text("name", "a tool's name"));
  QUORUM_TRY(const auto input, block.needed_object("input", "an object"));
  read.arguments = arguments_of(input.value);
  return Part{.content = std::move(read)};
}

class MessagesReader {
 public:
  explicit MessagesReader(std::vector<llm::Message>& messages) : messages_(messages) {}

  Result<> read_system(const Object& root) {
    if (!is_given(root.value["system"])) return {};
    begin(Role::system);
    return read_content(root, "system");
  }

  Result<> read_message(const Object& object) {
    constexpr std::string_view kRoles = "one of user, assistant, system";
    QUORUM_TRY(const auto role, object.needed_text("role", kRoles));
    if (role == "user") {
      begin(Role::user);
    } else if (role == "assistant") {
      begin(Role::assistant);
    } else if (role == "system") {
      begin(Role::system);
    } else {
      return wrong(object.path("role"), kRoles);
    }
    return read_content(object, "content");
  }

 private:
  void begin(Role role) {
    messages_.push_back({.role = role});
    points_ = 0;
    call_seal_.reset();
  }

  llm::Message& message() { return messages_.back(); }

  Result<> read_content(const Object& object, std::string_view name) {
    constexpr std::string_view kExpected = "a string or an array of blocks";
    const auto content = object.value[name];
    if (const auto text = content.string()) {
      message().parts.push_back(llm::text_part(std::string{*text}));
      return {};
    }
    if (!is_given(content)) return missing(object.path(name), kExpected);
    if (!content.is(Kind::array)) return wrong(object.path(name), kExpected);
    const auto role = message().role;
    std::size_t index = 0;
    for (const auto value : content) {
      QUORUM_TRY(const auto block, element(value, join(object.path(name), index++)));
      QUORUM_CHECK(read_block(block, role));
    }
    return {};
  }

  Result<> read_block(const Object& block, Role role) {
    QUORUM_TRY(const auto type, block.needed_text("type", "what the block is, as `text`"));
    if (type == "tool_result" && role == Role::user) return read_result(block);
    if (role == Role::assistant && (type == "thinking" || type == "redacted_thinking")) {
      return read_thought(block, type);
    }
    // What follows the results of tools is the user's again.
    if (message().role == Role::tool) begin(role);
    QUORUM_TRY(auto part, read_part(block, type, role));
    QUORUM_TRY(part.cache, read_cache(block));
    message().parts.push_back(std::move(part));
    return {};
  }

  Result<Part> read_part(const Object& block, std::string_view type, Role role) {
    if (type == "text") return read_text(block, points_);
    if (type == "image") return read_image(block);
    if (type == "document") return read_document(block);
    if (type == "tool_use" && role == Role::assistant) {
      QUORUM_TRY(auto part, read_call(block));
      std::get<llm::ToolCall>(part.content).seal = std::exchange(call_seal_, {});
      return part;
    }
    return opaque(block);
  }

  Result<> read_result(const Object& block) {
    // The user's own words before it stay a message; without any, this takes its place.
    if (message().role == Role::user && message().parts.empty()) messages_.pop_back();
    begin(Role::tool);
    QUORUM_TRY(const auto id, block.needed_text("tool_use_id", "the id of the call it answers"));
    message().tool_call_id = plain_id(id);
    QUORUM_TRY(const auto is_error, block.flag("is_error"));
    message().is_tool_error = is_error.value_or(false);
    if (is_given(block.value["content"])) QUORUM_CHECK(read_result_content(block));
    QUORUM_TRY(const auto cache, read_cache(block));
    if (!cache) return {};
    if (message().parts.empty()) message().parts.push_back(llm::text_part(""));
    message().parts.back().cache = cache;
    return {};
  }

  Result<> read_result_content(const Object& block) {
    const auto content = block.value["content"];
    if (const auto text = content.string()) {
      message().parts.push_back(llm::text_part(std::string{*text}));
      return {};
    }
    if (!content.is(Kind::array)) {
      return wrong(block.path("content"), "a string or an array of blocks");
    }
    std::size_t index = 0;
    for (const auto value : content) {
      QUORUM_TRY(const auto inner, element(value, join(block.path("content"), index++)));
      QUORUM_TRY(const auto type, inner.needed_text("type", "what the block is, as `text`"));
      QUORUM_TRY(auto part, read_part(inner, type, Role::tool));
      QUORUM_TRY(part.cache, read_cache(inner));
      message().parts.push_back(std::move(part));
    }
    return {};
  }

  Result<> read_thought(const Object& block, std::string_view type) {
    if (type == "redacted_thinking") {
      QUORUM_TRY(const auto data, block.needed_text("data", "what the model sent"));
      message().parts.push_back({.content = llm::Reasoning{.seal = hidden_seal(data)}});
      return {};
    }
    llm::Reasoning read;
    QUORUM_TRY(read.text, present_text(block, "thinking"));
    QUORUM_TRY(const auto text, block.text("signature"));
    if (!text.empty()) {
      auto signature = read_signature(text);
      if (signature.of == SealOf::call) {
        call_seal_ = std::move(signature.seal);
        return {};
      }
      if (signature.of == SealOf::text) return seal_text(std::move(signature.seal));
      read.seal = std::move(signature.seal);
    }
    message().parts.push_back({.content = std::move(read)});
    return {};
  }

  /// Of the text in front of it, or of one without words.
  Result<> seal_text(llm::Seal seal) {
    auto& parts = message().parts;
    if (parts.empty() || parts.back().as<llm::Text>() == nullptr) {
      parts.push_back(llm::text_part(""));
    }
    std::get<llm::Text>(parts.back().content).seal = std::move(seal);
    return {};
  }

  std::vector<llm::Message>& messages_;
  std::int64_t points_ = 0;             ///< Code points of the message's text so far.
  std::optional<llm::Seal> call_seal_;  ///< Of the call that follows.
};

}  // namespace

Result<std::optional<llm::CacheHint>> read_cache(const Object& object) {
  QUORUM_TRY(const auto control, object.object("cache_control"));
  if (!control.value) return std::nullopt;
  QUORUM_TRY(const auto ttl, control.text("ttl"));
  if (ttl == "5m") return llm::CacheHint{.ttl_s = kFiveMinutes};
  if (ttl == "1h") return llm::CacheHint{.ttl_s = kHour};
  if (!ttl.empty()) return wrong(control.path("ttl"), "5m or 1h");
  return llm::CacheHint{};
}

Result<> read_messages(const Object& root, std::vector<llm::Message>& messages) {
  constexpr std::string_view kExpected = "an array of at least one message";
  if (!is_given(root.value["messages"])) return missing("messages", kExpected);
  QUORUM_TRY(const auto list, root.array("messages"));
  if (list.size() == 0) return wrong("messages", kExpected);
  MessagesReader reader{messages};
  QUORUM_CHECK(reader.read_system(root));
  std::size_t index = 0;
  for (const auto value : list) {
    QUORUM_TRY(const auto message, element(value, join("messages", index++)));
    QUORUM_CHECK(reader.read_message(message));
  }
  return {};
}

}  // namespace quorum::anthropic
