#include "dialects/anthropic/request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/anthropic/blocks.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"

namespace quorum::anthropic {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

// Members that this file has words for, and `anthropic_version`, which belongs to the way there.
constexpr std::array<std::string_view, 18> kKnown{
    "model",         "max_tokens",     "messages",
    "system",        "stop_sequences", "stream",
    "tools",         "tool_choice",    "thinking",
    "metadata",      "service_tier",   "temperature",
    "top_p",         "top_k",          "cache_control",
    "output_config", "output_format",  "anthropic_version"};

/// Who wants to know: a server that passes the bytes on, or a backend that needs the words. Whoever
/// passes them on lets pass what we do not know.
enum class Purpose : bool { check, words };

enum class Limit : bool { needed, none };

class Reader {
 public:
  Reader(Object root, Purpose purpose, Limit limit)
      : root_(std::move(root)), purpose_(purpose), limit_(limit) {}

  Result<llm::Chat> read() {
    chat_.extras_of = llm::Dialect::anthropic;
    chat_.include_usage = true;  // This dialect always tells it.
    QUORUM_CHECK(read_limits());
    QUORUM_CHECK(read_messages(root_, chat_.messages));
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_tools());
    QUORUM_CHECK(read_tool_choice());
    QUORUM_CHECK(read_thinking());
    QUORUM_CHECK(read_output());
    QUORUM_CHECK(read_metadata());
    QUORUM_TRY(chat_.cache, read_cache(root_));
    QUORUM_CHECK(root_.flag("stream"));
    read_extras();
    return std::move(chat_);
  }

 private:
  void keep(std::string name, Value value) {
    chat_.extras.push_back({.name = std::move(name), .json = std::string{value.raw()}});
  }

  /// A word that we do not know, in the place of one that we do.
  Result<> refuse(std::string field, std::string_view expected) const {
    if (purpose_ == Purpose::check) return {};
    return wrong(std::move(field), expected);
  }

  Result<> read_limits() {
    QUORUM_TRY(chat_.tokens_max, root_.integer("max_tokens", 0, INT64_MAX));
    if (!chat_.tokens_max && limit_ == Limit::needed) {
      return missing("max_tokens", "how many tokens to write at most");
    }
    QUORUM_TRY(const auto stop, root_.array("stop_sequences"));
    std::size_t index = 0;
    for (const auto value : stop) {
      const auto text = value.string();
      if (!text) return wrong(join("stop_sequences", index), "a string");
      chat_.stop.emplace_back(*text);
      ++index;
    }
    return {};
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, root_.number("temperature", 0, 1));
    QUORUM_TRY(chat_.top_p, root_.number("top_p", 0, 1));
    QUORUM_TRY(chat_.top_k, root_.integer("top_k", 0, INT32_MAX));
    return {};
  }

  Result<> read_tools() {
    QUORUM_TRY(const auto tools, root_.array("tools"));
    std::size_t index = 0;
    for (const auto value : tools) {
      QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
      QUORUM_CHECK(read_tool(tool));
    }
    return {};
  }

  Result<> read_tool(const Object& tool) {
    llm::Tool read;
    QUORUM_TRY(const auto type, tool.text("type"));
    QUORUM_TRY(read.cache, read_cache(tool));
    const auto raw = [&] {
      return llm::Opaque{.dialect = llm::Dialect::anthropic, .json = std::string{tool.value.raw()}};
    };
    if (!type.empty() && type != "custom") {
      read.kind = llm::Tool::Kind::built_in;
      QUORUM_TRY(read.name, tool.text("name"));
      if (read.name.empty()) read.name = type;
      read.raw = raw();
      chat_.tools.push_back(std::move(read));
      return {};
    }
    QUORUM_TRY(read.name, tool.needed_text("name", "a tool's name"));
    QUORUM_TRY(read.description, tool.text("description"));
    QUORUM_TRY(const auto schema, tool.needed_object("input_schema", "a JSON Schema"));
    read.parameters = schema.value.raw();
    QUORUM_TRY(read.strict, tool.flag("strict"));
    // Members beyond these are Anthropic's alone: the definition is kept for it.
    constexpr std::array<std::string_view, 6> kOurs{"type",         "name",   "description",
                                                    "input_schema", "strict", "cache_control"};
    const bool has_more = std::ranges::any_of(tool.value, [&](Value member) {
      return std::ranges::find(kOurs, member.key()) == kOurs.end();
    });
    if (has_more) read.raw = raw();
    chat_.tools.push_back(std::move(read));
    return {};
  }

  Result<> read_tool_choice() {
    using Mode = llm::ToolChoice::Mode;
    constexpr std::string_view kTypes = "one of auto, any, tool, none";
    QUORUM_TRY(const auto choice, root_.object("tool_choice"));
    if (!choice.value) return {};
    QUORUM_TRY(const auto type, choice.needed_text("type", kTypes));
    QUORUM_TRY(const auto is_single, choice.flag("disable_parallel_tool_use"));
    if (is_single) chat_.parallel_tool_calls = !*is_single;
    if (type == "auto") {
      chat_.tool_choice = {.mode = Mode::automatic};
    } else if (type == "any") {
      chat_.tool_choice = {.mode = Mode::required};
    } else if (type == "none") {
      chat_.tool_choice = {.mode = Mode::none};
    } else if (type == "tool") {
      QUORUM_TRY(auto name, choice.needed_text("name", "a tool's name"));
      chat_.tool_choice = {.mode = Mode::named, .name = std::move(name)};
    } else {
      return refuse(choice.path("type"), kTypes);
    }
    return {};
  }

  Result<> read_thinking() {
    constexpr std::string_view kTypes = "one of enabled, adaptive, disabled, between_tools";
    QUORUM_TRY(const auto thinking, root_.object("thinking"));
    if (!thinking.value) return {};
    QUORUM_TRY(const auto type, thinking.needed_text("type", kTypes));
    QUORUM_TRY(const auto display, thinking.text("display"));
    llm::Thinking read{.is_on = type != "disabled", .is_adaptive = type == "adaptive"};
    if (display == "summarized") read.summary = "auto";
    if (display == "omitted") read.summary = "omitted";
    if (type == "enabled") {
      if (!is_given(thinking.value["budget_tokens"])) {
        return missing(thinking.path("budget_tokens"), "a whole number, at least 1024");
      }
      QUORUM_TRY(read.budget_tokens, thinking.integer("budget_tokens", 1, INT64_MAX));
    } else if (type == "between_tools") {
      keep("thinking", thinking.value);  // Nobody else can be told when to think.
    } else if (type != "adaptive" && type != "disabled") {
      return refuse(thinking.path("type"), kTypes);
    }
    chat_.thinking = std::move(read);
    return {};
  }

  Result<> read_output() {
    QUORUM_TRY(const auto former, root_.object("output_format"));
    if (former.value) QUORUM_CHECK(read_format(former));
    QUORUM_TRY(const auto config, root_.object("output_config"));
    for (const auto member : config.value) {
      const auto name = member.key();
      if (name == "effort" || name == "format" || !is_given(member)) continue;
      keep(join("output_config", name), member);
    }
    QUORUM_TRY(auto effort, config.text("effort"));
    if (!effort.empty()) {
      if (!chat_.thinking) chat_.thinking.emplace();
      chat_.thinking->effort = std::move(effort);
    }
    QUORUM_TRY(const auto format, config.object("format"));
    if (format.value) QUORUM_CHECK(read_format(format));
    return {};
  }

  Result<> read_format(const Object& format) {
    QUORUM_TRY(const auto type, format.needed_text("type", "json_schema"));
    if (type != "json_schema") return refuse(format.path("type"), "json_schema");
    QUORUM_TRY(const auto schema, format.needed_object("schema", "a JSON Schema"));
    chat_.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_schema,
                                       .schema = std::string{schema.value.raw()}};
    return {};
  }

  Result<> read_metadata() {
    QUORUM_TRY(const auto metadata, root_.object("metadata"));
    QUORUM_TRY(chat_.user_id, metadata.text("user_id"));
    for (const auto member : metadata.value) {
      if (member.key() != "user_id") keep(join("metadata", member.key()), member);
    }
    QUORUM_TRY(chat_.service_tier, root_.text("service_tier"));
    if (chat_.service_tier == "standard_only") chat_.service_tier = "default";
    return {};
  }

  void read_extras() {
    for (const auto member : root_.value) {
      const bool is_known = std::ranges::find(kKnown, member.key()) != kKnown.end();
      if (!is_known && is_given(member)) keep(std::string{member.key()}, member);
    }
  }

  Object root_;
  Purpose purpose_;
  Limit limit_;
  llm::Chat chat_{.messages = {}};
};

Result<llm::Chat> read(std::string_view body, Purpose purpose, Limit limit) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(auto root, dialects::root_object(document));
  return Reader{std::move(root), purpose, limit}.read();
}

constexpr std::string_view kWithoutSampling = "2026-10-21";

Error gone(std::string field) {
  auto message = "`" + field + "` is not taken by anthropic-version 2026-10-21: leave it out.";
  return {.code = Errc::invalid_request,
          .message = std::move(message),
          .field = std::move(field),
          .reason = "unsupported_parameter"};
}

/// `2026-10-21`: dates so written stand in the order of their letters.
bool is_date(std::string_view version) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  return std::ranges::equal(version, kForm, [](char c, char form) {
    return form == 'd' ? c >= '0' && c <= '9' : c == form;
  });
}

}  // namespace

Result<llm::Chat> read_request(std::string_view body) {
  return read(body, Purpose::words, Limit::needed);
}

Result<llm::Chat> read_count_request(std::string_view body) {
  return read(body, Purpose::words, Limit::none);
}

Result<> check_request(std::string_view body) {
  QUORUM_CHECK(read(body, Purpose::check, Limit::needed));
  return {};
}

Result<> check_for_version(std::string_view body, std::string_view version) {
  if (!is_date(version) || version < kWithoutSampling) return {};
  QUORUM_TRY(const auto document, json::Document::parse(body));
  const auto root = document.root();
  for (const auto* name : {"temperature", "top_p", "top_k"}) {
    if (is_given(root[name])) return gone(name);
  }
  std::size_t index = 0;
  for (const auto message : root["messages"]) {
    const auto role = message["role"].string();
    const auto at = join(join("messages", index++), "content");
    std::size_t number = 0;
    for (const auto block : message["content"]) {
      const auto place = join(at, number++);
      const auto type = block["type"].string();
      const bool has_citations = role == "user" && type == "text" && block["citations"].size() > 0;
      if (has_citations) return gone(join(place, "citations"));
      if (role == "assistant" && type == "document") return gone(place);
    }
  }
  return {};
}

}  // namespace quorum::anthropic
