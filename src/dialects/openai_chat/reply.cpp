#include "dialects/openai_chat/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/try.hpp"
#include "dialects/openai_chat/annotations.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/text.hpp"
#include "dialects/openai_chat/unasked.hpp"
#include "dialects/openai_chat/usage.hpp"
#include "json/text.hpp"

namespace quorum::openai_chat {
namespace {

using json::Kind;
using json::Value;

constexpr std::string_view kSpace = " \t";

// As many as OpenAI gives at once.
constexpr std::size_t kChoicesMax = 128;

bool is_given(Value value) { return value.exists() && !value.is(Kind::null); }

std::optional<llm::Usage> find_usage(Value chunk) {
  if (auto usage = read_usage(chunk["usage"])) return usage;
  if (auto usage = read_usage(chunk["x_groq"]["usage"])) return usage;
  return read_usage(chunk["choices"][0]["usage"]);  // Moonshot's place.
}

/// The error object in `chunk`, if that is one.
Value find_error(Value chunk, std::string_view event_name) {
  if (is_given(chunk["error"])) return chunk["error"];
  const bool is_error = event_name == "error" || text(chunk["object"]) == "error";
  return is_error ? chunk : Value{};
}

/// What follows a member's name and its colon; nothing where no colon follows.
std::optional<std::string_view> behind_colon(std::string_view text) {
  const auto colon = text.find_first_not_of(kSpace);
  if (colon == text.npos || text[colon] != ':') return std::nullopt;
  const auto value = text.find_first_not_of(kSpace, colon + 1);
  return value == text.npos ? std::string_view{} : text.substr(value);
}

/// Strings of an event that say something to who passes it on.
enum class Mark : std::uint8_t { none, weighty, usage, choices, words };

Mark mark_of(std::string_view name) {
  switch (name.size()) {
    case 5: return name == "usage" ? Mark::usage : name == "error" ? Mark::weighty : Mark::none;
    case 7: return name == "choices" ? Mark::choices : name == "content" ? Mark::words : Mark::none;
    case 9: return name == "arguments" || name == "reasoning" ? Mark::words : Mark::none;
    case 11: return name == "obfuscation" ? Mark::words : Mark::none;
    case 13: return name == "finish_reason" ? Mark::weighty : Mark::none;
    case 17: return name == "reasoning_content" ? Mark::words : Mark::none;
    default: return Mark::none;
  }
}

/// Which of the answers each choice is: as it says, where what they say makes sense together.
std::vector<std::size_t> places_of(json::Value choices) {
  std::vector<std::size_t> said;
  std::vector<std::size_t> in_order;
  for (const auto choice : choices) {
    if (in_order.size() == kChoicesMax) break;
    const auto index = choice["index"].integer().value_or(-1);
    said.push_back(index < 0 ? kChoicesMax : static_cast<std::size_t>(index));
    in_order.push_back(in_order.size());
  }
  return std::ranges::is_permutation(said, in_order) ? said : in_order;
}

/// What an answer says beside its choices: who it is before the first delta, the rest in the last.
struct About {
  std::string id{};
  std::string model{};
  std::string service_tier{};
  std::vector<llm::Citation> sources{};
  std::optional<llm::Usage> usage{};

  /// Puts it into what was appended to `deltas` since there were `before`.
  void join(std::vector<llm::Delta>& deltas, std::size_t before) && {
    const bool is_silent =
        id.empty() && model.empty() && service_tier.empty() && sources.empty() && !usage;
    if (is_silent) return;
    if (deltas.size() == before) deltas.emplace_back();
    auto& first = deltas[before];
    first.id = std::move(id);
    first.model = std::move(model);
    first.service_tier = std::move(service_tier);
    // Who follows only the first of several answers must not miss what they cost.
    if (deltas.back().choice != 0) deltas.emplace_back();
    deltas.back().usage = usage;
    auto& citations = deltas.back().citations;
    citations.insert(citations.end(), sources.begin(), sources.end());
  }
};

std::string tier_of(Value answer) {
  const auto tier = answer["service_tier"];
  return copy(tier.exists() ? tier : answer["usage"]["service_tier"]);
}

}  // namespace

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (const auto error = find_error(root, ""); error.exists()) {
    return explain_object(provider, error);
  }
  const auto choices = root["choices"];
  if (!choices.is(Kind::array)) return dialects::unreadable(provider, "no choices", body);

  std::vector<llm::Delta> deltas;
  const auto places = places_of(choices);
  std::size_t index = 0;
  for (const auto choice : choices) {
    if (index == kChoicesMax) break;
    ChoiceReader reader{places[index++]};
    QUORUM_CHECK(reader.read(provider, choice, Form::message, deltas));
    reader.end(deltas);
  }
  if (index == 0) return dialects::unreadable(provider, "an answer without any choice", body);
  About{.id = copy(root["id"]),
        .model = copy(root["model"]),
        .service_tier = tier_of(root),
        .sources = read_sources(root),
        .usage = find_usage(root)}
      .join(deltas, 0);
  return deltas;
}

/// Strings do not go on beyond their line, so none of a model's words can look like a name; what is
/// written in an odd way is looked at closely.
dialects::Outline StreamReader::outline(std::string_view raw) const {
  if (!raw.starts_with("data:")) return {};
  dialects::Outline outline{.may_matter = false};
  bool has_choices = false;
  std::size_t words = 0;
  json::StringFinder strings(raw);
  for (std::string_view inside; strings.next(inside);) {
    const auto mark = mark_of(inside);
    if (mark == Mark::none) continue;
    const auto value = behind_colon(strings.rest());
    if (mark == Mark::choices) {
      has_choices = true;
    } else if (mark == Mark::words) {
      const bool is_string = value && value->starts_with('"') && strings.next(inside);
      if (is_string && words < outline.words.size()) outline.words[words++] = inside;
    } else {
      if (!value || !value->starts_with("null")) return {};
      outline.passes_unasked &= mark != Mark::usage;
    }
  }
  if (strings.is_broken() || !has_choices) return {};
  return outline;
}

void StreamReader::pass_unasked(std::string_view event, std::string& out) const {
  append_without_null_usage(event, out);
}

/// The reader of the answer that `value` is a piece of; null beyond what we follow.
ChoiceReader* StreamReader::choice(json::Value value) {
  const auto index = static_cast<std::size_t>(value["index"].integer().value_or(0));
  const auto found = std::ranges::find(choices_, index, &ChoiceReader::index);
  if (found != choices_.end()) return &*found;
  if (index >= kChoicesMax) return nullptr;
  return &choices_.emplace_back(index);
}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (is_done_ || data.empty()) return {};
  if (data == "[DONE]") {
    if (!has_begun_) return dialects::cut(provider_);
    is_done_ = true;
    return {};
  }
  has_begun_ = true;
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto chunk = document->root();
  if (const auto error = find_error(chunk, name); error.exists()) {
    return explain_object(provider_, error);
  }
  const auto before = deltas.size();
  const auto choices = chunk["choices"];
  for (const auto value : choices) {
    auto* reader = choice(value);
    if (reader != nullptr) QUORUM_CHECK(reader->read(provider_, value, Form::delta, deltas));
  }
  About about{.usage = find_usage(chunk)};
  has_closing_usage_ = about.usage.has_value() && choices.size() == 0;
  if (!is_named_) {
    about.id = text(chunk["id"]);
    about.model = text(chunk["model"]);
    is_named_ = !about.id.empty() || !about.model.empty();
  }
  if (!has_tier_) {
    about.service_tier = tier_of(chunk);
    has_tier_ = !about.service_tier.empty();
  }
  if (!has_sources_) {
    about.sources = read_sources(chunk);
    has_sources_ = !about.sources.empty();
  }
  std::move(about).join(deltas, before);
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>& deltas) {
  const bool are_finished =
      !choices_.empty() && std::ranges::all_of(choices_, &ChoiceReader::has_finish);
  if (!is_done_ && !are_finished && !has_closing_usage_) return dialects::cut(provider_);
  if (choices_.empty()) choices_.emplace_back(0);
  for (auto& choice : choices_) choice.end(deltas);
  return {};
}

}  // namespace quorum::openai_chat
