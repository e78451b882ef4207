#include "dialects/openai_responses/stream.hpp"

#include <algorithm>
#include <optional>

#include "core/try.hpp"
#include "dialects/fields.hpp"
#include "dialects/openai_responses/annotation.hpp"
#include "dialects/openai_responses/error.hpp"
#include "json/text.hpp"

namespace quorum::openai_responses {
namespace {

using json::Value;

constexpr std::string_view kMark = "[DONE]";

std::string_view text(Value value) { return value.string().value_or(""); }

}  // namespace

const std::array<StreamReader::Rule, 6> StreamReader::kRules{{
    {"response.output_text.delta", "response.output_text.done", Kind::text, "content_index",
     "text"},
    {"response.refusal.delta", "response.refusal.done", Kind::refusal, "content_index", "refusal"},
    {"response.reasoning_text.delta", "response.reasoning_text.done", Kind::thoughts,
     "content_index", "text"},
    {"response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", Kind::summary,
     "summary_index", "text"},
    {"response.function_call_arguments.delta", "response.function_call_arguments.done",
     Kind::arguments, "", "arguments"},
    {"response.custom_tool_call_input.delta", "response.custom_tool_call_input.done",
     Kind::arguments, "", "input"},
}};

StreamReader::StreamReader(std::string provider)
    : provider_(std::move(provider)), maker_(maker_of(provider_)) {}

Result<> StreamReader::read(std::string_view name, std::string_view data,
                            std::vector<llm::Delta>& deltas) {
  if (data == kMark) {
    has_mark_ = true;
    return {};
  }
  const auto document = json::Document::parse(data);
  if (!document) return dialects::unreadable(provider_, document.error().message, data);
  const auto event = document->root();
  has_names_ = has_names_ || !name.empty();
  const auto type = event["type"].string().value_or(name);
  if (has_finish_) return {};
  return read_event(type, event, deltas);
}

Result<> StreamReader::read_event(std::string_view type, Value event, Deltas& deltas) {
  if (type == "error" || dialects::is_given(event["error"])) {
    return explain_object(provider_, event);
  }
  const auto response = event["response"];
  if (type == "response.completed" || type == "response.incomplete" || type == "response.failed" ||
      type == "response.cancelled") {
    return finish(type, response, deltas);
  }
  name_answer(response, deltas);
  if (type == "response.output_item.added") begin_item(item_of(event), event["item"], deltas);
  if (type == "response.output_item.done") end_item(item_of(event), event["item"], deltas);
  if (type == "response.output_text.annotation.added") {
    auto& part = part_of(item_of(event), Kind::text, event["content_index"].integer().value_or(0));
    ++part.citations;
    if (auto citation = read_annotation(event["annotation"], part.base)) {
      deltas.push_back({.citations = {std::move(*citation)}});
    }
  }
  read_part_event(type, event, deltas);
  return {};
}

bool StreamReader::read_part_event(std::string_view type, Value event, Deltas& deltas) {
  for (const auto& rule : kRules) {
    if (type != rule.piece && type != rule.done) continue;
    auto& item = item_of(event);
    const auto index = event[rule.index].integer().value_or(0);
    if (rule.kind == Kind::arguments && !item.is_call) begin_call(item, event, deltas);
    if (type == rule.done) {
      tell_rest(item, rule.kind, index, text(event[rule.whole]), deltas);
      return true;
    }
    tell(item, rule.kind, index, text(event["delta"]), deltas);
    if (rule.kind != Kind::text) return true;
    auto logprobs = read_logprobs(event["logprobs"]);
    if (logprobs.empty()) return true;
    part_of(item, rule.kind, index).logprobs += logprobs.size();
    if (text(event["delta"]).empty()) deltas.emplace_back();
    deltas.back().logprobs = std::move(logprobs);
    return true;
  }
  return false;
}

StreamReader::Part& StreamReader::part_of(Item& item, Kind kind, std::int64_t index) {
  const auto [at, is_new] = item.parts.try_emplace({kind, index});
  if (is_new) at->second.base = characters_;
  return at->second;
}

void StreamReader::tell(Item& item, Kind kind, std::int64_t index, std::string_view piece,
                        Deltas& deltas) {
  if (piece.empty()) return;
  const auto is_told = [&item](Kind other) {
    return std::ranges::any_of(item.parts, [other](const auto& entry) {
      return entry.first.first == other && entry.second.bytes > 0;
    });
  };
  // Who tells both its thoughts and their summary is heard once.
  if (kind == Kind::summary && is_told(Kind::thoughts)) return;
  if (kind == Kind::thoughts && is_told(Kind::summary)) return;
  auto& part = part_of(item, kind, index);
  auto& delta = deltas.emplace_back();
  switch (kind) {
    case Kind::text:
      delta.text = piece;
      characters_ += static_cast<std::int64_t>(json::count_code_points(piece));
      break;
    case Kind::refusal: delta.refusal = piece; break;
    case Kind::arguments:
      delta.tool_calls.push_back(
          {.index = item.call, .arguments = std::string{piece}, .kind = item.call_kind});
      break;
    case Kind::thoughts:
    case Kind::summary:
      if (part.bytes == 0 && is_told(kind)) delta.reasoning = "\n\n";
      delta.reasoning += piece;
  }
  part.bytes += piece.size();
}

void StreamReader::tell_rest(Item& item, Kind kind, std::int64_t index, std::string_view whole,
                             Deltas& deltas) {
  const auto told = part_of(item, kind, index).bytes;
  if (whole.size() > told) tell(item, kind, index, whole.substr(told), deltas);
}

void StreamReader::tell_annotations(Part& part, Value annotations, Deltas& deltas) {
  std::size_t at = 0;
  for (const auto annotation : annotations) {
    if (at++ < part.citations) continue;
    ++part.citations;
    if (auto citation = read_annotation(annotation, part.base)) {
      deltas.push_back({.citations = {std::move(*citation)}});
    }
  }
}

void StreamReader::begin_call(Item& state, Value item, Deltas& deltas) {
  state.is_call = true;
  state.call = calls_++;
  const bool is_custom = text(item["type"]).find("custom_tool_call") != std::string_view::npos;
  if (is_custom) state.call_kind = llm::ToolCall::Kind::custom;
  deltas.push_back({.tool_calls = {{.index = state.call,
                                    .id = std::string{text(item["call_id"])},
                                    .name = std::string{text(item["name"])},
                                    .kind = state.call_kind}}});
  carried_.begin(deltas.back().tool_calls.back());
}

void StreamReader::begin_item(Item& state, Value item, Deltas& deltas) {
  const auto type = text(item["type"]);
  if (state.is_call || (type != "function_call" && type != "custom_tool_call")) return;
  begin_call(state, item, deltas);
  const auto begun = item[type == "function_call" ? "arguments" : "input"];
  tell_rest(state, Kind::arguments, 0, text(begun), deltas);
}

void StreamReader::end_item(Item& state, Value item, Deltas& deltas) {
  if (std::exchange(state.is_done, true)) return;
  const auto type = text(item["type"]);
  if (type == "message") {
    end_message(state, item, deltas);
  } else if (type == "reasoning") {
    end_reasoning(state, item, deltas);
  } else if (type == "function_call" || type == "custom_tool_call") {
    begin_item(state, item, deltas);
    const auto whole = item[type == "function_call" ? "arguments" : "input"];
    tell_rest(state, Kind::arguments, 0, text(whole), deltas);
  } else {
    ItemReader{maker_}.read(item, deltas);
  }
}

void StreamReader::end_message(Item& state, Value item, Deltas& deltas) {
  std::int64_t index = 0;
  for (const auto content : item["content"]) {
    const auto type = text(content["type"]);
    if (type == "refusal") {
      tell_rest(state, Kind::refusal, index, text(content["refusal"]), deltas);
    } else if (type == "output_text") {
      tell_rest(state, Kind::text, index, text(content["text"]), deltas);
      auto& part = part_of(state, Kind::text, index);
      tell_annotations(part, content["annotations"], deltas);
      auto logprobs = read_logprobs(content["logprobs"]);
      if (part.logprobs == 0 && !logprobs.empty()) {
        part.logprobs = logprobs.size();
        deltas.push_back({.logprobs = std::move(logprobs)});
      }
    }
    ++index;
  }
}

void StreamReader::end_reasoning(Item& state, Value item, Deltas& deltas) {
  for (const auto [name, kind] :
       {std::pair{"summary", Kind::summary}, std::pair{"content", Kind::thoughts}}) {
    std::int64_t index = 0;
    for (const auto part : item[name]) tell_rest(state, kind, index++, text(part["text"]), deltas);
  }
  auto seal = sealed_thoughts(item, maker_);
  if (!seal) return;
  llm::Delta delta;
  carried_.tell(std::move(*seal), delta);
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
}

void StreamReader::name_answer(Value response, Deltas& deltas) {
  if (is_named_ || text(response["id"]).empty()) return;
  is_named_ = true;
  deltas.push_back(
      {.id = std::string{text(response["id"])}, .model = std::string{text(response["model"])}});
}

Result<> StreamReader::finish(std::string_view type, Value response, Deltas& deltas) {
  if (items_.empty()) {
    std::int64_t index = 0;
    for (const auto item : response["output"]) end_item(items_[index++], item, deltas);
  }
  QUORUM_TRY(auto last, read_response(provider_, response, calls_ > 0));
  if (is_named_) {
    last.id.clear();
    last.model.clear();
  }
  // The event's word counts, whatever the response's own status is.
  if (type == "response.failed" || type == "response.cancelled") return broken(provider_, response);
  const bool is_cut_short =
      last.finish == llm::Finish::length || last.finish == llm::Finish::content_filter;
  if (type == "response.incomplete" && !is_cut_short) last.finish = llm::Finish::length;
  if (!last.finish) last.finish = calls_ > 0 ? llm::Finish::tool_calls : llm::Finish::stop;
  has_finish_ = true;
  deltas.push_back(std::move(last));
  return {};
}

Result<> StreamReader::end(std::vector<llm::Delta>&) {
  if (!has_finish_) return dialects::cut(provider_);
  return {};
}

dialects::Outline StreamReader::outline(std::string_view raw) const {
  constexpr std::string_view kEvent = "event: response.";
  const auto line = raw.substr(0, raw.find_first_of("\r\n"));
  return {.may_matter = !line.starts_with(kEvent) || !line.ends_with(".delta")};
}

}  // namespace quorum::openai_responses
