#include "dialects/gemini/spelling.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "dialects/gemini/letters.hpp"
#include "dialects/gemini/model.hpp"
#include "dialects/gemini/thinking.hpp"
#include "dialects/gemini/turns.hpp"
#include "dialects/untaken.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using Mode = llm::ToolChoice::Mode;
using FormatKind = llm::ResponseFormat::Kind;

constexpr std::size_t kStopsMax = 5;
constexpr std::string_view kConfigPrefix = "generationConfig.";
constexpr std::string_view kToolConfigPrefix = "toolConfig.";

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .top_k = true,
                                 .frequency_penalty = true,
                                 .presence_penalty = true,
                                 .seed = true,
                                 .answers = true,
                                 .stop = true,
                                 .thinking = true,
                                 .logprobs = true,
                                 .service_tier = true,
                                 .outputs = true};

bool is_function(const llm::Tool& tool) { return tool.kind == llm::Tool::Kind::function; }

bool is_googles(const llm::Tool& tool) {
  return tool.kind == llm::Tool::Kind::built_in && tool.raw.dialect == llm::Dialect::gemini;
}

/// Google's own tool for another vendor's of the same use; empty where there is none. Other
/// vendors put a version behind the name: `web_search_20250305`.
std::string_view kin_of(const llm::Tool& tool) {
  if (tool.kind != llm::Tool::Kind::built_in || is_googles(tool)) return {};
  const auto name = dialects::name_of_untaken(tool);
  if (name.starts_with("tools.web_search")) return R"({"googleSearch":{}})";
  if (name.starts_with("tools.web_fetch")) return R"({"urlContext":{}})";
  if (name.starts_with("tools.code_interpreter") || name.starts_with("tools.code_execution")) {
    return R"({"codeExecution":{}})";
  }
  return {};
}

/// The one detail that all images ask for; nothing where they differ or ask for none.
std::optional<std::string_view> common_detail(const llm::Chat& chat, dialects::Dropped& dropped) {
  std::optional<std::string_view> common;
  bool is_mixed = false;
  for (const auto& message : chat.messages) {
    for (const auto& part : message.parts) {
      const auto* image = part.as<llm::Image>();
      if (image == nullptr) continue;
      const auto detail = image->detail == "auto" ? std::string_view{} : image->detail;
      is_mixed = is_mixed || (common && *common != detail);
      common = detail;
    }
  }
  if (is_mixed) dropped.add("messages.image_url.detail");
  if (is_mixed || !common || common->empty()) return std::nullopt;
  return *common == "low" ? "MEDIA_RESOLUTION_LOW" : "MEDIA_RESOLUTION_HIGH";
}

class RequestWriter {
 public:
  RequestWriter(const llm::Chat& chat, std::string_view name, dialects::Outgoing& out)
      : chat_(chat), model_(model_of(name)), out_(out), writer_(out.body) {}

  void write() {
    writer_.object();
    TurnsWriter{model_, dropped_, out_.emulated}.write(writer_, chat_, instruction());
    write_tools();
    write_tool_config();
    write_config();
    write_tier();
    write_extras();
    writer_.end();
    note_untaken(chat_, kTakes, llm::Dialect::gemini, dropped_);
    out_.dropped = dropped_.take();
  }

 private:
  bool has_functions() const { return std::ranges::any_of(chat_.tools, is_function); }

  bool has_tools() const {
    return std::ranges::any_of(chat_.tools, [&](const auto& tool) {
      return is_function(tool) || is_googles(tool) || has_kin(tool);
    });
  }

  /// Beside functions Google's own tools are refused by most models.
  bool has_kin(const llm::Tool& tool) const { return !has_functions() && !kin_of(tool).empty(); }

  bool has_format() const {
    return chat_.format && (chat_.format->kind == FormatKind::json_object ||
                            chat_.format->kind == FormatKind::json_schema);
  }
  bool is_format_told() const {
    return has_format() && has_functions() && !model_.takes_format_with_tools;
  }

  /// Models that refuse a shape beside tools are told it in words.
  std::string instruction() {
    if (!is_format_told()) return {};
    out_.emulated.emplace_back("response_format");
    if (chat_.format->schema.empty()) return "Unless you call a tool, answer with JSON only.";
    return "Unless you call a tool, answer with JSON only, valid by this JSON Schema: " +
           chat_.format->schema;
  }

  void write_tools() {
    const bool has_any = has_tools();
    if (has_any) writer_.key("tools").array();
    if (has_functions()) {
      writer_.object().key("functionDeclarations").array();
      for (const auto& tool : chat_.tools) {
        if (is_function(tool)) write_function(tool);
      }
      writer_.end().end();
    }
    for (const auto& tool : chat_.tools) {
      if (!is_function(tool)) write_built_in(tool);
      dropped_.add_if(tool.cache.has_value(), "tools.prompt_cache_breakpoint");
    }
    if (has_any) writer_.end();
  }

  void write_built_in(const llm::Tool& tool) {
    if (is_googles(tool)) {
      writer_.raw(tool.raw.json);
    } else if (has_kin(tool)) {
      writer_.raw(kin_of(tool));
      out_.emulated.push_back(dialects::name_of_untaken(tool));
    } else {
      dropped_.add(dialects::name_of_untaken(tool));
    }
  }

  void write_function(const llm::Tool& tool) {
    writer_.object().key("name").string(tool.name);
    if (!tool.description.empty()) writer_.key("description").string(tool.description);
    if (!tool.parameters.empty()) writer_.key("parametersJsonSchema").raw(tool.parameters);
    writer_.end();
    dropped_.add_if(tool.strict == true && !model_.takes_validated, "tools.strict");
  }

  bool is_strict() const {
    return model_.takes_validated && std::ranges::any_of(chat_.tools, [](const auto& tool) {
             return is_function(tool) && tool.strict == true;
           });
  }

  std::string_view mode() const {
    const auto choice = chat_.tool_choice.value_or(llm::ToolChoice{});
    if (choice.mode == Mode::none) return "NONE";
    if (choice.mode != Mode::automatic) return "ANY";
    if (is_strict() || (!choice.allowed.empty() && model_.takes_validated)) return "VALIDATED";
    return chat_.tool_choice ? "AUTO" : "";
  }

  void write_tool_config() {
    std::string text;
    json::Writer config{text};
    config.object();
    if (has_tools() && !mode().empty()) write_calling(config);
    write_extras_of(kToolConfigPrefix, config);
    config.end();
    if (text != "{}") writer_.key("toolConfig").raw(text);
  }

  void write_calling(json::Writer& config) {
    config.key("functionCallingConfig").object().key("mode").string(mode());
    const auto choice = chat_.tool_choice.value_or(llm::ToolChoice{});
    if (choice.mode == Mode::named) {
      config.key("allowedFunctionNames").array().string(choice.name).end();
    } else if (!choice.allowed.empty() && (mode() == "ANY" || mode() == "VALIDATED")) {
      config.key("allowedFunctionNames").array();
      for (const auto& name : choice.allowed) config.string(name);
      config.end();
    } else {
      dropped_.add_if(!choice.allowed.empty(), "tool_choice.allowed_tools");
    }
    config.end();
  }

  void write_config() {
    std::string text;
    json::Writer config{text};
    config.object();
    write_sampling(config);
    write_limits(config);
    write_format(config);
    write_thinking(config);
    write_outputs(config);
    write_extras_of(kConfigPrefix, config);
    config.end();
    if (text != "{}") writer_.key("generationConfig").raw(text);
  }

  template <typename Number>
  static void write(json::Writer& config, std::string_view name,
                    const std::optional<Number>& value) {
    if (value) config.key(name).number(*value);
  }

  void write_sampling(json::Writer& config) {
    write(config, "temperature", chat_.temperature);
    write(config, "topP", chat_.top_p);
    write(config, "topK", chat_.top_k);
    write(config, "frequencyPenalty", chat_.frequency_penalty);
    write(config, "presencePenalty", chat_.presence_penalty);
    const bool is_seed_small = chat_.seed && *chat_.seed >= INT32_MIN && *chat_.seed <= INT32_MAX;
    if (is_seed_small) config.key("seed").number(*chat_.seed);
    dropped_.add_if(chat_.seed && !is_seed_small, "seed");
    if (!chat_.logprobs) return;
    config.key("responseLogprobs").boolean(true);
    if (chat_.top_logprobs > 0) config.key("logprobs").number(chat_.top_logprobs);
  }

  void write_limits(json::Writer& config) {
    write(config, "maxOutputTokens", chat_.tokens_max);
    write(config, "candidateCount", chat_.answers);
    if (chat_.stop.empty()) return;
    config.key("stopSequences").array();
    for (std::size_t i = 0; i < std::min(chat_.stop.size(), kStopsMax); ++i) {
      config.string(chat_.stop[i]);
    }
    config.end();
    dropped_.add_if(chat_.stop.size() > kStopsMax, "stop");
  }

  void write_format(json::Writer& config) {
    if (!chat_.format || is_format_told()) return;
    switch (chat_.format->kind) {
      case FormatKind::text: config.key("responseMimeType").string("text/plain"); break;
      case FormatKind::grammar: dropped_.add("response_format.grammar"); break;
      case FormatKind::json_object:
      case FormatKind::json_schema:
        config.key("responseMimeType").string("application/json");
        if (!chat_.format->schema.empty()) {
          config.key("responseJsonSchema").raw(chat_.format->schema);
        }
        break;
    }
  }

  void write_thinking(json::Writer& config) {
    if (!chat_.thinking) return;
    const auto told = thinking_config(*chat_.thinking, model_);
    const bool is_untaken = model_.thinking == Model::Thinking::none &&
                            chat_.thinking->is_on != false && chat_.thinking->effort != "none" &&
                            chat_.thinking->budget_tokens != 0;
    dropped_.add_if(told.is_off_refused || (is_untaken && *chat_.thinking != llm::Thinking{}),
                    "reasoning_effort");
    if (!told.is_given()) return;
    config.key("thinkingConfig").object();
    write(config, "thinkingBudget", told.budget);
    if (!told.level.empty()) config.key("thinkingLevel").string(told.level);
    if (told.include) config.key("includeThoughts").boolean(*told.include);
    config.end();
  }

  void write_outputs(json::Writer& config) {
    if (!chat_.outputs.empty()) {
      config.key("responseModalities").array();
      for (const auto& output : chat_.outputs) config.string(upper(output));
      config.end();
    }
    if (const auto detail = common_detail(chat_, dropped_)) {
      config.key("mediaResolution").string(*detail);
    }
  }

  void write_tier() {
    const auto& tier = chat_.service_tier;
    if (tier == "default" || tier == "standard") {
      writer_.key("serviceTier").string("standard");
    } else if (tier == "flex" || tier == "priority") {
      writer_.key("serviceTier").string(tier);
    } else if (!tier.empty() && tier != "auto") {
      dropped_.add("service_tier");
    }
  }

  /// Members that only Google has, where the request came in its spelling.
  void write_extras_of(std::string_view prefix, json::Writer& object) const {
    if (chat_.extras_of != llm::Dialect::gemini) return;
    for (const auto& extra : chat_.extras) {
      std::string_view name = extra.name;
      if (!name.starts_with(prefix)) continue;
      name.remove_prefix(prefix.size());
      if (name.find('.') == name.npos) object.key(name).raw(extra.json);
    }
  }

  void write_extras() {
    write_extras_of("", writer_);
    if (chat_.extras_of != llm::Dialect::gemini) return;
    for (const auto& extra : chat_.extras) {
      const std::string_view name = extra.name;
      const bool is_written = name.find('.') == name.npos || name.starts_with(kConfigPrefix) ||
                              name.starts_with(kToolConfigPrefix);
      dropped_.add_if(!is_written, name);
    }
  }

  const llm::Chat& chat_;
  const Model model_;
  dialects::Outgoing& out_;
  dialects::Dropped dropped_;
  json::Writer writer_;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, std::string_view model) {
  dialects::Outgoing out;
  RequestWriter{chat, model, out}.write();
  return out;
}

}  // namespace quorum::gemini
