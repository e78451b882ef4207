#pragma once
/// The turns of a conversation, as Google spells them, read into our messages.

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "dialects/gemini/fields.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// What a call's `args` holds where its arguments are no JSON object, as text.
inline constexpr std::string_view kRawArguments = "_raw";

/// The arguments that `args` says: its JSON, or the text that stood in for one.
std::string arguments_of(json::Value args);

/// A file's bytes or address, as `inlineData` or `fileData` has it.
llm::Part media_part(json::Value part);

/// Reads turn after turn.
class ContentsReader {
 public:
  /// A system instruction: a content, or a string.
  Result<> read_system(const Fields& request);

  /// One of `contents`. A tool's answer becomes a message of its own, under its call's id: where
  /// the client gave none, one is made up that is the same each time.
  Result<> read_content(const Fields& content);

  std::vector<llm::Message> take_messages() { return std::move(messages_); }

  /// Members of parts that we have no word for.
  std::vector<llm::Extra> take_extras() { return std::move(extras_); }

 private:
  Result<> read_part(const Fields& part, llm::Message& message);
  Result<> read_words(const Fields& part, llm::Message& message);
  Result<> read_media(const Fields& part, std::string_view name, llm::Message& message);
  Result<> read_call(const Fields& part, llm::Message& message);
  Result<> read_response(const Fields& part, llm::Message& message);
  Result<std::string> answered_call(const Fields& response, const std::string& name);
  std::string fresh_id();
  void flush(llm::Message& message);
  void keep(const Fields& part, std::string_view name);

  std::vector<llm::Message> messages_;
  std::vector<llm::Extra> extras_;
  std::unordered_set<std::string> ids_;         ///< Of all calls.
  std::unordered_set<std::string> unanswered_;  ///< Of those without an answer yet.
  std::unordered_map<std::string, std::deque<std::string>> by_name_;  ///< Their ids, in order.
};

}  // namespace quorum::gemini
