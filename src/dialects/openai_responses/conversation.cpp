#include "dialects/openai_responses/conversation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "core/try.hpp"
#include "dialects/members.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"
#include "sse/parser.hpp"

namespace quorum::openai_responses {
namespace {

using json::Kind;
using json::Value;

/// Letters and digits of an `IdMaker`'s id.
constexpr std::size_t kIdSize = 24;
constexpr std::string_view kResponse = "resp_";

std::string_view text(Value value) { return value.string().value_or(""); }

bool is_plain_id(std::string_view id) {
  return id.size() == kIdSize && std::ranges::all_of(id, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
         });
}

bool is_reference(Value item) {
  const auto type = text(item["type"]);
  return type == "item_reference" || (type.empty() && !item["role"] && item["id"]);
}

/// `item` without the members that only its maker understands.
void write_without(json::Writer& writer, Value item,
                   std::initializer_list<std::string_view> names) {
  writer.object();
  for (const auto member : item) {
    if (std::ranges::find(names, member.key()) != names.end()) continue;
    writer.key(member.key()).raw(member.raw());
  }
  writer.end();
}

/// An item of an answer as a part of the next request.
void write_said(json::Writer& writer, Value item) {
  const auto type = text(item["type"]);
  if (type == "reasoning") {
    // A seal and the name of what it seals belong together.
    if (!text(item["encrypted_content"]).empty())
      write_without(writer, item, {"status", "content"});
  } else if (type == "message" || type == "function_call" || type == "custom_tool_call") {
    write_without(writer, item, {"id", "status"});
  } else {
    writer.raw(item.raw());
  }
}

class Known {
 public:
  Result<> add(std::string_view response) {
    QUORUM_TRY(auto document, json::Document::parse(response));
    for (const auto item : document.root()["output"]) {
      items_.insert_or_assign(std::string{text(item["id"])}, item);
    }
    documents_.push_back(std::move(document));
    return {};
  }
  Value find(std::string_view item_id) const {
    const auto found = items_.find(item_id);
    return found == items_.end() ? Value{} : found->second;
  }

 private:
  std::vector<json::Document> documents_;
  std::map<std::string, Value, std::less<>> items_;
};

Result<> write_turn(json::Writer& writer, const Turn& turn) {
  QUORUM_TRY(const auto input, json::Document::parse(turn.input));
  QUORUM_TRY(const auto response, json::Document::parse(turn.response));
  for (const auto item : input.root()) writer.raw(item.raw());
  for (const auto item : response.root()["output"]) write_said(writer, item);
  return {};
}

/// Every mention of the member gets the value, which is added where there is none.
Result<std::string> with_input(std::string_view body, const std::string& input) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  std::vector<json::Edit> edits;
  if (!dialects::replace_all(members, "input", input, edits)) {
    edits.push_back(json::add_member(body, "input", input));
  }
  return json::splice(body, edits);
}

Result<std::string> without_previous(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  std::vector<json::Edit> edits;
  dialects::replace_all(members, "previous_response_id", "null", edits);
  return json::splice(body, edits);
}

void write_listed(std::string& out, Value item, std::string_view made_id) {
  json::Writer writer{out};
  const bool is_message = text(item["type"]) == "message" || item["role"];
  writer.object();
  writer.key("id").string(item["id"] ? text(item["id"]) : made_id);
  if (!item["type"] && is_message) writer.key("type").string("message");
  if (!item["status"]) writer.key("status").string("completed");
  for (const auto member : item) {
    if (member.key() == "id") continue;
    writer.key(member.key());
    const bool is_words = is_message && member.key() == "content" && member.is(Kind::string);
    if (!is_words) {
      writer.raw(member.raw());
      continue;
    }
    const bool is_said = text(item["role"]) == "assistant";
    writer.array().object().key("type").string(is_said ? "output_text" : "input_text");
    writer.key("text").raw(member.raw());
    if (is_said) writer.key("annotations").array().end().key("logprobs").array().end();
    writer.end().end();
  }
  writer.end();
}

}  // namespace

Result<std::string> own_items(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  const auto* input = json::find(members, "input");
  if (input == nullptr || input->value == "null") return "[]";
  if (input->value.starts_with('[')) return std::string{input->value};
  return fmt::format(R"([{{"type":"message","role":"user","content":{}}}])", input->value);
}

std::optional<std::string> response_of_item(std::string_view item_id) {
  const auto first = item_id.find('_');
  const auto last = item_id.rfind('_');
  if (first == item_id.npos || last <= first) return std::nullopt;
  const auto id = item_id.substr(first + 1, last - first - 1);
  if (!is_plain_id(id)) return std::nullopt;
  return fmt::format("{}{}", kResponse, id);
}

bool is_own_id(std::string_view response_id) {
  return response_id.starts_with(kResponse) && is_plain_id(response_id.substr(kResponse.size()));
}

std::vector<std::string> referred_responses(std::string_view body) {
  if (body.find("item_reference") == body.npos) return {};
  const auto document = json::Document::parse(body);
  if (!document) return {};
  std::set<std::string> ids;
  for (const auto item : document->root()["input"]) {
    if (!is_reference(item)) continue;
    if (auto id = response_of_item(text(item["id"]))) ids.insert(std::move(*id));
  }
  return {ids.begin(), ids.end()};
}

Result<std::string> resolved(std::string_view body, std::span<const std::string> known) {
  Known responses;
  for (const auto& response : known) QUORUM_CHECK(responses.add(response));
  QUORUM_TRY(const auto own, own_items(body));
  QUORUM_TRY(const auto document, json::Document::parse(own));
  std::string input;
  json::Writer writer{input};
  writer.array();
  for (const auto item : document.root()) {
    const auto meant = is_reference(item) ? responses.find(text(item["id"])) : Value{};
    meant ? write_said(writer, meant) : void(writer.raw(item.raw()));
  }
  writer.end();
  return with_input(body, input);
}

Result<std::string> continued(std::string_view body, std::span<const Turn> turns) {
  std::string input;
  json::Writer writer{input};
  writer.array();
  for (const auto& turn : turns) QUORUM_CHECK(write_turn(writer, turn));
  QUORUM_TRY(const auto own, own_items(body));
  QUORUM_TRY(const auto document, json::Document::parse(own));
  for (const auto item : document.root()) writer.raw(item.raw());
  writer.end();
  QUORUM_TRY(const auto joined, with_input(body, input));
  return without_previous(joined);
}

std::vector<std::string> listed_items(std::span<const Turn> turns) {
  std::vector<std::string> items;
  const auto add = [&items](Value item) {
    const auto made_id = fmt::format("item_{}", items.size());
    write_listed(items.emplace_back(), item, made_id);
  };
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const auto input = json::Document::parse(turns[i].input);
    if (input) std::ranges::for_each(input->root(), add);
    const auto response = json::Document::parse(turns[i].response);
    if (!response || i + 1 == turns.size()) continue;
    std::ranges::for_each(response->root()["output"], add);
  }
  return items;
}

std::optional<std::string> finished_response(std::string_view events) {
  constexpr std::array<std::string_view, 2> kLast{"response.completed", "response.incomplete"};
  const auto is_there = [events](std::string_view name) { return events.contains(name); };
  if (std::ranges::none_of(kLast, is_there)) return std::nullopt;
  sse::Parser parser{std::size_t{256} << 20};
  std::vector<sse::Event> read;
  if (!parser.push(events, read)) return std::nullopt;
  for (const auto& event : read) {
    if (std::ranges::none_of(kLast, [&](auto name) { return event.data.contains(name); })) continue;
    const auto document = json::Document::parse(event.data);
    if (!document) continue;
    const auto type = text(document->root()["type"]);
    if (std::ranges::find(kLast, type) == kLast.end()) continue;
    const auto response = document->root()["response"];
    if (response.is(Kind::object)) return std::string{response.raw()};
  }
  return std::nullopt;
}

}  // namespace quorum::openai_responses
