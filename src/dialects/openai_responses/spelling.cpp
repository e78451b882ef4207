#include "dialects/openai_responses/spelling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "dialects/openai_responses/messages.hpp"
#include "dialects/openai_responses/tools.hpp"
#include "dialects/untaken.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::openai_responses {
namespace {

/// Fewer are refused.
constexpr std::int64_t kTokensMin = 16;
constexpr std::size_t kIdentifierMax = 64;
constexpr std::string_view kReasoning = "reasoning.";

/// What both of OpenAI's dialects call the same and we have no word for.
constexpr std::array<std::string_view, 3> kShared{"prompt_cache_options", "prompt_cache_retention",
                                                  "moderation"};

constexpr dialects::Takes kTakes{.temperature = true,
                                 .top_p = true,
                                 .parallel_tool_calls = true,
                                 .thinking = true,
                                 .verbosity = true,
                                 .logprobs = true,
                                 .metadata = true,
                                 .user_id = true,
                                 .service_tier = true,
                                 .cache_key = true,
                                 .store = true};

bool is_openai(llm::Dialect dialect) {
  return dialect == llm::Dialect::openai_chat || dialect == llm::Dialect::openai_responses;
}

class RequestWriter {
 public:
  RequestWriter(const llm::Chat& chat, const dialects::Ask& ask)
      : chat_(chat), ask_(ask), writer_(out_.body) {}

  dialects::Outgoing write() {
    writer_.object().key("model").string(ask_.model).key("input");
    const ItemRules rules{.maker = ask_.quirks.responses.maker,
                          .takes_thoughts = ask_.quirks.responses.takes_thoughts,
                          .marks_cache = is_openai(chat_.extras_of)};
    write_input(writer_, chat_, rules, dropped_);
    write_sampling();
    write_limit();
    write_tools(writer_, chat_, dropped_);
    write_text();
    write_reasoning();
    write_keeping();
    write_include();
    write_extras();
    note_untaken(chat_, kTakes, chat_.extras_of, dropped_);
    if (ask_.delivery == dialects::Delivery::streamed) writer_.key("stream").boolean(true);
    writer_.end();
    out_.dropped = dropped_.take();
    return std::move(out_);
  }

 private:
  void write(std::string_view name, const std::string& text) {
    if (!text.empty()) writer_.key(name).string(text);
  }

  void write_sampling() {
    const bool is_refused = ask_.quirks.openai.refuses_sampling;
    if (is_refused) {
      if (chat_.temperature) dropped_.add("temperature");
      if (chat_.top_p) dropped_.add("top_p");
      if (chat_.logprobs) dropped_.add("logprobs");
      return;
    }
    if (chat_.temperature) writer_.key("temperature").number(*chat_.temperature);
    if (chat_.top_p) writer_.key("top_p").number(*chat_.top_p);
    if (chat_.top_logprobs > 0) writer_.key("top_logprobs").number(chat_.top_logprobs);
  }

  void write_limit() {
    if (!chat_.tokens_max) return;
    writer_.key("max_output_tokens").number(std::max(*chat_.tokens_max, kTokensMin));
    if (*chat_.tokens_max < kTokensMin) out_.emulated.emplace_back("max_completion_tokens");
  }

  void write_text() {
    const bool is_grammar =
        chat_.format && chat_.format->kind == llm::ResponseFormat::Kind::grammar;
    if (is_grammar) dropped_.add("response_format");
    const bool has_format = chat_.format && !is_grammar;
    if (!has_format && chat_.verbosity.empty()) return;
    writer_.key("text").object();
    if (has_format) write_format(*chat_.format);
    write("verbosity", chat_.verbosity);
    writer_.end();
  }

  void write_format(const llm::ResponseFormat& format) {
    using Kind = llm::ResponseFormat::Kind;
    writer_.key("format").object().key("type");
    switch (format.kind) {
      case Kind::grammar:
      case Kind::text: writer_.string("text"); break;
      case Kind::json_object: writer_.string("json_object"); break;
      case Kind::json_schema:
        writer_.string("json_schema");
        writer_.key("name").string(format.name.empty() ? "answer" : format.name);
        write("description", format.description);
        writer_.key("schema").raw(format.schema.empty() ? "{}" : format.schema);
        if (format.strict) writer_.key("strict").boolean(*format.strict);
    }
    writer_.end();
  }

  /// A budget has no place here; it is told as the effort that comes nearest.
  std::string effort() const {
    if (!chat_.thinking) return {};
    const auto& thinking = *chat_.thinking;
    if (!thinking.effort.empty()) return thinking.effort;
    if (thinking.is_on == false || thinking.budget_tokens == 0) return "none";
    if (!thinking.budget_tokens) return thinking.is_on == true ? "medium" : "";
    if (*thinking.budget_tokens <= 1024) return "low";
    return *thinking.budget_tokens <= 2048 ? "medium" : "high";
  }

  void write_reasoning() {
    const auto wanted = effort();
    const bool tells_summary =
        chat_.thinking && !chat_.thinking->summary.empty() && chat_.thinking->summary != "omitted";
    if (chat_.thinking && chat_.thinking->budget_tokens.value_or(0) > 0) {
      out_.emulated.emplace_back("reasoning.max_tokens");
    }
    const auto is_ours = [this](const llm::Extra& extra) { return is_own_reasoning(extra); };
    const bool has_more = std::ranges::any_of(chat_.extras, is_ours);
    if (wanted.empty() && !tells_summary && !has_more) return;
    writer_.key("reasoning").object();
    write("effort", wanted);
    if (tells_summary) writer_.key("summary").string(chat_.thinking->summary);
    for (const auto& extra : chat_.extras) {
      if (!is_ours(extra)) continue;
      writer_.key(extra.name.substr(kReasoning.size())).raw(extra.json);
    }
    writer_.end();
  }

  bool is_own_reasoning(const llm::Extra& extra) const {
    return chat_.extras_of == llm::Dialect::openai_responses && extra.name.starts_with(kReasoning);
  }

  void write_keeping() {
    writer_.key("store").boolean(chat_.store.value_or(false));
    if (!chat_.metadata.empty()) writer_.key("metadata").raw(chat_.metadata);
    const bool is_short = chat_.user_id.size() <= kIdentifierMax;
    write(is_short ? "safety_identifier" : "user", chat_.user_id);
    write("service_tier", chat_.service_tier);
    write("prompt_cache_key", chat_.cache_key);
  }

  void write_include() {
    std::vector<std::string> words{"reasoning.encrypted_content"};
    if (chat_.logprobs && !ask_.quirks.openai.refuses_sampling) {
      words.emplace_back("message.output_text.logprobs");
    }
    for (const auto& extra : chat_.extras) {
      if (extra.name != "include" || chat_.extras_of != llm::Dialect::openai_responses) continue;
      const auto document = json::Document::parse(extra.json);
      if (!document) continue;
      for (const auto word : document->root()) {
        const auto name = word.string().value_or("");
        if (std::ranges::find(words, name) == words.end()) words.emplace_back(name);
      }
    }
    writer_.key("include").array();
    for (const auto& word : words) writer_.string(word);
    writer_.end();
  }

  void write_extras() {
    for (const auto& extra : chat_.extras) {
      if (is_own_reasoning(extra)) continue;
      if (chat_.extras_of == llm::Dialect::openai_responses && extra.name == "include") continue;
      const bool is_shared = std::ranges::find(kShared, extra.name) != kShared.end();
      const bool is_taken = chat_.extras_of == llm::Dialect::openai_responses ||
                            (chat_.extras_of == llm::Dialect::openai_chat && is_shared);
      is_taken ? void(writer_.key(extra.name).raw(extra.json)) : dropped_.add(extra.name);
    }
  }

  const llm::Chat& chat_;
  const dialects::Ask& ask_;
  dialects::Outgoing out_;
  dialects::Dropped dropped_;
  json::Writer writer_;
};

}  // namespace

dialects::Outgoing write_request(const llm::Chat& chat, const dialects::Ask& ask) {
  return RequestWriter{chat, ask}.write();
}

}  // namespace quorum::openai_responses
