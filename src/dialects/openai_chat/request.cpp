#include "dialects/openai_chat/request.hpp"

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
#include "dialects/openai_chat/messages.hpp"
#include "dialects/openai_chat/thinking.hpp"
#include "dialects/openai_chat/tools.hpp"
#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::is_given;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

/// The members that we have words for; every other one is an extra.
constexpr std::array<std::string_view, 42> kWords{"model",
                                                  "messages",
                                                  "stream",
                                                  "stream_options",
                                                  "temperature",
                                                  "top_p",
                                                  "top_k",
                                                  "min_p",
                                                  "frequency_penalty",
                                                  "presence_penalty",
                                                  "repetition_penalty",
                                                  "repeat_penalty",
                                                  "seed",
                                                  "random_seed",
                                                  "max_tokens",
                                                  "max_completion_tokens",
                                                  "n",
                                                  "stop",
                                                  "tools",
                                                  "tool_choice",
                                                  "parallel_tool_calls",
                                                  "functions",
                                                  "function_call",
                                                  "response_format",
                                                  "logprobs",
                                                  "top_logprobs",
                                                  "logit_bias",
                                                  "verbosity",
                                                  "metadata",
                                                  "user",
                                                  "safety_identifier",
                                                  "service_tier",
                                                  "prompt_cache_key",
                                                  "cache_control",
                                                  "store",
                                                  "modalities",
                                                  "audio",
                                                  "reasoning_effort",
                                                  "reasoning",
                                                  "thinking",
                                                  "enable_thinking",
                                                  "quorum"};

class Reader {
 public:
  explicit Reader(Value root) : root_{.value = root, .at = {}} {}

  Result<llm::Chat> read() {
    if (!root_.value.is(Kind::object)) {
      return Error{.code = Errc::invalid_request, .message = "The body must be a JSON object."};
    }
    QUORUM_TRY(chat_.messages, read_messages(root_));
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_limits());
    QUORUM_CHECK(read_tools(root_, chat_));
    QUORUM_CHECK(read_format());
    QUORUM_CHECK(read_logprobs());
    QUORUM_TRY(chat_.thinking, read_thinking(root_));
    QUORUM_CHECK(read_outputs());
    QUORUM_CHECK(read_account());
    QUORUM_CHECK(read_stream());
    read_extras();
    return std::move(chat_);
  }

 private:
  /// A value that we have no word for, though we have one for its member.
  void keep(std::string_view name) {
    chat_.extras.push_back(
        {.name = std::string{name}, .json = std::string{root_.value[name].raw()}});
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
    QUORUM_TRY(const auto bias, root_.object("logit_bias"));
    chat_.logit_bias = bias.value.raw();
    for (const auto* name : {"seed", "random_seed"}) QUORUM_CHECK(read_seed(name));
    return {};
  }

  Result<> read_seed(const char* name) {
    const auto seed = root_.value[name];
    if (!is_given(seed)) return {};
    if (!seed.is(Kind::number)) return wrong(name, "a whole number");
    chat_.seed = seed.integer();
    if (!chat_.seed) keep(name);
    return {};
  }

  Result<> read_limits() {
    for (const auto* name : {"max_tokens", "max_completion_tokens"}) {
      QUORUM_TRY(const auto tokens, root_.integer(name, 1, INT64_MAX));
      if (tokens) chat_.tokens_max = tokens;
    }
    QUORUM_TRY(chat_.answers, root_.integer("n", 1, 128));
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

  Result<> read_format() {
    using Format = llm::ResponseFormat;
    QUORUM_TRY(const auto format, root_.object("response_format"));
    if (!format.value) return {};
    constexpr std::string_view kTypes = "text, json_object, json_schema or grammar";
    QUORUM_TRY(const auto type, format.needed_text("type", kTypes));
    if (type == "text") {
      chat_.format = Format{.kind = Format::Kind::text};
    } else if (type == "json_object") {
      // llama.cpp, Together and Fireworks take the schema here.
      QUORUM_TRY(const auto schema, format.object("schema"));
      const auto kind = schema.value ? Format::Kind::json_schema : Format::Kind::json_object;
      chat_.format = Format{.kind = kind, .schema = std::string{schema.value.raw()}};
    } else if (type == "json_schema") {
      return read_schema(format);
    } else if (type == "grammar") {
      QUORUM_TRY(auto grammar, format.needed_text("grammar", "a grammar in GBNF"));
      chat_.format = Format{.kind = Format::Kind::grammar, .schema = std::move(grammar)};
    } else {
      keep("response_format");
    }
    return {};
  }

  Result<> read_schema(const Object& format) {
    QUORUM_TRY(const auto named, format.needed_object("json_schema", "an object"));
    llm::ResponseFormat read{.kind = llm::ResponseFormat::Kind::json_schema};
    QUORUM_TRY(read.name, named.text("name"));
    QUORUM_TRY(read.description, named.text("description"));
    QUORUM_TRY(const auto schema, named.object("schema"));
    read.schema = schema.value.raw();
    QUORUM_TRY(read.strict, named.flag("strict"));
    chat_.format = std::move(read);
    return {};
  }

  Result<> read_logprobs() {
    QUORUM_TRY(const auto logprobs, root_.flag("logprobs"));
    QUORUM_TRY(const auto top, root_.integer("top_logprobs", 0, 20));
    chat_.top_logprobs = top.value_or(0);
    chat_.logprobs = logprobs.value_or(chat_.top_logprobs > 0);
    return {};
  }

  Result<> read_outputs() {
    QUORUM_TRY(const auto modalities, root_.array("modalities"));
    for (const auto value : modalities) {
      const auto word = value.string();
      if (!word) return wrong("modalities", "an array of text, audio or image");
      chat_.outputs.emplace_back(*word);
    }
    if (chat_.outputs == std::vector<std::string>{"text"}) chat_.outputs.clear();
    QUORUM_TRY(const auto audio, root_.object("audio"));
    chat_.audio = audio.value.raw();
    QUORUM_TRY(chat_.verbosity, root_.text("verbosity"));
    return {};
  }

  /// What is for the vendor's books.
  Result<> read_account() {
    QUORUM_TRY(const auto metadata, root_.object("metadata"));
    chat_.metadata = metadata.value.raw();
    for (const auto* name : {"user", "safety_identifier"}) {
      QUORUM_TRY(auto user, root_.text(name));
      if (!user.empty()) chat_.user_id = std::move(user);
    }
    QUORUM_TRY(chat_.service_tier, root_.text("service_tier"));
    QUORUM_TRY(chat_.cache_key, root_.text("prompt_cache_key"));
    chat_.cache = read_cache_hint(root_.value);
    QUORUM_TRY(chat_.store, root_.flag("store"));
    return {};
  }

  Result<> read_stream() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_TRY(const auto options, root_.object("stream_options"));
    QUORUM_TRY(const auto include, options.flag("include_usage"));
    chat_.include_usage = include.value_or(false);
    return {};
  }

  void read_extras() {
    for (const auto member : root_.value) {
      if (!is_given(member) || std::ranges::find(kWords, member.key()) != kWords.end()) continue;
      chat_.extras.push_back(
          {.name = std::string{member.key()}, .json = std::string{member.raw()}});
    }
    if (!chat_.extras.empty()) chat_.extras_of = llm::Dialect::openai_chat;
  }

  Object root_;
  llm::Chat chat_{.messages = {}};
};

}  // namespace

Result<llm::Chat> read_request(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  return Reader{document.root()}.read();
}

Result<> check_request(std::string_view body) {
  QUORUM_CHECK(read_request(body));
  return {};
}

}  // namespace quorum::openai_chat
