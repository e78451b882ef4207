// Shows an answer while it is being written:   stream openai/gpt-4o "Tell me a story."
#include <cstdio>

#include "core/try.hpp"
#include "library/session.hpp"

using namespace quorum;

namespace {

// Destroying the stream before its end would stop the model at once.
Task<Result<>> show(llm::ChatBackend& backend, llm::Call call) {
  QUORUM_CO_TRY(const auto stream, co_await backend.open(std::move(call), {}));
  while (true) {
    QUORUM_CO_TRY(const auto batch, co_await stream->next());
    if (!batch) co_return {};
    for (const auto& delta : batch->deltas) {
      std::printf("%s", delta.text.c_str());
      if (delta.finish) std::printf("\n(%s)\n", std::string{name(*delta.finish)}.c_str());
    }
    std::fflush(stdout);
  }
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return std::fprintf(stderr, "stream MODEL QUESTION\n"), 2;
  const auto session = library::Session::open();
  if (!session) return std::fprintf(stderr, "%s\n", session.error().message.c_str()), 1;
  llm::Chat chat{.messages = {llm::message(llm::Role::user, words[2])}};
  llm::Call call{.model = words[1], .chat = std::move(chat)};
  const auto shown = (*session)->wait(show((*session)->backend(), std::move(call)));
  if (!shown) return std::fprintf(stderr, "\n%s\n", shown.error().message.c_str()), 1;
}
