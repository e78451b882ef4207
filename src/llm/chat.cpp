#include "llm/chat.hpp"

#include <utility>

namespace quorum::llm {

std::string Message::text() const {
  std::string all;
  for (const auto& part : parts) all += part.text;
  return all;
}

Message message(Role role, std::string text) {
  Message made{.role = role};
  made.parts.push_back({.text = std::move(text)});
  return made;
}

}  // namespace quorum::llm
