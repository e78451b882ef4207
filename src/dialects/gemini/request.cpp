#include "dialects/gemini/request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/gemini/contents.hpp"
#include "dialects/gemini/letters.hpp"
#include "dialects/gemini/schema.hpp"
#include "dialects/gemini/thinking.hpp"
#include "dialects/gemini/words.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using dialects::missing;
using dialects::wrong;
using json::Kind;

/// Members that are read; all others are extras.
constexpr std::array<std::string_view, 8> kRootWords{
    "model",      "contents",         "systemInstruction", "tools",
    "toolConfig", "generationConfig", "serviceTier",       "store"};
constexpr std::array<std::string_view, 17> kConfigWords{"temperature",
                                                        "topP",
                                                        "topK",
                                                        "candidateCount",
                                                        "maxOutputTokens",
                                                        "stopSequences",
                                                        "seed",
                                                        "presencePenalty",
                                                        "frequencyPenalty",
                                                        "responseMimeType",
                                                        "responseSchema",
                                                        "responseJsonSchema",
                                                        "responseLogprobs",
                                                        "logprobs",
                                                        "thinkingConfig",
                                                        "responseModalities",
                                                        "mediaResolution"};

class Reader {
 public:
  explicit Reader(const Fields& root) : root_(root) {}

  Result<llm::Chat> read() {
    QUORUM_CHECK(read_contents());
    QUORUM_CHECK(read_tools());
    QUORUM_CHECK(read_tool_config());
    QUORUM_TRY(config_, root_.object("generationConfig"));
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_limits());
    QUORUM_CHECK(read_format());
    QUORUM_CHECK(read_outputs());
    QUORUM_CHECK(read_service());
    keep_extras(root_.value(), kRootWords, "");
    keep_extras(config_.value(), kConfigWords, "generationConfig.");
    chat_.extras_of = chat_.extras.empty() ? llm::Dialect::none : llm::Dialect::gemini;
    chat_.include_usage = true;
    return std::move(chat_);
  }

 private:
  Result<> read_contents() {
    constexpr std::string_view kExpected = "an array of at least one content";
    if (!root_.has("contents")) return missing("contents", kExpected);
    ContentsReader reader;
    QUORUM_CHECK(reader.read_system(root_));
    QUORUM_TRY(const auto contents, root_.list("contents", kExpected));
    if (contents.empty()) return wrong("contents", kExpected);
    for (const auto& content : contents) QUORUM_CHECK(reader.read_content(content));
    chat_.messages = reader.take_messages();
    chat_.extras = reader.take_extras();
    return {};
  }

  Result<> read_tools() {
    QUORUM_TRY(const auto tools, root_.list("tools", "an array of tools"));
    for (const auto& tool : tools) {
      QUORUM_TRY(const auto functions, tool.list("functionDeclarations", "an array of functions"));
      for (const auto& function : functions) QUORUM_CHECK(read_function(function));
      for (const auto value : tool.value()) {
        const auto name = in_camel_case(value.key());
        if (name == "functionDeclarations" || value.is(Kind::null)) continue;
        std::string raw = "{" + json::quote(value.key());
        raw.append(":").append(value.raw()).append("}");
        chat_.tools.push_back({.kind = llm::Tool::Kind::built_in,
                               .name = name,
                               .raw = {.dialect = llm::Dialect::gemini, .json = std::move(raw)}});
      }
    }
    return {};
  }

  Result<> read_function(const Fields& function) {
    llm::Tool tool;
    QUORUM_TRY(tool.name, function.needed_text("name", "a function's name"));
    QUORUM_TRY(tool.description, function.text("description"));
    QUORUM_TRY(const auto schema, function.object("parametersJsonSchema"));
    QUORUM_TRY(const auto parameters, function.object("parameters"));
    if (schema.value().exists()) {
      tool.parameters = schema.value().raw();
    } else if (parameters.value().exists()) {
      tool.parameters = to_json_schema(parameters.value());
    }
    chat_.tools.push_back(std::move(tool));
    for (const auto* name : {"response", "responseJsonSchema", "behavior"}) {
      if (!function.has(name)) continue;
      chat_.extras.push_back({.name = std::string{"tools.functionDeclarations."} + name,
                              .json = std::string{function[name].raw()}});
    }
    return {};
  }

  Result<> read_tool_config() {
    using Mode = llm::ToolChoice::Mode;
    QUORUM_TRY(const auto config, root_.object("toolConfig"));
    for (const auto value : config.value()) {
      if (in_camel_case(value.key()) != "functionCallingConfig") keep_extra("toolConfig.", value);
    }
    QUORUM_TRY(const auto calling, config.object("functionCallingConfig"));
    if (!calling.value().exists()) return {};
    QUORUM_TRY(const auto mode, calling.word("mode", kModes, "AUTO, ANY, NONE or VALIDATED"));
    llm::ToolChoice choice;
    QUORUM_TRY(choice.allowed, texts(calling, "allowedFunctionNames"));
    if (mode == "ANY") choice.mode = Mode::required;
    if (mode == "NONE") choice.mode = Mode::none;
    if (mode == "VALIDATED") set_strict();
    if (choice.mode == Mode::required && choice.allowed.size() == 1) {
      choice.mode = Mode::named;
      choice.name = std::move(choice.allowed.front());
      choice.allowed.clear();
    }
    chat_.tool_choice = std::move(choice);
    return {};
  }

  /// What `VALIDATED` means: calls keep to their schemas.
  void set_strict() {
    for (auto& tool : chat_.tools) {
      if (tool.kind == llm::Tool::Kind::function) tool.strict = true;
    }
  }

  static Result<std::vector<std::string>> texts(const Fields& fields, std::string_view name) {
    std::vector<std::string> read;
    QUORUM_TRY(const auto values, fields.array(name));
    for (const auto value : values) {
      const auto text = value.string();
      if (!text) return wrong(fields.path(name), "an array of strings");
      read.emplace_back(*text);
    }
    return read;
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, config_.number("temperature", 0, 2));
    QUORUM_TRY(chat_.top_p, config_.number("topP", 0, 1));
    QUORUM_TRY(const auto top_k, config_.number("topK", 0, INT32_MAX));
    if (top_k) chat_.top_k = static_cast<std::int64_t>(*top_k);  // Some write it as `40.0`.
    QUORUM_TRY(chat_.frequency_penalty, config_.number("frequencyPenalty", -2, 2));
    QUORUM_TRY(chat_.presence_penalty, config_.number("presencePenalty", -2, 2));
    QUORUM_TRY(chat_.seed, config_.integer("seed", INT32_MIN, INT32_MAX));
    QUORUM_TRY(const auto logprobs, config_.flag("responseLogprobs"));
    QUORUM_TRY(const auto top, config_.integer("logprobs", 0, 20));
    chat_.logprobs = logprobs.value_or(false);
    chat_.top_logprobs = chat_.logprobs ? top.value_or(0) : 0;
    return {};
  }

  Result<> read_limits() {
    QUORUM_TRY(chat_.tokens_max, config_.integer("maxOutputTokens", 1, INT32_MAX));
    QUORUM_TRY(chat_.answers, config_.integer("candidateCount", 1, 128));
    QUORUM_TRY(chat_.stop, texts(config_, "stopSequences"));
    QUORUM_TRY(const auto thinking, config_.object("thinkingConfig"));
    if (!thinking.value().exists()) return {};
    QUORUM_TRY(chat_.thinking, read_thinking(thinking));
    return {};
  }

  Result<> read_format() {
    using Format = llm::ResponseFormat;
    QUORUM_TRY(const auto type, config_.text("responseMimeType"));
    QUORUM_TRY(const auto theirs, config_.object("responseSchema"));
    QUORUM_TRY(const auto standard, config_.object("responseJsonSchema"));
    Format format{.kind = Format::Kind::json_schema};
    if (standard.value().exists()) {
      format.schema = standard.value().raw();
    } else if (theirs.value().exists()) {
      format.schema = to_json_schema(theirs.value());
    } else if (type == "application/json") {
      format.kind = Format::Kind::json_object;
    } else {
      if (type == "text/plain") chat_.format = Format{};
      if (!type.empty() && type != "text/plain")
        keep_extra("generationConfig.", "responseMimeType");
      return {};
    }
    chat_.format = std::move(format);
    return {};
  }

  Result<> read_outputs() {
    QUORUM_TRY(const auto outputs, config_.array("responseModalities"));
    for (const auto value : outputs) {
      const auto word = word_of(value, kOutputs);
      if (std::ranges::find(kOutputs, word) == kOutputs.end()) {
        return wrong(config_.path("responseModalities"), "an array of TEXT, IMAGE or AUDIO");
      }
      chat_.outputs.push_back(lower(word));
    }
    QUORUM_TRY(const auto resolution, config_.word("mediaResolution", kResolutions,
                                                   "MEDIA_RESOLUTION_LOW, _MEDIUM or _HIGH"));
    if (!resolution.empty() && !set_detail(resolution)) {
      keep_extra("generationConfig.", "mediaResolution");
    }
    return {};
  }

  /// Whether there are images that the resolution is for, and it is one that OpenAI knows too.
  bool set_detail(std::string_view resolution) {
    const bool is_low = resolution == "MEDIA_RESOLUTION_LOW";
    if (!is_low && resolution != "MEDIA_RESOLUTION_HIGH") return false;
    bool is_set = false;
    for (auto& message : chat_.messages) {
      for (auto& part : message.parts) {
        auto* image = std::get_if<llm::Image>(&part.content);
        if (image == nullptr) continue;
        image->detail = is_low ? "low" : "high";
        is_set = true;
      }
    }
    return is_set;
  }

  Result<> read_service() {
    QUORUM_TRY(const auto tier, root_.text("serviceTier"));
    chat_.service_tier = read_tier(tier);
    QUORUM_TRY(chat_.store, root_.flag("store"));
    return {};
  }

  void keep_extra(std::string_view prefix, json::Value value) {
    if (value.is(Kind::null)) return;
    chat_.extras.push_back({.name = std::string{prefix} + in_camel_case(value.key()),
                            .json = std::string{value.raw()}});
  }
  void keep_extra(std::string_view prefix, std::string_view name) {
    chat_.extras.push_back(
        {.name = std::string{prefix}.append(name), .json = std::string{config_[name].raw()}});
  }

  void keep_extras(json::Value object, std::span<const std::string_view> words,
                   std::string_view prefix) {
    for (const auto value : object) {
      if (std::ranges::find(words, in_camel_case(value.key())) == words.end())
        keep_extra(prefix, value);
    }
  }

  const Fields& root_;
  Fields config_;
  llm::Chat chat_{.messages = {}};
};

}  // namespace

Result<llm::Chat> read_request(const Fields& root) { return Reader{root}.read(); }

Result<llm::Chat> read_request(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(auto root, dialects::root_object(document));
  return read_request(Fields{std::move(root)});
}

Result<> check_request(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(auto object, dialects::root_object(document));
  const Fields root{std::move(object)};
  if (!root.has("contents")) return missing("contents", "an array of at least one content");
  QUORUM_CHECK(root.list("contents", "an array of at least one content"));
  return {};
}

}  // namespace quorum::gemini
