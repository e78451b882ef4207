#include "dialects/openai_responses/tools.hpp"

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/value.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;
using Mode = llm::ToolChoice::Mode;

constexpr std::string_view kChoices = "none, auto, required or a named tool";

Result<llm::Tool> read_function(const Object& tool) {
  llm::Tool read;
  QUORUM_TRY(read.name, tool.needed_text("name", "a function's name"));
  QUORUM_TRY(read.description, tool.text("description"));
  QUORUM_TRY(const auto parameters, tool.object("parameters"));
  read.parameters = parameters.value.raw();
  QUORUM_TRY(read.strict, tool.flag("strict"));
  return read;
}

Result<llm::Tool> read_tool(const Object& tool) {
  QUORUM_TRY(const auto type, tool.needed_text("type", "function, custom, web_search …"));
  if (type == "function") return read_function(tool);
  llm::Tool read{
      .kind = llm::Tool::Kind::built_in,
      .raw = {.dialect = llm::Dialect::openai_responses, .json = std::string{tool.value.raw()}}};
  if (type != "custom") {
    read.name = type;
    return read;
  }
  read.kind = llm::Tool::Kind::custom;
  QUORUM_TRY(read.name, tool.needed_text("name", "a tool's name"));
  QUORUM_TRY(read.description, tool.text("description"));
  return read;
}

Result<> read_allowed(const Object& choice, llm::ToolChoice& read) {
  QUORUM_TRY(const auto mode, choice.needed_text("mode", "auto or required"));
  if (mode == "required") {
    read.mode = Mode::required;
  } else if (mode != "auto") {
    return wrong(choice.path("mode"), "auto or required");
  }
  QUORUM_TRY(const auto tools, choice.array("tools"));
  std::size_t index = 0;
  for (const auto value : tools) {
    QUORUM_TRY(const auto tool, element(value, join("tool_choice.tools", index++)));
    QUORUM_TRY(auto name, tool.text("name"));
    if (name.empty()) {
      QUORUM_TRY(name, tool.needed_text("type", "the tool's type"));
    }
    read.allowed.push_back(std::move(name));
  }
  return {};
}

Result<> read_choice_object(Value value, llm::Chat& chat) {
  const Object choice{.value = value, .at = "tool_choice"};
  QUORUM_TRY(const auto type, choice.needed_text("type", "function, custom or allowed_tools"));
  if (type == "allowed_tools") {
    chat.tool_choice.emplace();
    return read_allowed(choice, *chat.tool_choice);
  }
  if (type != "function" && type != "custom") {
    chat.extras.push_back({.name = "tool_choice", .json = std::string{value.raw()}});
    return {};
  }
  QUORUM_TRY(auto name, choice.needed_text("name", "a tool's name"));
  chat.tool_choice = {.mode = Mode::named, .name = std::move(name)};
  return {};
}

Result<> read_choice(Value choice, llm::Chat& chat) {
  if (!is_given(choice)) return {};
  if (choice.is(Kind::object)) return read_choice_object(choice, chat);
  const auto text = choice.string().value_or("");
  if (text == "auto") chat.tool_choice = {.mode = Mode::automatic};
  if (text == "none") chat.tool_choice = {.mode = Mode::none};
  if (text == "required") chat.tool_choice = {.mode = Mode::required};
  if (!chat.tool_choice) return wrong("tool_choice", kChoices);
  return {};
}

void write_function(json::Writer& writer, const llm::Tool& tool) {
  writer.object().key("type").string("function").key("name").string(tool.name);
  if (!tool.description.empty()) writer.key("description").string(tool.description);
  writer.key("parameters");
  tool.parameters.empty() ? writer.null() : writer.raw(tool.parameters);
  // Where nothing is said OpenAI would rewrite the schema to its strict form, which no other
  // dialect does.
  writer.key("strict").boolean(tool.strict.value_or(false)).end();
}

/// A custom tool in OpenAI's chat spelling has its members one level further down, those of a
/// grammar two.
void write_custom_of_chat(json::Writer& writer, Value custom) {
  writer.object().key("type").string("custom");
  for (const auto* name : {"name", "description"}) {
    if (is_given(custom[name])) writer.key(name).raw(custom[name].raw());
  }
  const auto format = custom["format"];
  const auto grammar = format["grammar"];
  if (grammar.is(Kind::object)) {
    writer.key("format").object().key("type").string("grammar");
    for (const auto* name : {"syntax", "definition"}) {
      if (is_given(grammar[name])) writer.key(name).raw(grammar[name].raw());
    }
    writer.end();
  } else if (is_given(format)) {
    writer.key("format").raw(format.raw());
  }
  writer.end();
}

void write_custom(json::Writer& writer, const llm::Tool& tool) {
  if (tool.raw.dialect == llm::Dialect::openai_responses) {
    writer.raw(tool.raw.json);
    return;
  }
  const auto document = json::Document::parse(tool.raw.json);
  if (tool.raw.dialect == llm::Dialect::openai_chat && document) {
    write_custom_of_chat(writer, document->root()["custom"]);
    return;
  }
  writer.object().key("type").string("custom").key("name").string(tool.name);
  if (!tool.description.empty()) writer.key("description").string(tool.description);
  writer.end();
}

bool can_write(const llm::Tool& tool) {
  return tool.kind != llm::Tool::Kind::built_in ||
         tool.raw.dialect == llm::Dialect::openai_responses;
}

void write_list(json::Writer& writer, const llm::Chat& chat, dialects::Dropped& dropped) {
  writer.key("tools").array();
  for (const auto& tool : chat.tools) {
    if (!can_write(tool)) {
      dropped.add(dialects::name_of_untaken(tool));
      continue;
    }
    switch (tool.kind) {
      case llm::Tool::Kind::function: write_function(writer, tool); break;
      case llm::Tool::Kind::custom: write_custom(writer, tool); break;
      case llm::Tool::Kind::built_in: writer.raw(tool.raw.json); break;
    }
  }
  writer.end();
}

/// `{"type":"function","name":…}`, or whatever tool of the chat's has that name.
void write_named(json::Writer& writer, const llm::Chat& chat, const std::string& name) {
  const auto tool = std::ranges::find(chat.tools, name, &llm::Tool::name);
  using Kind = llm::Tool::Kind;
  const auto kind = tool == chat.tools.end() ? Kind::function : tool->kind;
  writer.object().key("type");
  switch (kind) {
    case Kind::function: writer.string("function").key("name").string(name); break;
    case Kind::custom: writer.string("custom").key("name").string(name); break;
    case Kind::built_in: writer.string(name); break;
  }
  writer.end();
}

void write_choice(json::Writer& writer, const llm::Chat& chat) {
  const auto& choice = *chat.tool_choice;
  writer.key("tool_choice");
  if (!choice.allowed.empty()) {
    const auto mode = choice.mode == Mode::required ? "required" : "auto";
    writer.object().key("type").string("allowed_tools").key("mode").string(mode);
    writer.key("tools").array();
    for (const auto& name : choice.allowed) write_named(writer, chat, name);
    writer.end().end();
    return;
  }
  switch (choice.mode) {
    case Mode::automatic: writer.string("auto"); break;
    case Mode::none: writer.string("none"); break;
    case Mode::required: writer.string("required"); break;
    case Mode::named: write_named(writer, chat, choice.name); break;
  }
}

}  // namespace

Result<> read_tools(const Object& root, llm::Chat& chat) {
  QUORUM_TRY(const auto tools, root.array("tools"));
  std::size_t index = 0;
  for (const auto value : tools) {
    QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
    QUORUM_TRY(auto read, read_tool(tool));
    chat.tools.push_back(std::move(read));
  }
  QUORUM_TRY(chat.parallel_tool_calls, root.flag("parallel_tool_calls"));
  return read_choice(root.value["tool_choice"], chat);
}

void write_tools(json::Writer& writer, const llm::Chat& chat, dialects::Dropped& dropped) {
  if (!chat.tools.empty()) write_list(writer, chat, dropped);
  if (chat.tool_choice) write_choice(writer, chat);
  if (chat.parallel_tool_calls) {
    writer.key("parallel_tool_calls").boolean(*chat.parallel_tool_calls);
  }
}

}  // namespace quorum::openai_responses
