#include "dialects/openai_responses/input.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/openai_responses/reply.hpp"
#include "dialects/openai_responses/sealing.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

constexpr std::string_view kTypes = "message, function_call, function_call_output, reasoning …";
constexpr std::string_view kRoles = "one of user, assistant, system, developer";
constexpr std::string_view kContent = "a string or an array of parts";

llm::Opaque opaque(Value value) {
  return {.dialect = llm::Dialect::openai_responses, .json = std::string{value.raw()}};
}

Result<llm::Image> read_image(const Object& part) {
  llm::Image image;
  QUORUM_TRY(auto url, part.text("image_url"));
  image.source = llm::source_of(std::move(url));
  QUORUM_TRY(image.source.file_id, part.text("file_id"));
  QUORUM_TRY(image.detail, part.text("detail"));
  if (image.source == llm::Source{}) {
    return missing(part.path("image_url"), "an address, a data URL, or a `file_id` instead");
  }
  return image;
}

Result<llm::File> read_file(const Object& part) {
  llm::File file;
  QUORUM_TRY(auto data, part.text("file_data"));
  QUORUM_TRY(auto url, part.text("file_url"));
  if (data.starts_with("data:")) {
    file.source = llm::source_of(std::move(data));
  } else if (!data.empty()) {
    file.source.data = std::move(data);
  }
  if (!url.empty()) file.source.url = std::move(url);
  QUORUM_TRY(file.source.file_id, part.text("file_id"));
  QUORUM_TRY(file.name, part.text("filename"));
  if (file.source == llm::Source{}) {
    return missing(part.path("file_data"), "a data URL, or a `file_url` or `file_id` instead");
  }
  return file;
}

Result<llm::Audio> read_audio(const Object& part) {
  QUORUM_TRY(const auto audio, part.needed_object("input_audio", "an object"));
  llm::Audio read;
  QUORUM_TRY(read.source.data, audio.needed_text("data", "sound in Base64"));
  QUORUM_TRY(const auto format, audio.text("format"));
  if (!format.empty()) read.source.media_type = "audio/" + format;
  return read;
}

bool is_text_type(std::string_view type) {
  return type == "input_text" || type == "output_text" || type == "text";
}

Result<std::string> read_text(const Object& part, std::string_view name) {
  if (!part.value[name].is(Kind::string)) return wrong(part.path(name), "a string");
  return part.text(name);
}

Result<llm::Part> read_part(const Object& part) {
  QUORUM_TRY(const auto type,
             part.needed_text("type", "one of input_text, input_image, input_file, output_text"));
  llm::Part read;
  if (is_text_type(type)) {
    QUORUM_TRY(auto text, read_text(part, "text"));
    read = llm::text_part(std::move(text));
  } else if (type == "refusal") {
    QUORUM_TRY(auto text, read_text(part, "refusal"));
    read.content = llm::Refusal{.text = std::move(text)};
  } else if (type == "input_image") {
    QUORUM_TRY(read.content, read_image(part));
  } else if (type == "input_file") {
    QUORUM_TRY(read.content, read_file(part));
  } else if (type == "input_audio") {
    QUORUM_TRY(read.content, read_audio(part));
  } else {
    read.content = opaque(part.value);
  }
  if (is_given(part.value["prompt_cache_breakpoint"])) read.cache = llm::CacheHint{};
  return read;
}

/// A string, or an array of parts, behind what `parts` holds.
Result<> read_content(const Object& object, std::string_view name, std::vector<llm::Part>& parts) {
  const auto content = object.value[name];
  if (const auto text = content.string()) {
    parts.push_back(llm::text_part(std::string{*text}));
    return {};
  }
  if (!is_given(content)) return missing(object.path(name), kContent);
  if (!content.is(Kind::array)) return wrong(object.path(name), kContent);
  std::size_t index = 0;
  for (const auto value : content) {
    QUORUM_TRY(const auto part, element(value, join(object.path(name), index++)));
    QUORUM_TRY(auto read, read_part(part));
    parts.push_back(std::move(read));
  }
  return {};
}

class Reader {
 public:
  explicit Reader(std::vector<llm::Message>& messages) : messages_(messages) {}

  Result<> read(Value input) {
    if (const auto text = input.string()) {
      messages_.push_back(llm::message(llm::Role::user, std::string{*text}));
      return {};
    }
    if (!input.is(Kind::array)) return wrong("input", "a string or an array of items");
    std::size_t index = 0;
    for (const auto value : input) {
      QUORUM_TRY(const auto item, element(value, join("input", index++)));
      QUORUM_CHECK(read_item(item));
    }
    settle();
    return {};
  }

 private:
  Result<> read_item(const Object& item) {
    QUORUM_TRY(const auto type, item.text("type"));
    if (type == "message" || (type.empty() && is_given(item.value["role"]))) {
      return read_message(item);
    }
    if (type == "function_call") return read_call(item, llm::ToolCall::Kind::function);
    if (type == "custom_tool_call") return read_call(item, llm::ToolCall::Kind::custom);
    if (type == "function_call_output" || type == "custom_tool_call_output") {
      return read_output(item);
    }
    if (type == "reasoning") return read_reasoning(item);
    if (type.empty() && !is_given(item.value["id"])) return missing(item.path("type"), kTypes);
    assistant().parts.push_back({.content = opaque(item.value)});
    return {};
  }

  Result<> read_message(const Object& item) {
    QUORUM_TRY(const auto role, item.needed_text("role", kRoles));
    if (role == "assistant") return read_content(item, "content", assistant().parts);
    llm::Message message;
    if (role == "system") {
      message.role = llm::Role::system;
    } else if (role == "developer") {
      message.role = llm::Role::developer;
    } else if (role != "user") {
      return wrong(item.path("role"), kRoles);
    }
    QUORUM_CHECK(read_content(item, "content", message.parts));
    push(std::move(message));
    return {};
  }

  Result<> read_call(const Object& item, llm::ToolCall::Kind kind) {
    const bool is_custom = kind == llm::ToolCall::Kind::custom;
    llm::ToolCall call{.kind = kind};
    QUORUM_TRY(call.id, item.needed_text("call_id", "the id that the model gave the call"));
    QUORUM_TRY(call.name, item.needed_text("name", "a tool's name"));
    QUORUM_TRY(call.arguments, item.text(is_custom ? "input" : "arguments"));
    assistant().parts.push_back({.content = std::move(call)});
    return {};
  }

  Result<> read_output(const Object& item) {
    llm::Message message{.role = llm::Role::tool};
    QUORUM_TRY(message.tool_call_id,
               item.needed_text("call_id", "the id of the call that this answers"));
    QUORUM_CHECK(read_content(item, "output", message.parts));
    push(std::move(message));
    return {};
  }

  Result<> read_reasoning(const Object& item) {
    llm::Reasoning reasoning{.text = joined_texts(item.value["summary"])};
    if (reasoning.text.empty()) reasoning.text = joined_texts(item.value["content"]);
    QUORUM_TRY(const auto sealed, item.text("encrypted_content"));
    QUORUM_TRY(auto id, item.text("id"));
    if (!sealed.empty()) reasoning.seal = read_sealed(sealed, std::move(id));
    // What holds neither words nor a seal says nothing to anybody but who keeps its id.
    if (reasoning != llm::Reasoning{}) assistant().parts.push_back({.content = reasoning});
    return {};
  }

  llm::Message& assistant() {
    if (!is_assistant_) {
      messages_.push_back({.role = llm::Role::assistant});
      is_assistant_ = true;
    }
    return messages_.back();
  }

  void push(llm::Message message) {
    settle();
    messages_.push_back(std::move(message));
  }

  /// The assistant has said all it says before the others: its carried seals find their parts.
  void settle() {
    if (!std::exchange(is_assistant_, false)) return;
    std::vector<llm::Part> parts;
    auto all = std::move(messages_.back().parts);
    std::vector<llm::Seal> of_calls;
    for (auto& part : all) {
      const auto* reasoning = part.as<llm::Reasoning>();
      const bool is_bare = reasoning != nullptr && reasoning->text.empty() && reasoning->seal;
      if (is_bare && reasoning->seal->id.starts_with(kCallSeal)) {
        of_calls.push_back(*reasoning->seal);
      } else if (is_bare && reasoning->seal->id == kTextSeal) {
        give_to_text(*reasoning->seal, parts);
      } else {
        parts.push_back(std::move(part));
      }
    }
    for (auto& seal : of_calls) give_to_call(std::move(seal), parts);
    messages_.back().parts = std::move(parts);
    if (messages_.back().parts.empty()) messages_.pop_back();
  }

  static void give_to_text(llm::Seal seal, std::vector<llm::Part>& parts) {
    if (parts.empty()) return;
    auto* text = std::get_if<llm::Text>(&parts.back().content);
    if (text == nullptr) return;
    seal.id.clear();
    text->seal = std::move(seal);
  }

  static void give_to_call(llm::Seal seal, std::vector<llm::Part>& parts) {
    for (auto& part : parts) {
      auto* call = std::get_if<llm::ToolCall>(&part.content);
      if (call == nullptr || call_seal_id(call->id) != seal.id) continue;
      seal.id.clear();
      call->seal = std::move(seal);
      return;
    }
  }

  std::vector<llm::Message>& messages_;
  bool is_assistant_ = false;  ///< The last message is one of the assistant's that goes on.
};

}  // namespace

Result<> read_input(json::Value input, std::vector<llm::Message>& messages) {
  return Reader{messages}.read(input);
}

}  // namespace quorum::openai_responses
