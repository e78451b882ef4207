// Goes on to the next model where one cannot answer:   fall_back QUESTION MODEL …
#include <cstdio>

#include "gateway/fall_back.hpp"
#include "library/session.hpp"
#include "llm/answer.hpp"

using namespace quorum;

int main(int count, char** words) {
  if (count < 3) return std::fprintf(stderr, "fall_back QUESTION MODEL …\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;

  std::vector<gateway::Choice> choices;
  for (int i = 2; i < count; ++i) choices.push_back({&(*session)->backend(), words[i]});
  const auto backend = gateway::fall_back(std::move(choices));

  llm::Chat chat{.messages = {llm::message(llm::Role::user, words[1])}};
  llm::Call call{.model = words[2], .chat = std::move(chat)};
  const auto answer = (*session)->wait(llm::ask(*backend, std::move(call)));
  if (!answer) return std::fprintf(stderr, "%s\n", answer.error().message.c_str()), 1;
  std::printf("%s (%s)\n", answer->text().c_str(), answer->model.c_str());
}
