#include "dialects/anthropic/spelling.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "dialects/anthropic/content.hpp"
#include "dialects/anthropic/model.hpp"
#include "dialects/anthropic/shape.hpp"
#include "dialects/anthropic/thinking.hpp"
#include "dialects/anthropic/turns.hpp"
#include "json/splice.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

using dialects::Ask;
using dialects::Delivery;
using llm::Chat;

constexpr std::size_t kCacheMarksMax = 4;

/// Asked for in words where a model cannot be held to JSON.
std::string json_instruction(const llm::ResponseFormat& format) {
  std::string text =
      "Answer with one JSON object and nothing else: no words around it, no Markdown.";
  if (!format.schema.empty()) {
    text.append(" It must be valid by this JSON Schema:\n").append(format.schema);
  }
  return text;
}

/// A tool's schema, which must say that it is an object's.
std::string schema_of(std::string_view parameters) {
  constexpr std::string_view kNothing = R"({"type":"object","properties":{}})";
  const auto document = json::Document::parse(parameters);
  if (!document || !document->root().is(json::Kind::object)) return std::string{kNothing};
  if (document->root().size() == 0) return std::string{kNothing};
  if (document->root()["type"]) return std::string{parameters};
  const std::vector<json::Edit> edits{json::add_member(document->text(), "type", R"("object")")};
  return json::splice(document->text(), edits);
}

enum class Purpose : bool { answer, count };

class RequestWriter {
 public:
  RequestWriter(const Chat& chat, const Ask& ask, Purpose purpose)
      : chat_(chat), ask_(ask), purpose_(purpose), traits_(traits_of(ask.model)) {
    if (ask.quirks.anthropic.refuses_sampling) traits_.takes_sampling = false;
    turns_ = turns_of(chat, traits_, losses_);
    plan_ = plan_thinking(chat, traits_, turns_, losses_);
    is_native_ = chat.extras_of == llm::Dialect::anthropic;
    shape_ = wanted_shape();
  }

  dialects::Outgoing write() {
    note_losses();
    auto marks = write_body(0);
    if (marks > kCacheMarksMax) {
      losses_.dropped.add("prompt_cache_breakpoint");
      write_body(marks - kCacheMarksMax);
    }
    dialects::Outgoing outgoing{.body = std::move(body_),
                                .dropped = losses_.dropped.take(),
                                .emulated = losses_.emulated.take()};
    if (ask_.quirks.anthropic.version_in_body.empty()) {
      outgoing.headers.emplace_back("anthropic-version", kApiVersion);
    }
    return outgoing;
  }

 private:
  using Kind = llm::ResponseFormat::Kind;

  void note_losses() {
    dialects::note_untaken(chat_,
                           {.temperature = true,
                            .top_p = true,
                            .top_k = true,
                            .stop = true,
                            .parallel_tool_calls = true,
                            .thinking = true,
                            .user_id = true,
                            .service_tier = true,
                            .cache = true},
                           llm::Dialect::anthropic, losses_.dropped);
    if (chat_.format && chat_.format->kind == Kind::grammar) losses_.dropped.add("response_format");
    const bool is_softened = shape_ && shape_->is_softened;
    if (is_format_told() || is_softened) losses_.emulated.add("response_format");
  }

  /// The schema of the answer as it is written; nothing where there is none or it must be told.
  std::optional<Shape> wanted_shape() const {
    const bool is_schema = chat_.format && chat_.format->kind == Kind::json_schema;
    if (!is_schema || chat_.format->schema.empty() || !traits_.takes_schema) return std::nullopt;
    if (is_native_) return Shape{.schema = chat_.format->schema};
    return shape_of(chat_.format->schema);
  }

  /// Whether the wanted shape must be told in words.
  bool is_format_told() const {
    if (!chat_.format || purpose_ == Purpose::count) return false;
    const auto kind = chat_.format->kind;
    if (kind == Kind::json_schema) return !shape_;
    return kind == Kind::json_object;
  }

  /// How many cache marks were asked for; the first `skipped` of them are not written.
  std::size_t write_body(std::size_t skipped) {
    body_.clear();
    json::Writer writer{body_};
    CacheMarks marks{skipped};
    writer.object();
    const auto& quirks = ask_.quirks.anthropic;
    if (quirks.version_in_body.empty()) {
      writer.key("model").string(ask_.model);
    } else {
      writer.key("anthropic_version").string(quirks.version_in_body);
    }
    if (purpose_ == Purpose::answer) writer.key("max_tokens").number(plan_.tokens_max);
    marks.write(writer, chat_.cache);
    write_tools(writer, marks);
    write_system(writer, marks);
    write_messages(writer, marks);
    write_thinking(writer);
    write_output(writer);
    if (purpose_ == Purpose::answer) write_rest(writer);
    write_extras(writer);
    writer.end();
    return marks.count();
  }

  bool is_allowed(const llm::Tool& tool) const {
    if (!chat_.tool_choice || chat_.tool_choice->allowed.empty()) return true;
    const auto& allowed = chat_.tool_choice->allowed;
    return std::ranges::find(allowed, tool.name) != allowed.end();
  }

  std::vector<const llm::Tool*> tools() {
    std::vector<const llm::Tool*> tools;
    for (const auto& tool : chat_.tools) {
      const bool is_own = tool.raw.dialect == llm::Dialect::anthropic;
      if (tool.kind != llm::Tool::Kind::function && !is_own) {
        losses_.dropped.add(dialects::name_of_untaken(tool));
      } else if (is_allowed(tool)) {
        tools.push_back(&tool);
      } else {
        losses_.emulated.add("tool_choice.allowed_tools");
      }
    }
    return tools;
  }

  void write_tools(json::Writer& writer, CacheMarks& marks) {
    const auto written = tools();
    if (written.empty()) return;
    writer.key("tools").array();
    for (const auto* tool : written) write_tool(writer, marks, *tool);
    writer.end();
    write_tool_choice(writer);
  }

  void write_tool(json::Writer& writer, CacheMarks& marks, const llm::Tool& tool) {
    if (tool.raw.dialect == llm::Dialect::anthropic) {
      writer.raw(tool.raw.json);  // Its own cache mark is inside.
      return;
    }
    writer.object().key("name").string(tool.name);
    if (!tool.description.empty()) writer.key("description").string(tool.description);
    write_schema(writer, tool);
    marks.write(writer, tool.cache);
    writer.end();
  }

  /// Strict tools are held to the same words of JSON Schema as answers are.
  void write_schema(json::Writer& writer, const llm::Tool& tool) {
    const bool is_strict = tool.strict == true && !is_native_;
    const auto shape = is_strict && traits_.takes_schema ? shape_of(tool.parameters) : std::nullopt;
    const bool fits = !is_strict || (shape && !shape->is_softened);
    writer.key("input_schema");
    writer.raw(is_strict && fits ? shape->schema : schema_of(tool.parameters));
    losses_.dropped.add_if(!fits, "tools.strict");
    if (tool.strict && fits) writer.key("strict").boolean(*tool.strict);
  }

  void write_tool_choice(json::Writer& writer) {
    using Mode = llm::ToolChoice::Mode;
    const bool is_single = chat_.parallel_tool_calls == false;
    if (!chat_.tool_choice && !is_single) return;
    const auto choice = chat_.tool_choice.value_or(llm::ToolChoice{});
    writer.key("tool_choice").object().key("type");
    switch (choice.mode) {
      case Mode::automatic: writer.string("auto"); break;
      case Mode::none: writer.string("none"); break;
      case Mode::required: writer.string("any"); break;
      case Mode::named: writer.string("tool").key("name").string(choice.name); break;
    }
    if (chat_.parallel_tool_calls && choice.mode != Mode::none) {
      writer.key("disable_parallel_tool_use").boolean(is_single);
    }
    writer.end();
  }

  void write_system(json::Writer& writer, CacheMarks& marks) {
    const auto told = is_format_told() ? json_instruction(*chat_.format) : std::string{};
    if (turns_.system.empty() && told.empty()) return;
    writer.key("system");
    const bool is_one = turns_.system.size() + (told.empty() ? 0 : 1) == 1;
    if (is_one && (turns_.system.empty() || !turns_.system[0]->cache)) {
      writer.string(turns_.system.empty() ? told : words_of(*turns_.system[0]).value_or(""));
      return;
    }
    writer.array();
    ContentWriter content{writer, marks};
    for (const auto* part : turns_.system) {
      if (const auto words = words_of(*part)) content.write_text(*part, *words);
    }
    if (!told.empty()) content.write_text(llm::Part{}, told);
    writer.end();
  }

  void write_messages(json::Writer& writer, CacheMarks& marks) {
    writer.key("messages").array();
    // A conversation begins with the user here.
    if (turns_.turns.empty() || turns_.turns[0].role == llm::Role::assistant) {
      writer.object().key("role").string("user").key("content").string(".").end();
      losses_.emulated.add("messages");
    }
    ContentWriter content{writer, marks};
    for (const auto& turn : turns_.turns) {
      const bool is_prefill = &turn == &turns_.turns.back() && turn.role == llm::Role::assistant;
      content.write_turn(turn,
                         is_prefill ? ContentWriter::Place::last : ContentWriter::Place::amid);
    }
    writer.end();
  }

  void write_thinking(json::Writer& writer) const {
    using Type = ThinkingPlan::Type;
    if (plan_.type == Type::unsaid || has_extra("thinking")) return;
    writer.key("thinking").object().key("type");
    switch (plan_.type) {
      case Type::unsaid:
      case Type::disabled: writer.string("disabled"); break;
      case Type::adaptive: writer.string("adaptive"); break;
      case Type::enabled:
        writer.string("enabled").key("budget_tokens").number(plan_.budget_tokens);
        break;
    }
    if (plan_.is_on() && !plan_.display.empty()) writer.key("display").string(plan_.display);
    writer.end();
  }

  void write_output(json::Writer& writer) const {
    const auto more = extras_under("output_config.");
    if (!shape_ && plan_.effort.empty() && more.empty()) return;
    writer.key("output_config").object();
    if (!plan_.effort.empty()) writer.key("effort").string(plan_.effort);
    if (shape_) {
      writer.key("format").object().key("type").string("json_schema");
      writer.key("schema").raw(shape_->schema).end();
    }
    for (const auto& [name, json] : more) writer.key(name).raw(json);
    writer.end();
  }

  void write_rest(json::Writer& writer) {
    write_sampling(writer);
    write_stop(writer);
    write_metadata(writer);
    write_service_tier(writer);
    const bool is_stream = ask_.delivery == Delivery::streamed;
    if (is_stream && !ask_.quirks.anthropic.omits_stream) writer.key("stream").boolean(true);
  }

  /// Whether a sampling setting may be sent; if not, it is named as lost.
  bool takes(bool is_given, bool is_taken, std::string_view name) {
    losses_.dropped.add_if(is_given && !is_taken, name);
    return is_given && is_taken;
  }

  void write_sampling(json::Writer& writer) {
    const auto& [temperature, top_p, top_k] = std::tie(chat_.temperature, chat_.top_p, chat_.top_k);
    const bool is_taken = traits_.takes_sampling;
    // Who thinks takes a temperature of 1 only, and no `top_k`; requests of this dialect know.
    const bool is_free = is_taken && (is_native_ || !plan_.is_on());
    constexpr double kTopPMinOfThinkers = 0.95;
    const bool is_default = temperature == 1.0;
    if (takes(temperature.has_value(), is_free || is_default, "temperature") && is_taken) {
      losses_.dropped.add_if(*temperature > 1, "temperature");
      writer.key("temperature").number(std::min(*temperature, 1.0));
    }
    const bool has_both = temperature && top_p && !is_default && !traits_.takes_both_samplings;
    const bool takes_top_p =
        is_native_ ? is_taken : is_taken && !has_both && (is_free || top_p >= kTopPMinOfThinkers);
    if (takes(top_p && *top_p != 1, takes_top_p, "top_p")) {
      writer.key("top_p").number(*top_p);
    }
    // Others say with 0 or -1 that they want no limit.
    if (takes(top_k && *top_k > 0, is_free, "top_k")) writer.key("top_k").number(*top_k);
  }

  void write_stop(json::Writer& writer) {
    std::vector<std::string_view> words;
    for (const auto& stop : chat_.stop) {
      const bool is_blank = stop.find_first_not_of(" \t\r\n\v\f") == stop.npos;
      losses_.dropped.add_if(is_blank, "stop");  // Anthropic refuses them.
      if (!is_blank) words.push_back(stop);
    }
    if (words.empty()) return;
    writer.key("stop_sequences").array();
    for (const auto word : words) writer.string(word);
    writer.end();
  }

  void write_metadata(json::Writer& writer) const {
    const auto more = extras_under("metadata.");
    if (chat_.user_id.empty() && more.empty()) return;
    writer.key("metadata").object();
    if (!chat_.user_id.empty()) writer.key("user_id").string(chat_.user_id);
    for (const auto& [name, json] : more) writer.key(name).raw(json);
    writer.end();
  }

  void write_service_tier(json::Writer& writer) {
    // A priority that the account has is taken in any case.
    const auto& tier = chat_.service_tier;
    if (tier == "auto") writer.key("service_tier").string("auto");
    if (tier == "default") writer.key("service_tier").string("standard_only");
    const bool is_known = tier.empty() || tier == "auto" || tier == "default";
    losses_.dropped.add_if(!is_known, "service_tier");
  }

  using Members = std::vector<std::pair<std::string_view, std::string_view>>;

  /// Extras that stood inside an object, by the names they had there.
  Members extras_under(std::string_view prefix) const {
    Members members;
    if (!is_native_) return members;
    for (const auto& extra : chat_.extras) {
      if (!extra.name.starts_with(prefix)) continue;
      members.emplace_back(std::string_view{extra.name}.substr(prefix.size()), extra.json);
    }
    return members;
  }

  bool has_extra(std::string_view name) const {
    return is_native_ &&
           std::ranges::find(chat_.extras, name, &llm::Extra::name) != chat_.extras.end();
  }

  void write_extras(json::Writer& writer) const {
    if (!is_native_) return;
    for (const auto& extra : chat_.extras) {
      const bool is_inside =
          extra.name.starts_with("output_config.") || extra.name.starts_with("metadata.");
      if (!is_inside) writer.key(extra.name).raw(extra.json);
    }
  }

  const Chat& chat_;
  const Ask& ask_;
  Purpose purpose_;
  Traits traits_;
  Losses losses_;
  Turns turns_;
  ThinkingPlan plan_;
  bool is_native_ = false;
  std::optional<Shape> shape_;
  std::string body_;
};

}  // namespace

Result<dialects::Outgoing> write_request(const Chat& chat, const Ask& ask) {
  return RequestWriter{chat, ask, Purpose::answer}.write();
}

Result<dialects::Outgoing> write_count_request(const Chat& chat, const Ask& ask) {
  return RequestWriter{chat, ask, Purpose::count}.write();
}

}  // namespace quorum::anthropic
