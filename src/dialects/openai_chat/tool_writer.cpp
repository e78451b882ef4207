#include "dialects/openai_chat/tool_writer.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/openai_chat/message_writer.hpp"
#include "dialects/openai_chat/text.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

using Quirks = dialects::OpenAiQuirks;
using llm::Dialect;

// What a custom tool takes, for vendors whose tools all take JSON.
constexpr std::string_view kInput =
    R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";

class ToolWriter {
 public:
  ToolWriter(json::Writer& writer, const llm::Chat& chat, const Quirks& quirks, Drops& drops)
      : writer_(writer), chat_(chat), quirks_(quirks), drops_(drops) {}

  void write() {
    std::vector<const llm::Tool*> tools;
    for (const auto& tool : chat_.tools) {
      if (is_sent(tool)) tools.push_back(&tool);
    }
    if (tools.empty()) return;
    writer_.key("tools").array();
    for (const auto* tool : tools) write_tool(*tool);
    writer_.end();
    if (chat_.tool_choice && drops_.takes("tool_choice")) write_choice(*chat_.tool_choice);
    // Several at once are what everybody does unasked.
    if (chat_.parallel_tool_calls == false && drops_.takes("parallel_tool_calls")) {
      writer_.key("parallel_tool_calls").boolean(false);
    }
  }

 private:
  bool is_sent(const llm::Tool& tool) {
    if (!drops_.takes("tools")) return false;
    if (tool.kind == llm::Tool::Kind::built_in && tool.raw.dialect != Dialect::openai_chat) {
      drops_.add(dialects::name_of_untaken(tool));
      return false;
    }
    if (!chat_.tool_choice || quirks_.takes_allowed_tools) return true;
    const auto& allowed = chat_.tool_choice->allowed;
    return allowed.empty() || std::ranges::find(allowed, tool.name) != allowed.end();
  }

  void write_tool(const llm::Tool& tool) {
    if (tool.kind == llm::Tool::Kind::built_in) {
      writer_.raw(tool.raw.json);
      return;
    }
    const bool is_custom = tool.kind == llm::Tool::Kind::custom;
    if (is_custom && quirks_.takes_custom_tools) {
      write_custom(tool);
      return;
    }
    writer_.object().key("type").string("function").key("function").object();
    writer_.key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    if (is_custom) {
      drops_.add("tools.custom");
      writer_.key("parameters").raw(kInput);
    } else if (!tool.parameters.empty()) {
      writer_.key("parameters").raw(tool.parameters);
    }
    if (tool.strict && drops_.takes("tools.strict")) writer_.key("strict").boolean(*tool.strict);
    writer_.end();
    if (quirks_.cache_marks == Quirks::CacheMarks::cache_control) {
      write_cache_hint(writer_, tool.cache, quirks_, drops_);
    } else if (tool.cache) {
      drops_.add("tools.cache_control");
    }
    writer_.end();
  }

  void write_custom(const llm::Tool& tool) {
    if (tool.raw.dialect == Dialect::openai_chat) {
      writer_.raw(tool.raw.json);
      return;
    }
    writer_.object().key("type").string("custom").key("custom").object();
    writer_.key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    write_custom_format(tool);
    writer_.end().end();
  }

  /// The Responses API has the grammar's members where we want them one level deeper.
  void write_custom_format(const llm::Tool& tool) {
    const auto document = json::Document::parse(tool.raw.json);
    if (!document) return;
    const auto format = document->root()["format"];
    if (text(format["type"]) != "grammar") return;
    writer_.key("format").object().key("type").string("grammar").key("grammar").object();
    writer_.key("syntax").string(text(format["syntax"]));
    writer_.key("definition").string(text(format["definition"])).end().end();
  }

  void write_named(std::string_view name) {
    const auto tool = std::ranges::find(chat_.tools, name, &llm::Tool::name);
    const bool is_custom = tool != chat_.tools.end() && tool->kind == llm::Tool::Kind::custom &&
                           quirks_.takes_custom_tools;
    const std::string_view kind = is_custom ? "custom" : "function";
    writer_.object().key("type").string(kind).key(kind).object();
    writer_.key("name").string(name).end().end();
  }

  void write_choice(const llm::ToolChoice& choice) {
    using Mode = llm::ToolChoice::Mode;
    writer_.key("tool_choice");
    const bool is_allowed = !choice.allowed.empty() && quirks_.takes_allowed_tools;
    if (is_allowed) {
      writer_.object().key("type").string("allowed_tools").key("allowed_tools").object();
      writer_.key("mode").string(choice.mode == Mode::required ? "required" : "auto");
      writer_.key("tools").array();
      for (const auto& name : choice.allowed) write_named(name);
      writer_.end().end().end();
      return;
    }
    switch (choice.mode) {
      case Mode::automatic: writer_.string("auto"); break;
      case Mode::none: writer_.string("none"); break;
      case Mode::required: writer_.string("required"); break;
      case Mode::named: write_named(choice.name); break;
    }
  }

  json::Writer& writer_;
  const llm::Chat& chat_;
  const Quirks& quirks_;
  Drops& drops_;
};

}  // namespace

void write_tools(json::Writer& writer, const llm::Chat& chat, const Quirks& quirks, Drops& drops) {
  ToolWriter{writer, chat, quirks, drops}.write();
}

}  // namespace quorum::openai_chat
