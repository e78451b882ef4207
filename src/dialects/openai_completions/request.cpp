#include "dialects/openai_completions/request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"

namespace quorum::openai_completions {
namespace {

using dialects::is_given;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

/// Who wants to know: a server that passes the bytes on, or a backend that needs the words.
enum class Purpose : bool { check, words };

/// What says only what is so anyhow.
bool says_nothing(Value value) {
  return !is_given(value) || value.string() == "" || value.boolean() == false;
}

class Reader {
 public:
  Reader(Object root, Purpose purpose) : root_(std::move(root)), purpose_(purpose) {
    chat_.extras_of = llm::Dialect::openai_completions;
  }

  Result<llm::Chat> read() {
    QUORUM_CHECK(read_prompt());
    QUORUM_CHECK(read_sampling());
    QUORUM_CHECK(read_stop());
    QUORUM_CHECK(read_logprobs());
    QUORUM_CHECK(read_delivery());
    QUORUM_CHECK(root_.flag("echo"));
    QUORUM_CHECK(root_.text("suffix"));
    QUORUM_CHECK(root_.integer("best_of", 0, 128));
    keep_extras();
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

  Result<> read_prompt() {
    constexpr std::string_view kExpected = "a text or an array of texts or tokens";
    const auto prompt = root_.value["prompt"];
    if (!is_given(prompt)) return missing("prompt", "a text to continue");
    if (const auto text = prompt.string()) return keep_prompt(*text);
    if (!prompt.is(Kind::array) || prompt.size() == 0) return wrong("prompt", kExpected);
    for (const auto value : prompt) {
      if (value.is(Kind::string)) continue;
      const bool is_tokens = value.is(Kind::number) || value.is(Kind::array);
      if (!is_tokens) return wrong("prompt", kExpected);
      return refuse("prompt", "a text: tokens mean something else to each model");
    }
    if (prompt.size() > 1) return refuse("prompt", "one text: one answer at a time");
    return keep_prompt(*prompt[0].string());
  }

  Result<> keep_prompt(std::string_view text) {
    chat_.messages.push_back(llm::message(llm::Role::user, std::string{text}));
    return {};
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, root_.number("temperature", 0, 2));
    QUORUM_TRY(chat_.top_p, root_.number("top_p", 0, 1));
    QUORUM_TRY(chat_.min_p, root_.number("min_p", 0, 1));
    QUORUM_TRY(chat_.top_k, root_.integer("top_k", -1, INT32_MAX));
    QUORUM_TRY(chat_.frequency_penalty, root_.number("frequency_penalty", -2, 2));
    QUORUM_TRY(chat_.presence_penalty, root_.number("presence_penalty", -2, 2));
    QUORUM_TRY(chat_.repeat_penalty, root_.number("repetition_penalty", 0, 10));
    QUORUM_TRY(chat_.seed, root_.integer("seed", INT64_MIN, INT64_MAX));
    QUORUM_TRY(chat_.tokens_max, root_.integer("max_tokens", 0, INT64_MAX));
    QUORUM_TRY(chat_.answers, root_.integer("n", 1, 128));
    QUORUM_TRY(chat_.user_id, root_.text("user"));
    QUORUM_TRY(const auto bias, root_.object("logit_bias"));
    if (bias.value.size() > 0) chat_.logit_bias = bias.value.raw();
    return {};
  }

  Result<> read_stop() {
    constexpr std::string_view kExpected = "a string or an array of strings";
    const auto stop = root_.value["stop"];
    if (!is_given(stop)) return {};
    if (const auto text = stop.string()) {
      chat_.stop.emplace_back(*text);
      return {};
    }
    if (!stop.is(Kind::array)) return wrong("stop", kExpected);
    for (const auto value : stop) {
      const auto text = value.string();
      if (!text) return wrong("stop", kExpected);
      chat_.stop.emplace_back(*text);
    }
    return {};
  }

  /// A number here: how many others beside the token that was chosen. Some take a flag.
  Result<> read_logprobs() {
    if (const auto flag = root_.value["logprobs"].boolean()) {
      chat_.logprobs = *flag;
      return {};
    }
    QUORUM_TRY(const auto logprobs, root_.integer("logprobs", 0, 20));
    chat_.logprobs = logprobs.has_value();
    chat_.top_logprobs = logprobs.value_or(0);
    return {};
  }

  Result<> read_delivery() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_TRY(const auto options, root_.object("stream_options"));
    QUORUM_TRY(const auto include, options.flag("include_usage"));
    chat_.include_usage = include.value_or(false);
    return {};
  }

  void keep_extras() {
    constexpr std::array<std::string_view, 18> kKnown{"model",
                                                      "prompt",
                                                      "temperature",
                                                      "top_p",
                                                      "min_p",
                                                      "top_k",
                                                      "frequency_penalty",
                                                      "presence_penalty",
                                                      "repetition_penalty",
                                                      "seed",
                                                      "max_tokens",
                                                      "n",
                                                      "user",
                                                      "logit_bias",
                                                      "stop",
                                                      "logprobs",
                                                      "stream",
                                                      "stream_options"};
    for (const auto member : root_.value) {
      if (std::ranges::find(kKnown, member.key()) != kKnown.end() || says_nothing(member)) continue;
      // The best of one is the one.
      if (member.key() == "best_of" && member.integer().value_or(0) <= 1) continue;
      chat_.extras.push_back(
          {.name = std::string{member.key()}, .json = std::string{member.raw()}});
    }
  }

  Object root_;
  Purpose purpose_;
  llm::Chat chat_{.messages = {}};
};

Result<llm::Chat> read(std::string_view body, Purpose purpose) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  return Reader{root, purpose}.read();
}

}  // namespace

Result<llm::Chat> read_request(std::string_view body) { return read(body, Purpose::words); }

Result<> check_request(std::string_view body) {
  QUORUM_CHECK(read(body, Purpose::check));
  return {};
}

}  // namespace quorum::openai_completions
