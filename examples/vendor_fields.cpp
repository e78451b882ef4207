// What only one vendor has: typed where several have it, raw JSON otherwise:   vendor_fields MODEL
#include <cstdio>

#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

int main(int count, char** words) {
  if (count != 2) return std::fprintf(stderr, "vendor_fields MODEL\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;

  llm::Chat chat{.messages = {llm::message(llm::Role::user, "Think, then answer: 17 * 23?")}};
  chat.thinking = llm::Thinking{.effort = "high"};  // Typed: every vendor's own spelling.
  chat.service_tier = "flex";                       // Typed: named as dropped where unknown.
  chat.extras = {{.name = "x_search", .json = R"({"depth":2})"}};  // Raw, for this dialect:
  chat.extras_of = llm::Dialect::openai_chat;
  llm::Call call{.model = words[1], .chat = std::move(chat)};
  const auto answer = (*session)->wait(llm::ask((*session)->backend(), std::move(call)));
  if (!answer) return std::fprintf(stderr, "%s\n", answer.error().message.c_str()), 1;

  for (const auto& part : answer->message.parts) {
    if (const auto* thought = part.as<llm::Reasoning>())
      std::printf("[%s] ", thought->text.c_str());
    if (const auto* text = part.as<llm::Text>()) std::printf("%s\n", text->text.c_str());
    if (const auto* own = part.as<llm::Opaque>()) std::printf("%s\n", own->json.c_str());
  }
  for (const auto& name : answer->notes.dropped) std::printf("not taken: %s\n", name.c_str());
}
