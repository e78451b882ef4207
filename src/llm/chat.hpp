#pragma once
/// What is asked of a model, in our own words: every dialect is read into this and written from it.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "llm/dialect.hpp"
#include "llm/part.hpp"

namespace quorum::llm {

enum class Role : std::uint8_t { system, developer, user, assistant, tool };

/// Its parts stand in the order in which they were said: thoughts before the call that they led to.
struct Message {
  Role role = Role::user;
  std::vector<Part> parts{};
  std::string name{};
  std::string tool_call_id{};  ///< Of a tool message: the call that it answers.
  bool is_tool_error = false;  ///< Of a tool message: the tool failed.

  /// The text of all text parts, end to end.
  std::string text() const;

  /// The calls among the parts, which the message owns.
  std::vector<const ToolCall*> tool_calls() const;
  bool operator==(const Message&) const = default;
};

Message message(Role role, std::string text);

struct Tool {
  enum class Kind : std::uint8_t {
    function,
    custom,    ///< OpenAI's: takes free text rather than JSON.
    built_in,  ///< The vendor runs it itself, as a web search; only `raw` describes it.
  };
  Kind kind = Kind::function;
  std::string name{};
  std::string description{};
  std::string parameters{};  ///< JSON Schema text; empty for none.
  std::optional<bool> strict{};
  std::optional<CacheHint> cache{};
  Opaque raw{};  ///< Of custom and built-in tools: the whole definition.
  bool operator==(const Tool&) const = default;
};

struct ToolChoice {
  enum class Mode : std::uint8_t { automatic, none, required, named };
  Mode mode = Mode::automatic;
  std::string name{};
  std::vector<std::string> allowed{};  ///< Only these may be called; empty: all of them.
  bool operator==(const ToolChoice&) const = default;
};

/// The shape an answer must have.
struct ResponseFormat {
  enum class Kind : std::uint8_t { text, json_object, json_schema, grammar };
  Kind kind = Kind::text;
  std::string name{};  ///< Of the schema.
  std::string description{};
  std::string schema{};  ///< JSON Schema text, or GBNF for `grammar` (local models only).
  std::optional<bool> strict{};
  bool operator==(const ResponseFormat&) const = default;
};

/// How long a model may think before it answers. What is empty is the vendor's to choose.
struct Thinking {
  std::string effort{};  ///< `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`.
  std::optional<std::int64_t> budget_tokens{};
  std::optional<bool> is_on{};
  bool is_adaptive = false;  ///< The model decides by itself how much.

  /// Whether its thoughts are to be told: `auto`, `concise`, `detailed`, `omitted`; empty: as the
  /// vendor likes.
  std::string summary{};
  bool operator==(const Thinking&) const = default;
};

/// A member that we have no word for, with its value's JSON.
struct Extra {
  std::string name;
  std::string json;
  bool operator==(const Extra&) const = default;
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
  std::optional<std::int64_t> answers{};  ///< How many, side by side: OpenAI's `n`.
  std::vector<std::string> stop{};
  std::optional<ResponseFormat> format{};
  std::vector<Tool> tools{};
  std::optional<ToolChoice> tool_choice{};
  std::optional<bool> parallel_tool_calls{};
  std::optional<Thinking> thinking{};
  std::string verbosity{};
  bool logprobs = false;
  std::int64_t top_logprobs = 0;
  std::string logit_bias{};  ///< JSON object text: token id → bias.

  std::string metadata{};  ///< JSON object text, kept by the vendor with the answer.
  std::string user_id{};   ///< The end user, told so that the vendor can find abuse.
  std::string service_tier{};
  std::string cache_key{};             ///< Requests that share a prefix share this.
  std::optional<CacheHint> cache{};    ///< For the request as a whole.
  std::optional<bool> store{};         ///< The vendor is to keep the answer.
  std::vector<std::string> outputs{};  ///< `text`, `audio`, `image`; empty: text.
  std::string audio{};                 ///< JSON object text: OpenAI's `audio`.

  /// Members of `extras_of`'s spelling, passed on where the target shares it and reported as
  /// dropped where it does not.
  std::vector<Extra> extras{};
  Dialect extras_of = Dialect::none;

  /// Texts whose log-probability as the next words is wanted, before anything is written. Only
  /// backends whose `ModelInfo::scores_continuations` is set can say.
  std::vector<std::string> continuations{};
  bool include_usage = false;  ///< The client asked for usage at the stream's end.
  bool operator==(const Chat&) const = default;
};

/// The name of the tool whose call has that id; empty if there is none. Gemini and Ollama answer
/// calls by name.
std::string_view tool_name_of(const Chat& chat, std::string_view call_id);

}  // namespace quorum::llm
