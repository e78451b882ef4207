// Asks one model one question:   ask openai/gpt-4o "Why is the sky blue?"
#include <cstdio>

#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

int main(int count, char** words) {
  if (count != 3) return std::fprintf(stderr, "ask MODEL QUESTION\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;

  llm::Chat chat{.messages = {llm::message(llm::Role::system, "Answer in one sentence."),
                              llm::message(llm::Role::user, words[2])}};
  llm::Call call{.model = words[1], .chat = std::move(chat)};
  const auto answer = (*session)->wait(llm::ask((*session)->backend(), std::move(call)));
  if (!answer) return std::fprintf(stderr, "%s\n", answer.error().message.c_str()), 1;
  std::printf("%s\n", answer->text().c_str());
  if (answer->usage) std::printf("(%lld tokens)\n", static_cast<long long>(answer->usage->total()));
}
