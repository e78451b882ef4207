#include "dialects/openai_chat/request.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

/// Who wants to know: a server that passes the bytes on, or a backend that needs the words.
enum class Purpose : bool { check, words };

class Reader {
 public:
  Reader(Value root, Purpose purpose) : root_{.value = root, .at = {}}, purpose_(purpose) {}

  Result<llm::Chat> read() {
    if (!root_.value.is(Kind::object)) {
      return Error{.code = Errc::invalid_request, .message = "The body must be a JSON object."};
    }
    QUORUM_CHECK(read_messages());
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_limits());
    QUORUM_CHECK(read_tools());
    QUORUM_CHECK(read_tool_choice());
    QUORUM_CHECK(read_format());
    QUORUM_CHECK(read_logprobs());
    QUORUM_CHECK(read_stream());
    return std::move(chat_);
  }

 private:
  /// For what a provider of the same spelling might do and we cannot.
  Result<> refuse(std::string field, std::string_view expected) const {
    if (purpose_ == Purpose::check) return {};
    auto error = wrong(std::move(field), expected);
    error.reason = "unsupported_value";
    return error;
  }

  Result<> read_messages() {
    if (!is_given(root_.value["messages"])) {
      return missing("messages", "an array of at least one message");
    }
    QUORUM_TRY(const auto messages, root_.array("messages"));
    if (messages.size() == 0) return wrong("messages", "an array of at least one message");
    std::size_t index = 0;
    for (const auto value : messages) {
      QUORUM_TRY(const auto message, element(value, join("messages", index++)));
      QUORUM_CHECK(read_message(message));
    }
    return {};
  }

  Result<> read_message(const Object& object) {
    constexpr std::string_view kRoles = "one of system, developer, user, assistant, tool";
    QUORUM_TRY(const auto role, object.needed_text("role", kRoles));
    llm::Message message;
    if (role == "system") {
      message.role = llm::Role::system;
    } else if (role == "developer") {
      message.role = llm::Role::developer;
    } else if (role == "user") {
      message.role = llm::Role::user;
    } else if (role == "assistant") {
      message.role = llm::Role::assistant;
    } else if (role == "tool") {
      message.role = llm::Role::tool;
    } else if (role == "function" && purpose_ == Purpose::check) {
      return {};  // The form before `tool`; some providers still take it.
    } else {
      return wrong(object.path("role"), kRoles);
    }
    QUORUM_TRY(message.name, object.text("name"));
    QUORUM_CHECK(read_content(object, message));
    if (message.role == llm::Role::assistant) QUORUM_CHECK(read_tool_calls(object, message));
    if (message.role == llm::Role::tool) {
      QUORUM_TRY(message.tool_call_id,
                 object.needed_text("tool_call_id", "the id of the call that this answers"));
    }
    chat_.messages.push_back(std::move(message));
    return {};
  }

  Result<> read_content(const Object& object, llm::Message& message) {
    const auto content = object.value["content"];
    if (const auto text = content.string()) {
      message.parts.push_back(llm::text_part(std::string{*text}));
      return {};
    }
    if (!is_given(content)) {
      // An assistant may have said nothing but calls.
      if (message.role == llm::Role::assistant) return {};
      return missing(object.path("content"), "a string or an array of parts");
    }
    if (!content.is(Kind::array)) {
      return wrong(object.path("content"), "a string or an array of parts");
    }
    std::size_t index = 0;
    for (const auto value : content) {
      QUORUM_TRY(const auto part, element(value, join(object.path("content"), index++)));
      QUORUM_CHECK(read_part(part, message));
    }
    return {};
  }

  Result<> read_part(const Object& part, llm::Message& message) {
    constexpr std::string_view kTypes = "text or image_url";
    QUORUM_TRY(const auto type, part.needed_text("type", kTypes));
    if (type == "text" || type == "refusal") {
      if (!part.value[type].is(Kind::string)) return wrong(part.path(type), "a string");
      QUORUM_TRY(auto text, part.text(type));
      message.parts.push_back(llm::text_part(std::move(text)));
      return {};
    }
    // Mistral also takes the bare address.
    if (const auto url = part.value["image_url"].string(); type == "image_url" && url) {
      message.parts.push_back({.content = llm::Image{.source = llm::source_of(std::string{*url})}});
      return {};
    }
    if (type == "image_url") {
      QUORUM_TRY(const auto image, part.needed_object("image_url", "an object with a `url`"));
      QUORUM_TRY(auto url, image.needed_text("url", "an address or a data URL"));
      QUORUM_TRY(auto detail, image.text("detail"));
      message.parts.push_back({.content = llm::Image{.source = llm::source_of(std::move(url)),
                                                     .detail = std::move(detail)}});
      return {};
    }
    return refuse(part.path("type"), kTypes);
  }

  Result<> read_tool_calls(const Object& object, llm::Message& message) {
    QUORUM_TRY(const auto calls, object.array("tool_calls"));
    std::size_t index = 0;
    for (const auto value : calls) {
      QUORUM_TRY(const auto call, element(value, join(object.path("tool_calls"), index++)));
      if (call.value["type"].string().value_or("function") != "function") {
        QUORUM_CHECK(refuse(call.path("type"), "function"));
        continue;
      }
      llm::ToolCall read;
      QUORUM_TRY(read.id, call.needed_text("id", "the id that the model gave it"));
      QUORUM_TRY(const auto function, call.needed_object("function", "an object"));
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      QUORUM_TRY(read.arguments, function.text("arguments"));
      message.parts.push_back({.content = std::move(read)});
    }
    return {};
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, root_.number("temperature", 0, 2));
    QUORUM_TRY(chat_.top_p, root_.number("top_p", 0, 1));
    QUORUM_TRY(chat_.min_p, root_.number("min_p", 0, 1));
    QUORUM_TRY(chat_.top_k, root_.integer("top_k", -1, INT32_MAX));
    QUORUM_TRY(chat_.frequency_penalty, root_.number("frequency_penalty", -2, 2));
    QUORUM_TRY(chat_.presence_penalty, root_.number("presence_penalty", -2, 2));
    // llama.cpp and vLLM have a name each for the same thing.
    for (const auto* name : {"repetition_penalty", "repeat_penalty"}) {
      QUORUM_TRY(const auto penalty, root_.number(name, 0, 10));
      if (penalty) chat_.repeat_penalty = penalty;
    }
    return read_seed();
  }

  Result<> read_seed() {
    const auto seed = root_.value["seed"];
    if (!is_given(seed)) return {};
    if (!seed.is(Kind::number)) return wrong("seed", "a whole number");
    chat_.seed = seed.integer();
    if (!chat_.seed) return refuse("seed", "a whole number of at most 63 bits");
    return {};
  }

  Result<> read_limits() {
    for (const auto* name : {"max_tokens", "max_completion_tokens"}) {
      QUORUM_TRY(const auto tokens, root_.integer(name, 1, INT64_MAX));
      if (tokens) chat_.tokens_max = tokens;
    }
    QUORUM_TRY(const auto answers, root_.integer("n", 1, 128));
    if (answers.value_or(1) != 1) QUORUM_CHECK(refuse("n", "1: one answer at a time"));
    return read_stop();
  }

  Result<> read_stop() {
    constexpr std::string_view kExpected = "a string or an array of at most 16 strings";
    const auto stop = root_.value["stop"];
    if (!is_given(stop)) return {};
    if (const auto text = stop.string()) {
      chat_.stop.emplace_back(*text);
      return {};
    }
    if (!stop.is(Kind::array) || stop.size() > 16) return wrong("stop", kExpected);
    for (const auto value : stop) {
      const auto text = value.string();
      if (!text) return wrong("stop", kExpected);
      chat_.stop.emplace_back(*text);
    }
    return {};
  }

  Result<> read_tools() {
    QUORUM_TRY(const auto tools, root_.array("tools"));
    if (is_given(root_.value["functions"])) {
      QUORUM_CHECK(refuse("functions", "replaced by `tools`"));
    }
    std::size_t index = 0;
    for (const auto value : tools) {
      QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
      // Mistral takes tools that do not say what they are.
      QUORUM_TRY(const auto type, tool.text("type"));
      if (!type.empty() && type != "function") {
        QUORUM_CHECK(refuse(tool.path("type"), "function"));
        continue;
      }
      QUORUM_TRY(const auto function, tool.needed_object("function", "an object"));
      llm::Tool read;
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      QUORUM_TRY(read.description, function.text("description"));
      QUORUM_TRY(const auto parameters, function.object("parameters"));
      read.parameters = parameters.value.raw();
      QUORUM_TRY(read.strict, function.flag("strict"));
      chat_.tools.push_back(std::move(read));
    }
    QUORUM_TRY(chat_.parallel_tool_calls, root_.flag("parallel_tool_calls"));
    return {};
  }

  Result<> read_tool_choice() {
    using Mode = llm::ToolChoice::Mode;
    constexpr std::string_view kExpected = "none, auto, required or a named function";
    const auto choice = root_.value["tool_choice"];
    if (!is_given(choice)) return {};
    if (const auto text = choice.string()) {
      if (*text == "auto") chat_.tool_choice = {.mode = Mode::automatic};
      if (*text == "none") chat_.tool_choice = {.mode = Mode::none};
      if (*text == "required") chat_.tool_choice = {.mode = Mode::required};
      if (*text == "any") chat_.tool_choice = {.mode = Mode::required};  // Mistral's word.
      if (!chat_.tool_choice) return wrong("tool_choice", kExpected);
      return {};
    }
    if (!choice.is(Kind::object)) return wrong("tool_choice", kExpected);
    const Object object{.value = choice, .at = "tool_choice"};
    QUORUM_TRY(const auto type, object.needed_text("type", "function"));
    if (type != "function") return refuse("tool_choice.type", "function");
    QUORUM_TRY(const auto function, object.needed_object("function", "an object"));
    QUORUM_TRY(auto name, function.needed_text("name", "a function's name"));
    chat_.tool_choice = {.mode = Mode::named, .name = std::move(name)};
    return {};
  }

  Result<> read_format() {
    using Format = llm::ResponseFormat;
    QUORUM_TRY(const auto format, root_.object("response_format"));
    if (!format.value) return {};
    constexpr std::string_view kTypes = "text, json_object, json_schema or grammar";
    QUORUM_TRY(const auto type, format.needed_text("type", kTypes));
    if (type == "text") {
      chat_.format = Format{.kind = Format::Kind::text};
    } else if (type == "json_object") {
      chat_.format = Format{.kind = Format::Kind::json_object};
    } else if (type == "json_schema") {
      return read_schema(format);
    } else if (type == "grammar") {
      QUORUM_TRY(auto grammar, format.needed_text("grammar", "a grammar in GBNF"));
      chat_.format = Format{.kind = Format::Kind::grammar, .schema = std::move(grammar)};
    } else {
      return refuse("response_format.type", kTypes);
    }
    return {};
  }

  Result<> read_schema(const Object& format) {
    QUORUM_TRY(const auto named, format.needed_object("json_schema", "an object"));
    llm::ResponseFormat read{.kind = llm::ResponseFormat::Kind::json_schema};
    QUORUM_TRY(read.name, named.text("name"));
    QUORUM_TRY(const auto schema, named.object("schema"));
    read.schema = schema.value.raw();
    QUORUM_TRY(read.strict, named.flag("strict"));
    chat_.format = std::move(read);
    return {};
  }

  Result<> read_logprobs() {
    QUORUM_TRY(const auto logprobs, root_.flag("logprobs"));
    QUORUM_TRY(const auto top, root_.integer("top_logprobs", 0, 20));
    chat_.logprobs = logprobs.value_or(false);
    chat_.top_logprobs = top.value_or(0);
    if (top && *top > 0 && !chat_.logprobs) {
      return refuse("logprobs", "true where `top_logprobs` is given");
    }
    return {};
  }

  Result<> read_stream() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_TRY(auto effort, root_.text("reasoning_effort"));
    if (!effort.empty()) chat_.thinking = llm::Thinking{.effort = std::move(effort)};
    QUORUM_TRY(const auto options, root_.object("stream_options"));
    QUORUM_TRY(const auto include, options.flag("include_usage"));
    chat_.include_usage = include.value_or(false);
    return {};
  }

  Object root_;
  Purpose purpose_;
  llm::Chat chat_{.messages = {}};
};

Result<llm::Chat> read(std::string_view body, Purpose purpose) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  return Reader{document.root(), purpose}.read();
}

}  // namespace

Result<llm::Chat> read_request(std::string_view body) { return read(body, Purpose::words); }

Result<> check_request(std::string_view body) {
  QUORUM_CHECK(read(body, Purpose::check));
  return {};
}

}  // namespace quorum::openai_chat
