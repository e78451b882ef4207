// Asks several models at once:   parallel "Tea or coffee?" openai/gpt-4o claude-sonnet-4-5 …
#include <cstdio>

#include "async/combine.hpp"
#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "parallel QUESTION MODEL …\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;

  std::vector<Task<Result<llm::Answer>>> asked;
  for (int i = 2; i < count; ++i) {
    llm::Chat chat{.messages = {llm::message(llm::Role::user, words[1])}};
    llm::Call call{.model = words[i], .chat = std::move(chat)};
    asked.push_back(llm::ask((*session)->backend(), std::move(call)));
  }
  const auto answers = (*session)->wait(async::all((*session)->loop(), std::move(asked)));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& answer = answers[i];
    const auto said = answer ? answer->text() : "failed: " + answer.error().message;
    std::printf("%s: %s\n", words[i + 2], said.c_str());
  }
}
