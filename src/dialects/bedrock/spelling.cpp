#include "dialects/bedrock/spelling.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "dialects/bedrock/messages.hpp"
#include "dialects/untaken.hpp"
#include "json/writer.hpp"

namespace quorum::bedrock {
namespace {

using dialects::Dropped;

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .top_k = true,
                                 .stop = true,
                                 .thinking = true,
                                 .metadata = true,
                                 .service_tier = true,
                                 .cache = true};

constexpr std::string_view kEmptySchema = R"({"type":"object","properties":{}})";

/// Whose model is asked: what is beyond the common members each maker calls by its own names.
enum class Family : std::uint8_t { claude, nova, gpt_oss, mistral, cohere, other };

Family family_of(std::string_view model) {
  const auto has = [&](std::string_view word) { return model.find(word) != model.npos; };
  if (has("anthropic") || has("claude")) return Family::claude;
  if (has("nova")) return Family::nova;
  if (has("gpt-oss")) return Family::gpt_oss;
  if (has("mistral")) return Family::mistral;
  return has("cohere") ? Family::cohere : Family::other;
}

class RequestWriter {
 public:
  RequestWriter(const llm::Chat& chat, const dialects::Ask& ask)
      : chat_(chat), ask_(ask), family_(family_of(ask.model)) {}

  dialects::Outgoing write() {
    writer_.object();
    write_messages(writer_, chat_, ask_.model, dropped_);
    write_config();
    write_tools();
    write_output();
    write_more();
    write_service();
    writer_.end();
    dialects::note_untaken(chat_, kTakes, llm::Dialect::bedrock, dropped_);
    return {.body = std::move(body_), .dropped = dropped_.take(), .emulated = std::move(emulated_)};
  }

 private:
  bool takes_sampling() const { return !ask_.quirks.anthropic.refuses_sampling; }

  /// Others' temperatures reach to 2, those of Amazon to 1.
  bool can_say_temperature() const {
    return takes_sampling() && chat_.temperature && *chat_.temperature <= 1;
  }

  void write_config() {
    const bool has_top_p = takes_sampling() && chat_.top_p;
    dropped_.add_if(chat_.temperature && !can_say_temperature(), "temperature");
    dropped_.add_if(chat_.top_p && !has_top_p, "top_p");
    if (!can_say_temperature() && !has_top_p && !chat_.tokens_max && chat_.stop.empty()) return;
    writer_.key("inferenceConfig").object();
    if (chat_.tokens_max) writer_.key("maxTokens").number(*chat_.tokens_max);
    if (can_say_temperature()) writer_.key("temperature").number(*chat_.temperature);
    if (has_top_p) writer_.key("topP").number(*chat_.top_p);
    if (!chat_.stop.empty()) {
      writer_.key("stopSequences").array();
      for (const auto& text : chat_.stop) writer_.string(text);
      writer_.end();
    }
    writer_.end();
  }

  bool may_call(const llm::Tool& tool) const {
    if (!chat_.tool_choice || chat_.tool_choice->allowed.empty()) return true;
    const auto& allowed = chat_.tool_choice->allowed;
    return std::ranges::find(allowed, tool.name) != allowed.end();
  }

  void write_tools() {
    using Mode = llm::ToolChoice::Mode;
    const auto mode = chat_.tool_choice ? chat_.tool_choice->mode : Mode::automatic;
    std::vector<const llm::Tool*> tools;
    for (const auto& tool : chat_.tools) {
      if (tool.kind != llm::Tool::Kind::function) {
        dropped_.add(dialects::name_of_untaken(tool));
      } else if (may_call(tool)) {
        tools.push_back(&tool);
      }
    }
    const bool must_offer = speaks_of_tools(chat_);
    // That none may be called is said by offering none, where that is allowed.
    if (mode == Mode::none && !must_offer && !tools.empty()) {
      tools.clear();
      emulated_.emplace_back("tool_choice");
    }
    if (tools.empty() && !must_offer) return;
    dropped_.add_if(mode == Mode::none && !tools.empty(), "tool_choice");
    writer_.key("toolConfig").object().key("tools").array();
    for (const auto* tool : tools) write_tool(*tool);
    if (tools.empty()) write_tools_spoken_of();
    writer_.end();
    if (!tools.empty()) write_choice(mode);
    writer_.end();
  }

  void write_tool(const llm::Tool& tool) {
    writer_.object().key("toolSpec").object().key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    writer_.key("inputSchema").object().key("json");
    writer_.raw(tool.parameters.empty() ? kEmptySchema : std::string_view{tool.parameters}).end();
    if (tool.strict) writer_.key("strict").boolean(*tool.strict);
    writer_.end().end();
    if (tool.cache) write_cache_point(writer_, *tool.cache);
  }

  void write_tools_spoken_of() {
    std::vector<std::string_view> names;
    for (const auto& message : chat_.messages) {
      for (const auto* call : message.tool_calls()) {
        if (std::ranges::find(names, call->name) == names.end()) names.push_back(call->name);
      }
    }
    if (names.empty()) names.emplace_back("unknown");
    for (const auto name : names) write_tool({.name = std::string{name}});
    emulated_.emplace_back("tools");
  }

  void write_choice(llm::ToolChoice::Mode mode) {
    using Mode = llm::ToolChoice::Mode;
    if (!chat_.tool_choice || mode == Mode::none) return;
    writer_.key("toolChoice").object();
    switch (mode) {
      case Mode::required: writer_.key("any").object().end(); break;
      case Mode::named:
        writer_.key("tool").object().key("name").string(chat_.tool_choice->name).end();
        break;
      default: writer_.key("auto").object().end(); break;
    }
    writer_.end();
  }

  bool thinks() const {
    return chat_.thinking && chat_.thinking->effort != "none" && chat_.thinking->is_on != false;
  }

  /// Claude's efforts have a place of their own; `minimal` it does not know.
  std::string_view output_effort() const {
    if (family_ != Family::claude || !thinks()) return {};
    const std::string_view effort = chat_.thinking->effort;
    return effort == "minimal" ? "low" : effort;
  }

  void write_output() {
    using Kind = llm::ResponseFormat::Kind;
    const bool has_schema =
        chat_.format && chat_.format->kind == Kind::json_schema && !chat_.format->schema.empty();
    const bool is_text = !chat_.format || chat_.format->kind == Kind::text;
    dropped_.add_if(!is_text && !has_schema, "response_format");
    const auto effort = output_effort();
    if (!has_schema && effort.empty()) return;
    writer_.key("outputConfig").object();
    if (has_schema) write_schema(*chat_.format);
    if (!effort.empty()) writer_.key("effort").string(effort);
    writer_.end();
  }

  void write_schema(const llm::ResponseFormat& format) {
    writer_.key("textFormat").object().key("type").string("json_schema");
    writer_.key("structure").object().key("jsonSchema").object();
    writer_.key("schema").string(format.schema);
    if (!format.name.empty()) writer_.key("name").string(format.name);
    if (!format.description.empty()) writer_.key("description").string(format.description);
    writer_.end().end().end();
  }

  /// The member that is only some maker's, inside `additionalModelRequestFields`.
  json::Writer& more() {
    if (!has_more_) writer_.key("additionalModelRequestFields").object();
    has_more_ = true;
    return writer_;
  }

  void write_more() {
    write_top_k();
    write_thinking();
    if (has_more_) writer_.end();
  }

  void write_top_k() {
    if (!chat_.top_k) return;
    if (!takes_sampling()) {
      dropped_.add("top_k");
      return;
    }
    switch (family_) {
      case Family::claude:
      case Family::mistral: more().key("top_k").number(*chat_.top_k); break;
      case Family::cohere: more().key("k").number(*chat_.top_k); break;
      case Family::nova:
        more().key("inferenceConfig").object().key("topK").number(*chat_.top_k).end();
        break;
      default: dropped_.add("top_k");
    }
  }

  void write_thinking() {
    if (!chat_.thinking) return;
    const auto& thinking = *chat_.thinking;
    const bool is_asked = !thinking.effort.empty() || thinking.budget_tokens || thinking.is_on ||
                          thinking.is_adaptive;
    if (!is_asked) return;
    switch (family_) {
      case Family::claude: write_claudes_thinking(thinking); break;
      case Family::nova: write_novas_thinking(thinking); break;
      case Family::gpt_oss: write_effort(thinking); break;
      default: dropped_.add("reasoning_effort");
    }
  }

  void write_claudes_thinking(const llm::Thinking& thinking) {
    more().key("thinking").object().key("type");
    if (!thinks()) {
      writer_.string("disabled");
    } else if (thinking.budget_tokens) {
      writer_.string("enabled").key("budget_tokens").number(*thinking.budget_tokens);
    } else {
      writer_.string("adaptive");
    }
    writer_.end();
  }

  void write_novas_thinking(const llm::Thinking& thinking) {
    dropped_.add_if(thinking.budget_tokens.has_value(), "thinking.budget_tokens");
    more().key("reasoningConfig").object();
    writer_.key("type").string(thinks() ? "enabled" : "disabled");
    if (thinks() && !thinking.effort.empty()) {
      writer_.key("maxReasoningEffort").string(three_levels(thinking.effort));
    }
    writer_.end();
  }

  void write_effort(const llm::Thinking& thinking) {
    dropped_.add_if(thinking.budget_tokens.has_value(), "thinking.budget_tokens");
    // These models always think.
    dropped_.add_if(!thinks(), "reasoning_effort");
    if (thinks() && !thinking.effort.empty()) {
      more().key("reasoning_effort").string(three_levels(thinking.effort));
    }
  }

  static std::string_view three_levels(std::string_view effort) {
    if (effort == "minimal" || effort == "low") return "low";
    return effort == "medium" ? "medium" : "high";
  }

  void write_service() {
    const auto& tier = chat_.service_tier;
    if (tier == "default" || tier == "priority" || tier == "flex" || tier == "reserved") {
      writer_.key("serviceTier").object().key("type").string(tier).end();
    } else {
      dropped_.add_if(!tier.empty() && tier != "auto", "service_tier");
    }
    if (!chat_.metadata.empty()) writer_.key("requestMetadata").raw(chat_.metadata);
  }

  const llm::Chat& chat_;
  const dialects::Ask& ask_;
  Family family_;
  std::string body_;
  json::Writer writer_{body_};
  Dropped dropped_;
  std::vector<std::string> emulated_;
  bool has_more_ = false;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask) {
  return RequestWriter{chat, ask}.write();
}

}  // namespace quorum::bedrock
