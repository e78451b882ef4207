#include "dialects/cohere/request.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/cohere/citations.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "json/value.hpp"

namespace quorum::cohere {
namespace {

using dialects::element;
using dialects::is_given;
using dialects::join;
using dialects::missing;
using dialects::Object;
using dialects::wrong;
using json::Kind;
using json::Value;

constexpr std::string_view kContent = "a string or an array of parts";

std::string str(Value value) { return std::string{value.string().value_or("")}; }

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

/// Whether a document's data holds nothing but what a file of ours has words for.
bool is_plain(Value data) {
  if (!data["text"].string()) return false;
  return std::ranges::all_of(data, [](Value member) {
    const auto name = member.key();
    return member.string() && (name == "text" || name == "title" || name == "context");
  });
}

/// `{"id":…,"data":{…}}`, `{"data":"text"}`, or the bare text that a request's list may hold.
llm::File read_document(Value document) {
  if (const auto text = document.string()) return {.text = std::string{*text}};
  const auto data = document["data"];
  llm::File file{.name = str(data["title"])};
  if (is_plain(data)) {
    file.text = str(data["text"]);
    file.context = str(data["context"]);
  } else {
    const auto text = data.string();
    file.text = text ? std::string{*text} : std::string{data.raw()};
  }
  return file;
}

void add_signature(Value part, std::optional<llm::Seal>& seal) {
  const auto signature = part["signature"].string();
  if (signature) seal = llm::carried_back(*signature, llm::Maker::unknown);
}

class Reader {
 public:
  explicit Reader(Object root) : root_(std::move(root)) { chat_.extras_of = llm::Dialect::cohere; }

  Result<llm::Chat> read() {
    QUORUM_CHECK(root_.flag("stream"));
    QUORUM_CHECK(read_messages());
    QUORUM_CHECK(read_documents());
    QUORUM_CHECK(read_tools());
    QUORUM_CHECK(read_choice());
    QUORUM_CHECK(read_format());
    QUORUM_CHECK(read_thinking());
    QUORUM_CHECK(read_sampling());
    keep_extras();
    return std::move(chat_);
  }

 private:
  Result<> read_messages() {
    QUORUM_TRY(const auto messages, root_.array("messages"));
    if (messages.size() == 0) return missing("messages", "an array of at least one message");
    std::size_t index = 0;
    for (const auto value : messages) {
      QUORUM_TRY(const auto message, element(value, join("messages", index++)));
      QUORUM_CHECK(read_message(message));
    }
    return {};
  }

  static Result<llm::Role> read_role(const Object& object) {
    constexpr std::string_view kRoles = "one of system, user, assistant, tool";
    QUORUM_TRY(const auto word, object.needed_text("role", kRoles));
    if (word == "system") return llm::Role::system;
    if (word == "developer") return llm::Role::developer;
    if (word == "user") return llm::Role::user;
    if (word == "assistant") return llm::Role::assistant;
    if (word == "tool") return llm::Role::tool;
    return wrong(object.path("role"), kRoles);
  }

  Result<> read_message(const Object& object) {
    llm::Message message;
    QUORUM_TRY(message.role, read_role(object));
    const bool is_assistant = message.role == llm::Role::assistant;
    if (is_assistant) {
      QUORUM_TRY(auto plan, object.text("tool_plan"));
      if (!plan.empty()) {
        message.parts.push_back({.content = llm::Reasoning{.text = std::move(plan)}});
      }
    }
    QUORUM_CHECK(read_content(object, message));
    if (is_assistant) {
      QUORUM_CHECK(read_citations_of(object, message));
      QUORUM_CHECK(read_calls(object, message));
    } else if (message.role == llm::Role::tool) {
      QUORUM_TRY(message.tool_call_id,
                 object.needed_text("tool_call_id", "the id of the call that is answered"));
    }
    chat_.messages.push_back(std::move(message));
    return {};
  }

  static Result<> read_content(const Object& object, llm::Message& message) {
    const auto content = object.value["content"];
    if (const auto text = content.string()) {
      const bool is_silent = text->empty() && message.role == llm::Role::assistant;
      if (!is_silent) message.parts.push_back(llm::text_part(std::string{*text}));
      return {};
    }
    if (!is_given(content)) {
      // An assistant may have said nothing but calls.
      if (message.role == llm::Role::assistant) return {};
      return missing(object.path("content"), kContent);
    }
    if (!content.is(Kind::array)) return wrong(object.path("content"), kContent);
    std::size_t index = 0;
    for (const auto value : content) {
      const auto at = join(object.path("content"), index++);
      if (const auto text = value.string()) {  // Some clients shorten a part of text.
        message.parts.push_back(llm::text_part(std::string{*text}));
        continue;
      }
      QUORUM_TRY(const auto part, element(value, at));
      QUORUM_CHECK(read_part(part, message));
    }
    return {};
  }

  static Result<> read_part(const Object& part, llm::Message& message) {
    QUORUM_TRY(const auto type, part.needed_text("type", "text, image_url, document, thinking"));
    const bool is_assistant = message.role == llm::Role::assistant;
    if (type == "text") {
      QUORUM_TRY(auto text, part.text("text"));
      llm::Text read{.text = std::move(text)};
      add_signature(part.value, read.seal);
      // Cohere's own clients send an empty text beside an assistant's calls.
      if (is_assistant && read.text.empty() && !read.seal) return {};
      message.parts.push_back({.content = std::move(read)});
    } else if (type == "thinking") {
      QUORUM_TRY(auto thinking, part.text("thinking"));
      llm::Reasoning read{.text = std::move(thinking)};
      add_signature(part.value, read.seal);
      message.parts.push_back({.content = std::move(read)});
    } else if (type == "image_url") {
      QUORUM_TRY(auto image, read_image(part));
      message.parts.push_back({.content = std::move(image)});
    } else if (type == "document") {
      QUORUM_TRY(const auto document, part.needed_object("document", "an object with `data`"));
      if (!is_given(document.value["data"])) {
        return missing(document.path("data"), "a text or an object");
      }
      message.parts.push_back(document_part(document.value, message.role));
    } else {
      message.parts.push_back({.content = llm::Opaque{.dialect = llm::Dialect::cohere,
                                                      .json = std::string{part.value.raw()}}});
    }
    return {};
  }

  static llm::Part document_part(Value document, llm::Role role) {
    if (role != llm::Role::tool) return {.content = read_document(document)};
    const auto data = document["data"];
    const auto text = data.string();
    return llm::text_part(text ? std::string{*text} : std::string{data.raw()});
  }

  static Result<llm::Image> read_image(const Object& part) {
    constexpr std::string_view kUrl = "an https: or data: URL";
    // A bare address, as other dialects have it, is understood.
    if (const auto url = part.value["image_url"].string(); url && !url->empty()) {
      return llm::Image{.source = llm::source_of(std::string{*url})};
    }
    QUORUM_TRY(const auto image, part.needed_object("image_url", "an object with `url`"));
    QUORUM_TRY(auto url, image.needed_text("url", kUrl));
    llm::Image read{.source = llm::source_of(std::move(url))};
    QUORUM_TRY(read.detail, image.text("detail"));
    return read;
  }

  /// What the assistant's words were based on goes back with them.
  static Result<> read_citations_of(const Object& object, llm::Message& message) {
    QUORUM_TRY(const auto citations, object.array("citations"));
    const auto last = std::ranges::find_if(
        message.parts, [](const llm::Part& part) { return part.as<llm::Text>() != nullptr; });
    if (citations.size() == 0 || last == message.parts.end()) return {};
    auto& text = std::get<llm::Text>(last->content);
    for (const auto citation : citations) {
      auto read = read_citations(citation, 0);
      std::ranges::move(read, std::back_inserter(text.citations));
    }
    return {};
  }

  static Result<> read_calls(const Object& object, llm::Message& message) {
    QUORUM_TRY(const auto calls, object.array("tool_calls"));
    std::size_t index = 0;
    for (const auto value : calls) {
      QUORUM_TRY(const auto call, element(value, join(object.path("tool_calls"), index++)));
      QUORUM_TRY(const auto function, call.needed_object("function", "an object"));
      llm::ToolCall read;
      QUORUM_TRY(read.id, call.needed_text("id", "the call's id"));
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      const auto arguments = function.value["arguments"];
      if (arguments.is(Kind::object)) {
        read.arguments = arguments.raw();
      } else {
        QUORUM_TRY(read.arguments, function.text("arguments"));
      }
      add_signature(value, read.seal);
      message.parts.push_back({.content = std::move(read)});
    }
    return {};
  }

  /// They belong to what is asked last, and are cited unless that is forbidden.
  Result<> read_documents() {
    QUORUM_TRY(const auto documents, root_.array("documents"));
    QUORUM_TRY(const auto options, root_.object("citation_options"));
    QUORUM_TRY(const auto said, options.text("mode"));
    const auto mode = upper(said);
    const bool wants_citations = mode != "OFF" && mode != "DISABLED";
    std::vector<llm::Part> files;
    std::size_t index = 0;
    for (const auto value : documents) {
      const auto at = join("documents", index++);
      if (!value.string()) {
        QUORUM_TRY(const auto document, element(value, at));
        if (!is_given(document.value["data"])) {
          return missing(document.path("data"), "a text or an object");
        }
      }
      files.push_back({.content = read_document(value)});
    }
    auto& messages = chat_.messages;
    if (!files.empty()) {
      const auto asked = std::ranges::find(messages.rbegin(), messages.rend(), llm::Role::user,
                                           &llm::Message::role);
      if (asked == messages.rend()) {
        messages.push_back({.role = llm::Role::user, .parts = std::move(files)});
      } else {
        asked->parts.insert(asked->parts.begin(), std::make_move_iterator(files.begin()),
                            std::make_move_iterator(files.end()));
      }
    }
    for (auto& message : messages) {
      for (auto& part : message.parts) {
        if (auto* file = std::get_if<llm::File>(&part.content)) {
          file->wants_citations = wants_citations;
        }
      }
    }
    return {};
  }

  Result<> read_tools() {
    QUORUM_TRY(const auto tools, root_.array("tools"));
    QUORUM_TRY(const auto is_strict, root_.flag("strict_tools"));
    std::size_t index = 0;
    for (const auto value : tools) {
      QUORUM_TRY(const auto tool, element(value, join("tools", index++)));
      QUORUM_TRY(const auto type, tool.text("type"));
      if (!type.empty() && type != "function") return wrong(tool.path("type"), "function");
      QUORUM_TRY(const auto function, tool.needed_object("function", "an object"));
      llm::Tool read;
      QUORUM_TRY(read.name, function.needed_text("name", "a function's name"));
      QUORUM_TRY(read.description, function.text("description"));
      QUORUM_TRY(const auto parameters, function.object("parameters"));
      read.parameters = parameters.value.raw();
      if (is_strict.value_or(false)) read.strict = true;
      chat_.tools.push_back(std::move(read));
    }
    return {};
  }

  Result<> read_choice() {
    QUORUM_TRY(const auto said, root_.text("tool_choice"));
    if (said.empty()) return {};
    const auto choice = upper(said);
    using Mode = llm::ToolChoice::Mode;
    if (choice == "REQUIRED") {
      chat_.tool_choice = llm::ToolChoice{.mode = Mode::required};
    } else if (choice == "NONE") {
      chat_.tool_choice = llm::ToolChoice{.mode = Mode::none};
    } else if (choice == "AUTO") {
      chat_.tool_choice = llm::ToolChoice{.mode = Mode::automatic};
    } else {
      return wrong("tool_choice", "REQUIRED or NONE; a model chooses by itself without it");
    }
    return {};
  }

  Result<> read_format() {
    using Format = llm::ResponseFormat;
    QUORUM_TRY(const auto format, root_.object("response_format"));
    if (!format.value) return {};
    QUORUM_TRY(const auto type, format.needed_text("type", "text or json_object"));
    if (type == "text") return {};
    if (type != "json_object") return wrong(format.path("type"), "text or json_object");
    QUORUM_TRY(auto schema, format.object("json_schema"));
    if (!schema.value) {
      QUORUM_TRY(schema, format.object("schema"));  // As it was called before.
    }
    if (schema.value) {
      chat_.format =
          Format{.kind = Format::Kind::json_schema, .schema = std::string{schema.value.raw()}};
    } else {
      chat_.format = Format{.kind = Format::Kind::json_object};
    }
    return {};
  }

  Result<> read_thinking() {
    QUORUM_TRY(const auto thinking, root_.object("thinking"));
    if (!thinking.value) return {};
    QUORUM_TRY(const auto type, thinking.text("type"));
    if (!type.empty() && type != "enabled" && type != "disabled") {
      return wrong(thinking.path("type"), "enabled or disabled");
    }
    llm::Thinking read{.is_on = type != "disabled"};
    QUORUM_TRY(read.budget_tokens, thinking.integer("token_budget", 0, INT64_MAX));
    chat_.thinking = std::move(read);
    return {};
  }

  Result<> read_sampling() {
    QUORUM_TRY(chat_.temperature, root_.number("temperature", 0, 100));
    QUORUM_TRY(chat_.top_p, root_.number("p", 0, 1));
    QUORUM_TRY(chat_.top_k, root_.integer("k", 0, 500));
    if (chat_.top_k == 0) chat_.top_k.reset();  // No limit, as without it.
    QUORUM_TRY(chat_.seed, root_.integer("seed", 0, INT64_MAX));
    QUORUM_TRY(chat_.frequency_penalty, root_.number("frequency_penalty", 0, 1));
    QUORUM_TRY(chat_.presence_penalty, root_.number("presence_penalty", 0, 1));
    QUORUM_TRY(chat_.tokens_max, root_.integer("max_tokens", 1, INT64_MAX));
    QUORUM_TRY(const auto logprobs, root_.flag("logprobs"));
    chat_.logprobs = logprobs.value_or(false);
    QUORUM_TRY(const auto stops, root_.array("stop_sequences"));
    for (const auto value : stops) {
      const auto text = value.string();
      if (!text) return wrong("stop_sequences", "an array of strings");
      chat_.stop.emplace_back(*text);
    }
    return {};
  }

  void keep_extras() {
    constexpr std::array<std::string_view, 19> kKnown{"model",
                                                      "messages",
                                                      "stream",
                                                      "documents",
                                                      "tools",
                                                      "strict_tools",
                                                      "tool_choice",
                                                      "thinking",
                                                      "citation_options",
                                                      "response_format",
                                                      "temperature",
                                                      "p",
                                                      "k",
                                                      "seed",
                                                      "frequency_penalty",
                                                      "presence_penalty",
                                                      "max_tokens",
                                                      "logprobs",
                                                      "stop_sequences"};
    for (const auto member : root_.value) {
      const bool is_known = std::ranges::find(kKnown, member.key()) != kKnown.end();
      if (is_known || !is_given(member)) continue;
      chat_.extras.push_back(
          {.name = std::string{member.key()}, .json = std::string{member.raw()}});
    }
  }

  Object root_;
  llm::Chat chat_{.messages = {}};
};

}  // namespace

Result<llm::Chat> read_request(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  return Reader{root}.read();
}

}  // namespace quorum::cohere
