#pragma once
/// An answer heard to its end, for who need not see it being written.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/task.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"
#include "llm/chat.hpp"

namespace quorum::llm {

struct Answer {
  /// What was said, as a message that can go back with the next question: thoughts, text and calls
  /// in their order, each with its seal.
  Message message{.role = Role::assistant};
  std::optional<Finish> finish{};
  std::optional<Usage> usage{};
  std::string id{};
  std::string model{};
  Notes notes{};

  std::string text() const { return message.text(); }
};

/// Builds a message out of an answer's deltas, of its first choice.
class AnswerBuilder {
 public:
  void add(const Delta& delta);
  Answer take();

 private:
  template <typename Content>
  Content& last();
  Reasoning& open_thought();
  Text& open_text();
  void add_text(const Delta& delta);
  void add_calls(const Delta& delta);

  Answer answer_;
  std::vector<std::size_t> calls_;  ///< Where in the message the call of each index stands.
};

/// `backend` outlives the task. An answer that is cut is an error.
Task<Result<Answer>> ask(ChatBackend& backend, Call call, CallContext context = {});
Task<Result<Answer>> gather(std::unique_ptr<ChatStream> stream);

}  // namespace quorum::llm
