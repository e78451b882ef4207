// Lets a model call a function of ours:   tools openai/gpt-4o
#include <cstdio>

#include "json/value.hpp"
#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

constexpr const char* kCity = R"({"type":"object","properties":{"city":{"type":"string"}},
                                  "required":["city"]})";

int main(int count, char** words) {
  if (count != 2) return std::fprintf(stderr, "tools MODEL\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;

  llm::Chat chat{.messages = {llm::message(llm::Role::user, "How warm is it in Oslo?")}};
  chat.tools = {{.name = "weather", .description = "Tells the weather.", .parameters = kCity}};
  while (true) {
    llm::Call call{.model = words[1], .chat = chat};
    const auto answer = (*session)->wait(llm::ask((*session)->backend(), std::move(call)));
    if (!answer) return std::fprintf(stderr, "%s\n", answer.error().message.c_str()), 1;
    const auto calls = answer->message.tool_calls();
    if (calls.empty()) return std::printf("%s\n", answer->text().c_str()), 0;
    chat.messages.push_back(answer->message);  // Thoughts and seals go back with the calls.
    for (const auto* asked : calls) {
      const auto arguments = json::Document::parse(asked->arguments);
      const auto city = arguments ? arguments->root()["city"].string().value_or("?") : "?";
      auto result = llm::message(llm::Role::tool, std::string{city} + ": 7 degrees");
      result.tool_call_id = asked->id;
      chat.messages.push_back(std::move(result));
    }
  }
}
