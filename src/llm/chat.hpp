#pragma once
/// What is asked of a model, in our own words: every dialect is read into this and written from it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quorum::llm {

enum class Role : std::uint8_t { system, developer, user, assistant, tool };

struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments;  ///< JSON text, exactly as the model or the client wrote it.
  bool operator==(const ToolCall&) const = default;
};

/// A picture, by address (`https:` or `data:`).
struct Image {
  std::string url;
  std::string detail{};
  bool operator==(const Image&) const = default;
};

/// One piece of a message: text unless `image` is there.
struct Part {
  std::string text{};
  std::optional<Image> image{};
  bool operator==(const Part&) const = default;
};

struct Message {
  Role role = Role::user;
  std::vector<Part> parts{};
  std::string name{};
  std::vector<ToolCall> tool_calls{};  ///< Of an assistant message.
  std::string tool_call_id{};          ///< Of a tool message.

  /// The text of all parts, end to end.
  std::string text() const;
  bool operator==(const Message&) const = default;
};

Message message(Role role, std::string text);

struct Tool {
  std::string name;
  std::string description{};
  std::string parameters{};  ///< JSON Schema text; empty for none.
  std::optional<bool> strict{};
  bool operator==(const Tool&) const = default;
};

struct ToolChoice {
  enum class Mode : std::uint8_t { automatic, none, required, named };
  Mode mode = Mode::automatic;
  std::string name{};
  bool operator==(const ToolChoice&) const = default;
};

/// The shape an answer must have.
struct ResponseFormat {
  enum class Kind : std::uint8_t { text, json_object, json_schema, grammar };
  Kind kind = Kind::text;
  std::string name{};    ///< Of the schema.
  std::string schema{};  ///< JSON Schema text, or GBNF for `grammar` (local models only).
  std::optional<bool> strict{};
  bool operator==(const ResponseFormat&) const = default;
};

struct Chat {
  /// A last message of the assistant is a prefill: the answer continues it.
  std::vector<Message> messages;

  std::optional<double> temperature{};
  std::optional<double> top_p{};
  std::optional<std::int64_t> top_k{};
  std::optional<double> min_p{};
  std::optional<double> frequency_penalty{};
  std::optional<double> presence_penalty{};
  std::optional<double> repeat_penalty{};
  std::optional<std::int64_t> seed{};
  std::optional<std::int64_t> tokens_max{};
  std::vector<std::string> stop{};
  std::optional<ResponseFormat> format{};
  std::vector<Tool> tools{};
  std::optional<ToolChoice> tool_choice{};
  std::optional<bool> parallel_tool_calls{};
  std::string reasoning_effort{};
  bool logprobs = false;
  std::int64_t top_logprobs = 0;

  /// Texts whose log-probability as the next words is wanted, before anything is written. Only
  /// backends whose `ModelInfo::scores_continuations` is set can say.
  std::vector<std::string> continuations{};
  bool include_usage = false;  ///< The client asked for usage at the stream's end.
  bool operator==(const Chat&) const = default;
};

}  // namespace quorum::llm
