#include "llm/chat.hpp"

namespace quorum::llm {

std::string Message::text() const {
  std::string all;
  for (const auto& part : parts) {
    if (const auto* text = part.as<Text>()) all += text->text;
  }
  return all;
}

std::vector<const ToolCall*> Message::tool_calls() const {
  std::vector<const ToolCall*> calls;
  for (const auto& part : parts) {
    if (const auto* call = part.as<ToolCall>()) calls.push_back(call);
  }
  return calls;
}

Message message(Role role, std::string text) {
  Message made{.role = role};
  made.parts.push_back(text_part(std::move(text)));
  return made;
}

std::string_view tool_name_of(const Chat& chat, std::string_view call_id) {
  for (const auto& message : chat.messages) {
    for (const auto* call : message.tool_calls()) {
      if (call->id == call_id) return call->name;
    }
  }
  return {};
}

}  // namespace quorum::llm
