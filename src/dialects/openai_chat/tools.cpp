#include "dialects/openai_chat/tools.hpp"

#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/openai_chat/messages.hpp"
#include "dialects/openai_chat/text.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::Object;
using dialects::wrong;
using json::Kind;

llm::Opaque raw_of(const Object& object) {
  return {.dialect = llm::Dialect::openai_chat, .json = std::string{object.value.raw()}};
}

Result<llm::Tool> read_function(const Object& function) {
  llm::Tool read;
  QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
  QUORUM_TRY(read.description, function.text("description"));
  QUORUM_TRY(const auto parameters, function.object("parameters"));
  read.parameters = parameters.value.raw();
  QUORUM_TRY(read.strict, function.flag("strict"));
  return read;
}

Result<llm::Tool> read_custom(const Object& tool) {
  QUORUM_TRY(const auto custom, tool.needed_object("custom", "an object"));
  llm::Tool read{.kind = llm::Tool::Kind::custom, .raw = raw_of(tool)};
  QUORUM_TRY(read.name, custom.needed_text("name", "a tool's name"));
  QUORUM_TRY(read.description, custom.text("description"));
  return read;
}

Result<llm::Tool> read_tool(const Object& tool) {
  // Mistral takes tools that do not say what they are.
  QUORUM_TRY(const auto type, tool.text("type"));
  if (type == "custom") return read_custom(tool);
  if (!type.empty() && type != "function") {
    return llm::Tool{.kind = llm::Tool::Kind::built_in, .name = type, .raw = raw_of(tool)};
  }
  QUORUM_TRY(const auto function, tool.needed_object("function", "an object"));
  return read_function(function);
}

using Mode = llm::ToolChoice::Mode;
constexpr std::string_view kExpected = "none, auto, required or a named function";

std::optional<Mode> mode_of(std::string_view word) {
  if (word == "auto") return Mode::automatic;
  if (word == "none") return Mode::none;
  if (word == "required" || word == "any") return Mode::required;  // The latter is Mistral's.
  return std::nullopt;
}

Result<llm::ToolChoice> read_allowed(const Object& object) {
  QUORUM_TRY(const auto allowed, object.needed_object("allowed_tools", "an object"));
  const auto mode = mode_of(text(allowed.value["mode"]));
  if (!mode) return wrong(allowed.path("mode"), "auto or required");
  llm::ToolChoice choice{.mode = *mode};
  QUORUM_TRY(const auto tools, allowed.array("tools"));
  for (const auto tool : tools) {
    auto name = text(tool["function"]["name"]);
    if (name.empty()) name = text(tool["custom"]["name"]);
    if (name.empty()) name = text(tool["name"]);
    if (name.empty()) return wrong(allowed.path("tools"), "an array of named tools");
    choice.allowed.emplace_back(name);
  }
  return choice;
}

Result<llm::ToolChoice> read_choice(json::Value value) {
  if (const auto text = value.string()) {
    const auto mode = mode_of(*text);
    if (!mode) return wrong("tool_choice", kExpected);
    return llm::ToolChoice{.mode = *mode};
  }
  if (!value.is(Kind::object)) return wrong("tool_choice", kExpected);
  const Object object{.value = value, .at = "tool_choice"};
  QUORUM_TRY(const auto type, object.needed_text("type", "function, custom or allowed_tools"));
  if (type == "allowed_tools") return read_allowed(object);
  QUORUM_TRY(const auto named, object.needed_object(type, "an object"));
  QUORUM_TRY(auto name, named.needed_text("name", "a function's name"));
  return llm::ToolChoice{.mode = Mode::named, .name = std::move(name)};
}

/// A choice of one of the vendor's own tools, as its definition is.
bool is_of_vendor(json::Value choice) {
  const auto type = text(choice["type"]);
  return !type.empty() && type != "function" && type != "custom" && type != "allowed_tools";
}

/// The form before `tools`.
Result<> read_old(const Object& root, llm::Chat& chat) {
  QUORUM_TRY(const auto functions, root.array("functions"));
  std::size_t index = 0;
  for (const auto value : functions) {
    QUORUM_TRY(const auto function, element(value, join("functions", index++)));
    QUORUM_TRY(auto read, read_function(function));
    chat.tools.push_back(std::move(read));
  }
  // An answer in this form has a place for one call.
  if (index > 0 && chat.tools.size() == index) chat.parallel_tool_calls = false;
  const auto call = root.value["function_call"];
  if (!is_given(call)) return {};
  if (const auto name = text(call["name"]); !name.empty()) {
    chat.tool_choice = {.mode = Mode::named, .name = std::string{name}};
    return {};
  }
  const auto mode = mode_of(text(call));
  if (!mode) return wrong("function_call", "none, auto or an object with a `name`");
  chat.tool_choice = {.mode = *mode};
  return {};
}

}  // namespace

Result<> read_tools(const Object& root, llm::Chat& chat) {
  QUORUM_TRY(const auto tools, root.array("tools"));
  std::size_t index = 0;
  for (const auto value : tools) {
    QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
    QUORUM_TRY(auto read, read_tool(tool));
    read.cache = read_cache_hint(value);
    chat.tools.push_back(std::move(read));
  }
  QUORUM_TRY(chat.parallel_tool_calls, root.flag("parallel_tool_calls"));
  QUORUM_CHECK(read_old(root, chat));
  const auto choice = root.value["tool_choice"];
  if (!is_given(choice)) return {};
  if (is_of_vendor(choice)) {
    chat.extras.push_back({.name = "tool_choice", .json = std::string{choice.raw()}});
    return {};
  }
  QUORUM_TRY(chat.tool_choice, read_choice(choice));
  return {};
}

}  // namespace quorum::openai_chat
