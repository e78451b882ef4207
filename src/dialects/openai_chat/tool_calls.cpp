#include "dialects/openai_chat/tool_calls.hpp"

#include "dialects/openai_chat/text.hpp"
#include "dialects/openai_chat/thoughts.hpp"

namespace quorum::openai_chat {
namespace {

// Nobody calls so many tools at once; a provider gone mad must not cost us the square of it.
constexpr std::size_t kCallsMax = 512;

/// Snowflake sends both forms, one of them empty.
bool is_custom(json::Value call) {
  return call["custom"].is(json::Kind::object) && text(call["function"]["name"]).empty();
}

}  // namespace

llm::ToolCallDelta ToolCallMerger::place(json::Value piece) {
  const auto index = piece["index"].integer().value_or(-1);
  const auto id = text(piece["id"]);
  const auto name = text(piece[is_custom(piece) ? "custom" : "function"]["name"]);

  // From the back: a number that is used again means the newest call of that number.
  for (std::size_t at = calls_.size(); at-- > 0;) {
    auto& call = calls_[at];
    const bool is_other_id = !id.empty() && !call.id.empty() && call.id != id;
    const bool is_same =
        index >= 0 ? call.index == index && !is_other_id : !id.empty() && call.id == id;
    if (!is_same) continue;
    if (!call.id.empty() || id.empty()) return {.index = at};
    call.id = id;
    return {.index = at, .id = call.id};
  }
  const bool is_continued = index < 0 && id.empty() && name.empty() && !calls_.empty();
  if (!is_continued && calls_.size() < kCallsMax) {
    calls_.push_back({.id = std::string{id}, .index = index});
  }
  return {.index = calls_.size() - 1, .id = std::string{id}};
}

void ToolCallMerger::drop_known_name(llm::ToolCallDelta& piece) {
  if (piece.name.empty() || piece.index >= calls_.size()) return;
  auto& name = calls_[piece.index].name;
  if (name.empty()) {
    name = piece.name;
  } else if (name == piece.name) {
    piece.name.clear();
  }
}

void read_call(json::Value call, llm::ToolCallDelta& read) {
  read.seal = read_google_seal(call);
  if (is_custom(call)) {
    read.kind = llm::ToolCall::Kind::custom;
    read.name = text(call["custom"]["name"]);
    read.arguments = text(call["custom"]["input"]);
    return;
  }
  const auto function = call["function"];
  read.name = text(function["name"]);
  read.arguments = text(function["arguments"]);
  // Some send the arguments as the object they are.
  if (function["arguments"].is(json::Kind::object)) read.arguments = function["arguments"].raw();
}

void write_call(json::Writer& writer, const llm::ToolCallDelta& call, Piece piece) {
  const bool is_function = call.kind == llm::ToolCall::Kind::function;
  const std::string_view kind = is_function ? "function" : "custom";
  if (piece == Piece::first) writer.key("type").string(kind);
  writer.key(kind).object();
  if (piece == Piece::first || !call.name.empty()) writer.key("name").string(call.name);
  writer.key(is_function ? "arguments" : "input").string(call.arguments).end();
  if (call.seal) write_google_seal(writer, *call.seal);
}

void write_old_call(json::Writer& writer, const llm::ToolCallDelta& call, Piece piece) {
  writer.key("function_call").object();
  if (piece == Piece::first || !call.name.empty()) writer.key("name").string(call.name);
  writer.key("arguments").string(call.arguments).end();
}

}  // namespace quorum::openai_chat
