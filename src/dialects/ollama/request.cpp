#include "dialects/ollama/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/ollama/image.hpp"
#include "json/value.hpp"

namespace quorum::ollama {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

/// Clients send members they do not use as empty ones.
bool says_nothing(Value value) {
  if (!is_given(value) || value.string() == "") return true;
  return (value.is(Kind::array) || value.is(Kind::object)) && value.size() == 0;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Which call a result answers, where calls have no ids: the first of that name, or the first at
/// all, that has no answer yet.
class OpenCalls {
 public:
  void add(const llm::ToolCall& call) { calls_.emplace_back(call.name, call.id); }

  std::string answered_by(std::string_view tool_name) {
    const auto found = std::ranges::find_if(
        calls_, [&](const auto& call) { return tool_name.empty() || call.first == tool_name; });
    if (found == calls_.end()) return {};
    auto id = std::move(found->second);
    calls_.erase(found);
    return id;
  }

  void close(std::string_view id) {
    std::erase_if(calls_, [&](const auto& call) { return call.second == id; });
  }

 private:
  std::vector<std::pair<std::string, std::string>> calls_;  ///< Name and id.
};

class Reader {
 public:
  Reader(Object root, llm::Dialect dialect) : root_(std::move(root)) { chat_.extras_of = dialect; }

  Result<llm::Chat> read_chat() {
    QUORUM_CHECK(read_messages());
    QUORUM_CHECK(read_tools());
    QUORUM_CHECK(read_common());
    keep_extras({"model", "messages", "tools", "format", "options", "stream", "think", "logprobs",
                 "top_logprobs"});
    return std::move(chat_);
  }

  Result<llm::Chat> read_generate() {
    QUORUM_TRY(auto system, root_.text("system"));
    if (!system.empty()) {
      chat_.messages.push_back(llm::message(llm::Role::system, std::move(system)));
    }
    QUORUM_TRY(auto prompt, root_.text("prompt"));
    llm::Message message;
    QUORUM_CHECK(read_images(root_, message));
    if (prompt.empty() && message.parts.empty()) return missing("prompt", "a text to continue");
    message.parts.insert(message.parts.begin(), llm::text_part(std::move(prompt)));
    chat_.messages.push_back(std::move(message));
    QUORUM_CHECK(read_common());
    QUORUM_TRY(const auto raw, root_.flag("raw"));
    keep_extras({"model", "prompt", "system", "images", "format", "options", "stream", "think",
                 "logprobs", "top_logprobs", raw.value_or(false) ? "" : "raw"});
    return std::move(chat_);
  }

 private:
  Result<> read_messages() {
    QUORUM_TRY(const auto messages, root_.array("messages"));
    if (messages.size() == 0) return missing("messages", "an array of at least one message");
    std::size_t index = 0;
    for (const auto value : messages) {
      QUORUM_TRY(const auto message, element(value, join("messages", index++)));
      QUORUM_CHECK(read_message(message));
    }
    return {};
  }

  Result<> read_message(const Object& object) {
    constexpr std::string_view kRoles = "one of system, user, assistant, tool";
    QUORUM_TRY(const auto said, object.needed_text("role", kRoles));
    const auto role = lower(said);
    llm::Message message;
    if (role == "system") {
      message.role = llm::Role::system;
    } else if (role == "user") {
      message.role = llm::Role::user;
    } else if (role == "assistant") {
      message.role = llm::Role::assistant;
    } else if (role == "tool") {
      message.role = llm::Role::tool;
    } else {
      return wrong(object.path("role"), kRoles);
    }
    QUORUM_TRY(auto thinking, object.text("thinking"));
    if (!thinking.empty()) {
      message.parts.push_back({.content = llm::Reasoning{.text = std::move(thinking)}});
    }
    QUORUM_TRY(auto content, object.text("content"));
    if (!content.empty()) message.parts.push_back(llm::text_part(std::move(content)));
    QUORUM_CHECK(read_images(object, message));
    QUORUM_CHECK(read_calls(object, message));
    if (message.role == llm::Role::tool) QUORUM_CHECK(read_result(object, message));
    chat_.messages.push_back(std::move(message));
    return {};
  }

  static Result<> read_images(const Object& object, llm::Message& message) {
    QUORUM_TRY(const auto images, object.array("images"));
    std::size_t index = 0;
    for (const auto value : images) {
      const auto text = value.string();
      auto image = text ? image_of(*text) : std::nullopt;
      if (!image) {
        return wrong(join(object.path("images"), index), "the image's bytes in Base64");
      }
      ++index;
      message.parts.push_back({.content = std::move(*image)});
    }
    return {};
  }

  Result<> read_calls(const Object& object, llm::Message& message) {
    QUORUM_TRY(const auto calls, object.array("tool_calls"));
    std::size_t index = 0;
    for (const auto value : calls) {
      QUORUM_TRY(const auto call, element(value, join(object.path("tool_calls"), index)));
      QUORUM_TRY(const auto function, call.needed_object("function", "an object"));
      llm::ToolCall read;
      QUORUM_TRY(read.id, call.text("id"));
      if (read.id.empty()) read.id = fmt::format("call_{}_{}", chat_.messages.size(), index);
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      QUORUM_TRY(const auto arguments, function.object("arguments"));
      read.arguments = arguments.value ? arguments.value.raw() : "{}";
      open_.add(read);
      message.parts.push_back({.content = std::move(read)});
      ++index;
    }
    return {};
  }

  Result<> read_result(const Object& object, llm::Message& message) {
    QUORUM_TRY(message.tool_call_id, object.text("tool_call_id"));
    // `name` was the word before `tool_name`.
    QUORUM_TRY(message.name, object.text("tool_name"));
    if (message.name.empty()) {
      QUORUM_TRY(message.name, object.text("name"));
    }
    if (message.tool_call_id.empty()) {
      message.tool_call_id = open_.answered_by(message.name);
    } else {
      open_.close(message.tool_call_id);
    }
    return {};
  }

  Result<> read_tools() {
    QUORUM_TRY(const auto tools, root_.array("tools"));
    std::size_t index = 0;
    for (const auto value : tools) {
      QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
      QUORUM_TRY(const auto type, tool.text("type"));
      if (!type.empty() && type != "function") return wrong(tool.path("type"), "function");
      QUORUM_TRY(const auto function, tool.needed_object("function", "an object"));
      llm::Tool read;
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      QUORUM_TRY(read.description, function.text("description"));
      QUORUM_TRY(const auto parameters, function.object("parameters"));
      read.parameters = parameters.value.raw();
      QUORUM_TRY(read.strict, function.flag("strict"));
      chat_.tools.push_back(std::move(read));
    }
    return {};
  }

  Result<> read_common() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_CHECK(read_format());
    QUORUM_CHECK(read_think());
    QUORUM_TRY(const auto logprobs, root_.flag("logprobs"));
    QUORUM_TRY(const auto top, root_.integer("top_logprobs", 0, 20));
    chat_.logprobs = logprobs.value_or(false);
    chat_.top_logprobs = top.value_or(0);
    return read_options();
  }

  Result<> read_format() {
    using Format = llm::ResponseFormat;
    const auto format = root_.value["format"];
    if (says_nothing(format)) return {};
    if (format.string() == "json") {
      chat_.format = Format{.kind = Format::Kind::json_object};
    } else if (format.is(Kind::object)) {
      chat_.format = Format{.kind = Format::Kind::json_schema, .schema = std::string{format.raw()}};
    } else {
      return wrong("format", "json or a JSON Schema");
    }
    return {};
  }

  Result<> read_think() {
    const auto think = root_.value["think"];
    if (says_nothing(think)) return {};
    if (const auto flag = think.boolean()) {
      chat_.thinking = llm::Thinking{.is_on = flag};
    } else if (const auto level = think.string()) {
      chat_.thinking = llm::Thinking{.effort = std::string{*level}};
    } else {
      return wrong("think", "true, false, low, medium, high or max");
    }
    return {};
  }

  Result<> read_options() {
    QUORUM_TRY(const auto options, root_.object("options"));
    QUORUM_TRY(chat_.temperature, options.number("temperature", 0, 100));
    QUORUM_TRY(chat_.top_p, options.number("top_p", 0, 1));
    QUORUM_TRY(chat_.min_p, options.number("min_p", 0, 1));
    QUORUM_TRY(chat_.top_k, options.integer("top_k", -1, INT32_MAX));
    QUORUM_TRY(chat_.seed, options.integer("seed", INT64_MIN, INT64_MAX));
    QUORUM_TRY(chat_.repeat_penalty, options.number("repeat_penalty", -100, 100));
    QUORUM_TRY(chat_.presence_penalty, options.number("presence_penalty", -100, 100));
    QUORUM_TRY(chat_.frequency_penalty, options.number("frequency_penalty", -100, 100));
    QUORUM_TRY(const auto tokens, options.integer("num_predict", INT64_MIN, INT64_MAX));
    // -1 means without end, -2 until the context is full: both ask for no limit of their own.
    if (tokens && *tokens > 0) chat_.tokens_max = tokens;
    QUORUM_CHECK(read_stop(options));
    constexpr std::array<std::string_view, 10> kKnown{"temperature",
                                                      "top_p",
                                                      "min_p",
                                                      "top_k",
                                                      "seed",
                                                      "repeat_penalty",
                                                      "presence_penalty",
                                                      "frequency_penalty",
                                                      "num_predict",
                                                      "stop"};
    for (const auto member : options.value) {
      if (std::ranges::find(kKnown, member.key()) != kKnown.end() || !is_given(member)) continue;
      chat_.extras.push_back({.name = join("options", member.key()), .json = copy(member)});
    }
    return {};
  }

  Result<> read_stop(const Object& options) {
    constexpr std::string_view kExpected = "an array of strings";
    const auto stop = options.value["stop"];
    if (!is_given(stop)) return {};
    if (const auto text = stop.string()) {
      chat_.stop.emplace_back(*text);
      return {};
    }
    if (!stop.is(Kind::array)) return wrong(options.path("stop"), kExpected);
    for (const auto value : stop) {
      const auto text = value.string();
      if (!text) return wrong(options.path("stop"), kExpected);
      chat_.stop.emplace_back(*text);
    }
    return {};
  }

  static std::string copy(Value value) { return std::string{value.raw()}; }

  void keep_extras(std::initializer_list<std::string_view> known) {
    for (const auto member : root_.value) {
      if (std::ranges::find(known, member.key()) != known.end() || says_nothing(member)) continue;
      chat_.extras.push_back({.name = std::string{member.key()}, .json = copy(member)});
    }
  }

  Object root_;
  llm::Chat chat_{.messages = {}};
  OpenCalls open_;
};

}  // namespace

Result<llm::Chat> read_chat(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  return Reader{root, llm::Dialect::ollama_chat}.read_chat();
}

Result<llm::Chat> read_generate(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  return Reader{root, llm::Dialect::ollama_generate}.read_generate();
}

bool is_load(std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return false;
  const auto root = document->root();
  return root.is(Kind::object) && says_nothing(root["messages"]) && says_nothing(root["prompt"]) &&
         says_nothing(root["images"]);
}

}  // namespace quorum::ollama
