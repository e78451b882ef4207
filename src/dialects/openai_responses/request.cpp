#include "dialects/openai_responses/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/openai_responses/input.hpp"
#include "dialects/openai_responses/tools.hpp"
#include "json/value.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::is_given;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

/// Who wants to know: a server that passes the bytes on, or a backend that needs the words.
enum class Purpose : bool { check, words };

/// Members that have a word of ours, or that ask for what happens anyway.
constexpr std::array<std::string_view, 26> kKnown{"model",
                                                  "input",
                                                  "instructions",
                                                  "max_output_tokens",
                                                  "tools",
                                                  "tool_choice",
                                                  "parallel_tool_calls",
                                                  "text",
                                                  "reasoning",
                                                  "include",
                                                  "temperature",
                                                  "top_p",
                                                  "top_logprobs",
                                                  "metadata",
                                                  "user",
                                                  "safety_identifier",
                                                  "service_tier",
                                                  "store",
                                                  "prompt_cache_key",
                                                  "stream",
                                                  "stream_options",
                                                  "conversation",
                                                  "previous_response_id",
                                                  "prompt",
                                                  "background",
                                                  "obfuscation"};

/// Where the members of `reasoning` stand that we have no word for: `reasoning.context`.
constexpr std::string_view kReasoning = "reasoning.";

class Reader {
 public:
  Reader(Value root, Purpose purpose) : root_{.value = root, .at = {}}, purpose_(purpose) {}

  Result<llm::Chat> read() {
    if (!root_.value.is(Kind::object)) {
      return Error{.code = Errc::invalid_request, .message = "The body must be a JSON object."};
    }
    QUORUM_CHECK(read_messages());
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_tools(root_, chat_));
    QUORUM_CHECK(read_text());
    QUORUM_CHECK(read_reasoning());
    QUORUM_CHECK(read_include());
    QUORUM_CHECK(read_keeping());
    read_extras();
    return std::move(chat_);
  }

 private:
  Result<> read_messages() {
    QUORUM_TRY(const auto instructions, root_.text("instructions"));
    if (!instructions.empty()) {
      chat_.messages.push_back(llm::message(llm::Role::system, instructions));
    }
    bool has_more = false;
    for (const auto* name : {"previous_response_id", "conversation", "prompt"}) {
      if (!is_given(root_.value[name])) continue;
      if (purpose_ == Purpose::words) return refuse_unknown(name);
      has_more = true;
    }
    const auto input = root_.value["input"];
    if (!is_given(input) && has_more) return {};
    if (!is_given(input)) return missing("input", "a string or an array of items");
    if (input.is(Kind::array) && input.size() == 0 && !has_more) {
      return wrong("input", "a string or an array of at least one item");
    }
    return read_input(input, chat_.messages);
  }

  static Result<> refuse_unknown(std::string_view name) {
    auto error = wrong(std::string{name}, "left out: only OpenAI itself knows what it stands for");
    error.reason = "unsupported_parameter";
    return error;
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, root_.number("temperature", 0, 2));
    QUORUM_TRY(chat_.top_p, root_.number("top_p", 0, 1));
    QUORUM_TRY(chat_.tokens_max, root_.integer("max_output_tokens", 1, INT64_MAX));
    QUORUM_TRY(const auto top, root_.integer("top_logprobs", 0, 20));
    chat_.top_logprobs = top.value_or(0);
    chat_.logprobs = chat_.top_logprobs > 0;
    return {};
  }

  Result<> read_text() {
    QUORUM_TRY(const auto text, root_.object("text"));
    QUORUM_TRY(chat_.verbosity, text.text("verbosity"));
    QUORUM_TRY(const auto format, text.object("format"));
    if (!format.value) return {};
    using Format = llm::ResponseFormat;
    constexpr std::string_view kTypes = "text, json_object or json_schema";
    QUORUM_TRY(const auto type, format.needed_text("type", kTypes));
    if (type == "text") {
      chat_.format = Format{.kind = Format::Kind::text};
    } else if (type == "json_object") {
      chat_.format = Format{.kind = Format::Kind::json_object};
    } else if (type == "json_schema") {
      return read_schema(format);
    } else if (purpose_ == Purpose::words) {
      return wrong(format.path("type"), kTypes);
    }
    return {};
  }

  Result<> read_schema(const Object& format) {
    llm::ResponseFormat read{.kind = llm::ResponseFormat::Kind::json_schema};
    QUORUM_TRY(read.name, format.text("name"));
    QUORUM_TRY(read.description, format.text("description"));
    QUORUM_TRY(const auto schema, format.needed_object("schema", "a JSON Schema"));
    read.schema = schema.value.raw();
    QUORUM_TRY(read.strict, format.flag("strict"));
    chat_.format = std::move(read);
    return {};
  }

  Result<> read_reasoning() {
    QUORUM_TRY(const auto reasoning, root_.object("reasoning"));
    llm::Thinking thinking;
    QUORUM_TRY(thinking.effort, reasoning.text("effort"));
    QUORUM_TRY(thinking.summary, reasoning.text("summary"));
    if (thinking.summary.empty()) {
      QUORUM_TRY(thinking.summary, reasoning.text("generate_summary"));
    }
    if (thinking != llm::Thinking{}) chat_.thinking = std::move(thinking);
    for (const auto member : reasoning.value) {
      const auto name = member.key();
      if (name == "effort" || name == "summary" || name == "generate_summary") continue;
      if (is_given(member)) add_extra(std::string{kReasoning}.append(name), member);
    }
    return {};
  }

  Result<> read_include() {
    QUORUM_TRY(const auto include, root_.array("include"));
    bool has_more = false;
    for (const auto value : include) {
      const auto word = value.string();
      if (!word) return wrong("include", "an array of strings");
      if (*word == "message.output_text.logprobs") {
        chat_.logprobs = true;
      } else if (*word != "reasoning.encrypted_content") {
        has_more = true;
      }
    }
    if (has_more) add_extra("include", include);
    return {};
  }

  Result<> read_keeping() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_TRY(const auto is_background, root_.flag("background"));
    if (is_background.value_or(false)) add_extra("background", root_.value["background"]);
    QUORUM_TRY(chat_.store, root_.flag("store"));
    QUORUM_TRY(chat_.service_tier, root_.text("service_tier"));
    QUORUM_TRY(chat_.cache_key, root_.text("prompt_cache_key"));
    QUORUM_TRY(chat_.user_id, root_.text("user"));
    QUORUM_TRY(auto identifier, root_.text("safety_identifier"));
    if (!identifier.empty()) chat_.user_id = std::move(identifier);
    QUORUM_TRY(const auto metadata, root_.object("metadata"));
    chat_.metadata = metadata.value.raw();
    return {};
  }

  void read_extras() {
    chat_.extras_of = llm::Dialect::openai_responses;
    chat_.include_usage = true;
    for (const auto member : root_.value) {
      const auto name = member.key();
      if (!is_given(member) || std::ranges::find(kKnown, name) != kKnown.end()) continue;
      // What is the default everywhere need not be asked for.
      if (name == "truncation" && member.string() == "disabled") continue;
      add_extra(std::string{name}, member);
    }
  }

  void add_extra(std::string name, Value value) {
    chat_.extras.push_back({.name = std::move(name), .json = std::string{value.raw()}});
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

}  // namespace quorum::openai_responses
