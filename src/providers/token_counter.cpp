#include "providers/token_counter.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "core/try.hpp"
#include "json/scan.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "llm/estimate.hpp"
#include "providers/targets.hpp"

namespace quorum::providers {
namespace {

using dialects::Delivery;

// What OpenAI adds around each message and before the answer; others do much the same.
constexpr std::int64_t kTokensPerMessage = 4;
constexpr std::int64_t kTokensPerAnswer = 3;
constexpr std::int64_t kTokensPerTool = 8;

// A picture of middling size; between vendors and sizes it is from 85 to some thousands.
constexpr std::int64_t kTokensPerMedium = 1'000;

std::int64_t tokens_of(const llm::Part& part) {
  if (const auto* text = part.as<llm::Text>()) return llm::estimate_tokens(text->text);
  if (const auto* thought = part.as<llm::Reasoning>()) return llm::estimate_tokens(thought->text);
  if (const auto* refusal = part.as<llm::Refusal>()) return llm::estimate_tokens(refusal->text);
  if (const auto* call = part.as<llm::ToolCall>()) {
    return kTokensPerTool + llm::estimate_tokens(call->name) +
           llm::estimate_tokens(call->arguments);
  }
  if (const auto* file = part.as<llm::File>(); file != nullptr && !file->text.empty()) {
    return llm::estimate_tokens(file->text);
  }
  if (const auto* opaque = part.as<llm::Opaque>()) return llm::estimate_tokens(opaque->json);
  return kTokensPerMedium;
}

/// How a kind of provider is asked for counts: in which dialect, and which of its members count.
struct Form {
  llm::Dialect dialect = llm::Dialect::none;
  std::span<const std::string_view> members{};
};

Form form_of(Counting counting) {
  static constexpr std::string_view kAnthropic[] = {
      "model",         "messages",           "system",           "tools",
      "tool_choice",   "thinking",           "mcp_servers",      "output_config",
      "cache_control", "context_management", "anthropic_version"};
  static constexpr std::string_view kGemini[] = {"contents", "systemInstruction", "tools",
                                                 "generationConfig", "toolConfig"};
  static constexpr std::string_view kOpenAi[] = {"model",
                                                 "input",
                                                 "instructions",
                                                 "tools",
                                                 "tool_choice",
                                                 "parallel_tool_calls",
                                                 "reasoning",
                                                 "text",
                                                 "truncation",
                                                 "conversation",
                                                 "previous_response_id"};
  switch (counting) {
    case Counting::anthropic: return {llm::Dialect::anthropic, kAnthropic};
    case Counting::gemini: return {llm::Dialect::gemini, kGemini};
    case Counting::openai: return {llm::Dialect::openai_responses, kOpenAi};
    case Counting::none: break;
  }
  return {};
}

/// Of `body` the members that a count may be asked for.
Result<std::string> counted(std::string_view body, std::span<const std::string_view> members) {
  QUORUM_TRY(const auto found, json::scan_object(body));
  std::string out;
  json::Writer w(out);
  w.object();
  for (const auto& member : found) {
    if (std::ranges::find(members, member.key) == members.end()) continue;
    w.key(member.key).raw(member.value);
  }
  w.end();
  return out;
}

/// Gemini's own server counts a whole request only as a member of another.
std::string wrapped(std::string_view body, std::string_view model) {
  std::string out;
  json::Writer w(out);
  w.object().key("generateContentRequest").object();
  w.key("model").string("models/" + std::string{model});
  if (const auto members = json::scan_object(body)) {
    for (const auto& member : *members) w.key(member.key).raw(member.value);
  }
  w.end().end();
  return out;
}

Result<llm::TokenCount> read_count(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  const auto tokens = root["input_tokens"] ? root["input_tokens"] : root["totalTokens"];
  const auto count = tokens.integer();
  if (!count) return dialects::unreadable(provider, "no count of tokens", body);
  return llm::TokenCount{.tokens = *count, .cached = root["cachedContentTokenCount"].integer()};
}

/// Whether the caller must change something; otherwise a guess serves better than a failure.
bool is_callers(const Error& error) {
  return error.code == Errc::invalid_request || error.code == Errc::too_large;
}

class TokenCounter final : public llm::TokenCounter {
 public:
  explicit TokenCounter(Places places) : places_(std::move(places)) {}

  Task<Result<llm::TokenCount>> count(llm::Call call, llm::CallContext context) override {
    QUORUM_CO_TRY(const auto placed, places_.place(call.model));
    auto request = placed.site == nullptr ? std::nullopt : compose(call, placed);
    if (request) {
      request->deadline = context.deadline;
      const auto form = form_of(placed.site->vendor().counting);
      auto body = co_await placed.site->ask(std::move(*request), target_of(form.dialect));
      if (!body) {
        if (is_callers(body.error())) co_return std::move(body.error());
      } else if (auto count = read_count(placed.provider, *body)) {
        co_return *count;
      }
    }
    QUORUM_CO_TRY(const auto chat, call.words());
    co_return llm::TokenCount{.tokens = estimate_tokens_of(chat), .is_estimate = true};
  }

 private:
  /// Nothing where the provider cannot be asked; what it would not understand it is not asked.
  static std::optional<SiteRequest> compose(const llm::Call& call, const Placed& placed) {
    const auto& vendor = placed.site->vendor();
    const auto form = form_of(vendor.counting);
    const auto* target = target_of(form.dialect);
    auto url = placed.site->address(vendor.count_path, placed.model);
    if (target == nullptr || !url) return std::nullopt;
    auto outgoing = write(call, placed, *target);
    if (!outgoing) return std::nullopt;
    SiteRequest request{.url = std::move(*url)};
    for (const auto& [name, value] : outgoing->headers) request.headers.set(name, value);
    for (const auto& [name, value] : call.wire.headers) request.headers.set(name, value);
    request.body = std::move(outgoing->body);
    return request;
  }

  static Result<dialects::Outgoing> write(const llm::Call& call, const Placed& placed,
                                          const dialects::Target& target) {
    const auto& vendor = placed.site->vendor();
    const auto quirks = quirks_for(vendor, placed.model);
    const dialects::Ask ask{.model = placed.model, .delivery = Delivery::whole, .quirks = quirks};
    QUORUM_TRY(auto outgoing, spelled(call, target, ask));
    if (vendor.counting == Counting::gemini && vendor.auth != Auth::google) {
      outgoing.body = wrapped(outgoing.body, placed.model);
      return outgoing;
    }
    QUORUM_TRY(outgoing.body, counted(outgoing.body, form_of(vendor.counting).members));
    return outgoing;
  }

  static Result<dialects::Outgoing> spelled(const llm::Call& call, const dialects::Target& target,
                                            const dialects::Ask& ask) {
    if (call.wire.dialect == target.dialect()) return target.splice(*call.wire.body, ask);
    QUORUM_TRY(const auto chat, call.words());
    return target.write(chat, ask);
  }

  Places places_;
};

}  // namespace

std::int64_t estimate_tokens_of(const llm::Chat& chat) {
  std::int64_t tokens = kTokensPerAnswer;
  for (const auto& message : chat.messages) {
    tokens += kTokensPerMessage;
    for (const auto& part : message.parts) tokens += tokens_of(part);
  }
  for (const auto& tool : chat.tools) {
    tokens += kTokensPerTool + llm::estimate_tokens(tool.name) +
              llm::estimate_tokens(tool.description) + llm::estimate_tokens(tool.parameters) +
              llm::estimate_tokens(tool.raw.json);
  }
  if (chat.format) tokens += llm::estimate_tokens(chat.format->schema);
  return tokens;
}

std::unique_ptr<llm::TokenCounter> token_counter(Places places) {
  return std::make_unique<TokenCounter>(std::move(places));
}

}  // namespace quorum::providers
