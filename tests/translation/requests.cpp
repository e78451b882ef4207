#include "requests.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "canonical.hpp"

namespace quorum::translation {
namespace {

using llm::Chat;
using llm::Message;
using llm::Role;
using llm::Seal;

// The smallest picture there is, and beginnings of a document and of a sound.
constexpr std::string_view kPng =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg"
    "gg==";
constexpr std::string_view kPdf = "JVBERi0xLjQKJcOkw7zDtsOf";
constexpr std::string_view kWav = "UklGRiQAAABXQVZFZm10IBAA";

Chat hello() { return {.messages = {llm::message(Role::user, "Hello")}}; }

Chat saying(llm::Part part) {
  auto chat = hello();
  chat.messages[0].parts.push_back(std::move(part));
  return chat;
}

Chat with_tool() {
  auto chat = hello();
  chat.tools.push_back(
      {.name = "look_up",
       .description = "Looks it up.",
       .parameters = R"({"type":"object","properties":{"q":{"type":"string"}},"required":["q"]})"});
  return chat;
}

llm::Part call_part(std::string id, std::string q, std::optional<Seal> seal = {}) {
  return {.content = llm::ToolCall{.id = std::move(id),
                                   .name = "look_up",
                                   .arguments = fmt::format(R"({{"q":"{}"}})", q),
                                   .seal = std::move(seal)}};
}

Message result(std::string id, std::string text) {
  auto message = llm::message(Role::tool, std::move(text));
  message.tool_call_id = std::move(id);
  return message;
}

/// A conversation in which tools were called; `before` stands before the calls.
Chat called(std::vector<llm::Part> before, std::optional<Seal> seal = {}) {
  auto chat = with_tool();
  Message calls{.role = Role::assistant, .parts = std::move(before)};
  calls.parts.push_back(call_part("toolu_0001", "mark-one", std::move(seal)));
  chat.messages.push_back(std::move(calls));
  chat.messages.push_back(result("toolu_0001", "first result"));
  return chat;
}

Chat thought(Seal seal) {
  return called({{.content = llm::Reasoning{.text = "mark-thought", .seal = std::move(seal)}}});
}

template <typename Visit>
void for_each_part(const Chat& chat, Visit visit) {
  for (const auto& message : chat.messages) {
    for (const auto& part : message.parts) visit(message, part);
  }
}

std::string texts_of(const Chat& chat, std::initializer_list<Role> roles) {
  std::string all;
  for (const auto& message : chat.messages) {
    if (std::ranges::find(roles, message.role) != roles.end()) all += message.text();
  }
  return all;
}

template <typename Content>
std::string sources_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    if (const auto* content = part.as<Content>()) {
      const auto& source = content->source;
      all += source.url + source.data + source.file_id + "\n";
    }
  });
  return all;
}

std::string tools_of(const Chat& chat) {
  std::string all;
  for (const auto& tool : chat.tools) {
    if (tool.kind != llm::Tool::Kind::function) continue;
    all += tool.name + "|" + tool.description + "|" + canonical(tool.parameters) + "\n";
  }
  return all;
}

std::string result_of(const Chat& chat, std::string_view id) {
  for (const auto& message : chat.messages) {
    if (message.role == Role::tool && message.tool_call_id == id) return message.text();
  }
  return {};
}

/// Every call with its answer, whatever the ids.
std::string calls_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    const auto* call = part.as<llm::ToolCall>();
    if (call == nullptr || call->kind != llm::ToolCall::Kind::function) return;
    all += call->name + canonical(call->arguments) + " -> " + canonical(result_of(chat, call->id)) +
           "\n";
  });
  return all;
}

std::string seal_text(const std::optional<Seal>& seal) {
  if (!seal) return {};
  return fmt::format("{}:{}:{}:{}", name(seal->maker), static_cast<int>(seal->form), seal->id,
                     seal->data);
}

std::string thoughts_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    if (const auto* thought = part.as<llm::Reasoning>()) all += thought->text;
  });
  return all;
}

template <llm::Maker kMaker>
std::string seals_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    const auto* thought = part.as<llm::Reasoning>();
    const bool is_theirs = thought != nullptr && thought->seal && thought->seal->maker == kMaker;
    if (is_theirs) all += seal_text(thought->seal) + "\n";
  });
  return all;
}

std::string call_seals_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    const auto* call = part.as<llm::ToolCall>();
    if (call != nullptr && call->seal) all += seal_text(call->seal) + "\n";
  });
  return all;
}

std::string cache_marks_of(const Chat& chat) {
  std::string all;
  for_each_part(chat, [&](const Message&, const llm::Part& part) {
    if (part.cache) all += fmt::format("{} ", part.cache->ttl_s.value_or(0));
  });
  return all;
}

template <llm::ToolChoice::Mode kMode>
std::string choice_of(const Chat& chat) {
  if (!chat.tool_choice || chat.tool_choice->mode != kMode) return {};
  return fmt::format("{} {}", static_cast<int>(kMode), chat.tool_choice->name);
}

template <typename T>
std::string shown(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : std::string{};
}

template <llm::ResponseFormat::Kind kKind>
std::string format_of(const Chat& chat) {
  if (!chat.format || chat.format->kind != kKind) return {};
  return fmt::format("{} {}", static_cast<int>(chat.format->kind), canonical(chat.format->schema));
}

/// The tool that must be called: by its name, or because some tool must and there is no other.
std::string only_choice(const Chat& chat) {
  auto asked = chat;
  if (asked.tool_choice && asked.tool_choice->mode == llm::ToolChoice::Mode::required &&
      asked.tools.size() == 1) {
    asked.tool_choice =
        llm::ToolChoice{.mode = llm::ToolChoice::Mode::named, .name = asked.tools[0].name};
  }
  return choice_of<llm::ToolChoice::Mode::named>(asked);
}

/// How long the model may think, in steps that all spellings share.
std::string thinking_of(const Chat& chat) {
  if (!chat.thinking) return {};
  const auto& thinking = *chat.thinking;
  if (thinking.is_on == false || thinking.effort == "none" || thinking.budget_tokens == 0) {
    return "off";
  }
  if (!thinking.effort.empty()) return thinking.effort;
  if (thinking.budget_tokens) return fmt::format("{}", *thinking.budget_tokens);
  const bool is_on = thinking.is_on.value_or(false) || thinking.is_adaptive;
  return is_on || !thinking.summary.empty() ? "on" : "";
}

template <typename Set>
Chat asking(Set set) {
  auto chat = hello();
  set(chat);
  return chat;
}

struct Note {
  std::string_view name;
  std::vector<std::string_view> written;
};

/// What stands in requests that we cannot read back, where the thing itself does not.
std::vector<Note> notes() {
  return {{"tools that must keep to their schema", {"strict"}},
          {"documents, as text", {"bWFyay1kb2N1bWVudA"}},
          {"tool choice: none", {"\"NONE\"", "\"none\""}},
          {"tool choice: any", {"\"REQUIRED\"", "\"any\""}},
          {"tools that failed", {"error"}},
          {"answers as JSON", {"json_object"}},
          {"reasoning effort", {"high", R"("enabled")", R"("adaptive")"}},
          {"reasoning budget", {R"("enabled")"}},
          {"no reasoning", {"disabled", R"("effort":"low")"}},
          {"temperature", {"0.4375"}},
          {"top_p", {"0.4375"}},
          {"top_k", {"43"}},
          {"min_p", {"0.4375"}},
          {"frequency_penalty", {"0.4375"}},
          {"presence_penalty", {"0.4375"}},
          {"repetition_penalty", {"1.4375"}},
          {"seed", {"4711"}},
          {"service tier", {"priority"}},
          {"cache marks", {"cachePoint"}}};
}

std::vector<RequestFeature> with_notes(std::vector<RequestFeature> features) {
  constexpr std::array<std::string_view, 12> kStepped{"answers after a JSON Schema",
                                                      "pictures, as bytes",
                                                      "pictures from tools",
                                                      "pictures, by address",
                                                      "documents, as bytes",
                                                      "documents, by address",
                                                      "documents, as text",
                                                      "Google's signatures on calls",
                                                      "reasoning effort",
                                                      "reasoning budget",
                                                      "no reasoning",
                                                      "most tokens"};
  for (auto& feature : features) {
    feature.is_stepped = std::ranges::find(kStepped, feature.name) != kStepped.end();
    if (feature.name == "Anthropic's signatures") feature.maker = llm::Maker::anthropic;
    if (feature.name == "OpenAI's encrypted thoughts") feature.maker = llm::Maker::openai;
    if (feature.name == "Google's signatures on calls") feature.maker = llm::Maker::google;
    if (feature.name == "tool choice: none") feature.unwritten = "look_up";
    for (auto& note : notes()) {
      if (note.name == feature.name) feature.written = note.written;
    }
  }
  return features;
}

}  // namespace

const std::vector<RequestFeature>& request_features() {
  using Mode = llm::ToolChoice::Mode;
  using Kind = llm::ResponseFormat::Kind;
  static const auto kFeatures = with_notes(
      {{"what the user says", hello, [](const Chat& c) { return texts_of(c, {Role::user}); },
        "Hello"},
       {"what the assistant said",
        [] {
          return asking([](Chat& c) {
            c.messages.push_back(llm::message(Role::assistant, "mark-said"));
            c.messages.push_back(llm::message(Role::user, "And?"));
          });
        },
        [](const Chat& c) { return texts_of(c, {Role::assistant}); }, "mark-said"},
       {"system and developer messages",
        [] {
          return asking([](Chat& c) {
            c.messages.insert(c.messages.begin(), llm::message(Role::system, "mark-system"));
          });
        },
        [](const Chat& c) { return texts_of(c, {Role::system, Role::developer}); }, "mark-system"},
       {"pictures, as bytes",
        [] {
          return saying({.content = llm::Image{
                             .source = {.data = std::string{kPng}, .media_type = "image/png"}}});
        },
        sources_of<llm::Image>, kPng},
       {"pictures, by address",
        [] {
          return saying({.content = llm::Image{.source = {.url = "https://example.org/a.png"}}});
        },
        sources_of<llm::Image>, "https://example.org/a.png"},
       {"documents, as bytes",
        [] {
          return saying({.content = llm::File{
                             .source = {.data = std::string{kPdf}, .media_type = "application/pdf"},
                             .name = "a.pdf"}});
        },
        sources_of<llm::File>, kPdf},
       {"documents, by address",
        [] {
          return saying({.content = llm::File{.source = {.url = "https://example.org/a.pdf"},
                                              .name = "a.pdf"}});
        },
        sources_of<llm::File>, "https://example.org/a.pdf"},
       {"documents, as text",
        [] { return saying({.content = llm::File{.name = "notes", .text = "mark-document"}}); },
        [](const Chat& c) {
          std::string all;
          for_each_part(c, [&](const Message&, const llm::Part& part) {
            if (const auto* file = part.as<llm::File>()) all += file->text;
          });
          return all;
        },
        "mark-document"},
       {"sound",
        [] {
          return saying({.content = llm::Audio{
                             .source = {.data = std::string{kWav}, .media_type = "audio/wav"}}});
        },
        sources_of<llm::Audio>, kWav},
       {"tools", with_tool, tools_of, "look_up"},
       {"tools that must keep to their schema",
        [] {
          auto chat = with_tool();
          chat.tools[0].strict = true;
          return chat;
        },
        [](const Chat& c) {
          return c.tools.empty() || !c.tools[0].strict.value_or(false) ? std::string{} : "strict";
        }},
       {"tools that take free text",
        [] {
          return asking([](Chat& c) {
            c.tools.push_back(
                {.kind = llm::Tool::Kind::custom,
                 .name = "mark_custom",
                 .raw = {.dialect = llm::Dialect::openai_chat,
                         .json = R"({"type":"custom","custom":{"name":"mark_custom"}})"}});
          });
        },
        [](const Chat& c) {
          const bool is_there = !c.tools.empty() && c.tools[0].kind == llm::Tool::Kind::custom;
          return is_there ? c.tools[0].name : std::string{};
        },
        "mark_custom"},
       {"tool choice: none",
        [] {
          auto chat = with_tool();
          chat.tool_choice = llm::ToolChoice{.mode = Mode::none};
          return chat;
        },
        [](const Chat& c) {
          // Who sends no tools says the same.
          const bool is_none =
              c.tools.empty() || (c.tool_choice && c.tool_choice->mode == Mode::none);
          return is_none ? std::string{"none"} : std::string{};
        }},
       {"tool choice: any",
        [] {
          auto chat = with_tool();
          chat.tool_choice = llm::ToolChoice{.mode = Mode::required};
          return chat;
        },
        choice_of<Mode::required>},
       {"tool choice: this one",
        [] {
          auto chat = with_tool();
          chat.tool_choice = llm::ToolChoice{.mode = Mode::named, .name = "look_up"};
          return chat;
        },
        only_choice,
        {},
        llm::Maker::unknown,
        false,
        {"\"REQUIRED\"", "\"tool\":{", "\"any\":{"}},
       {"tool choice: some of them",
        [] {
          auto chat = with_tool();
          chat.tools.push_back({.name = "other"});
          chat.tool_choice = llm::ToolChoice{.mode = Mode::required, .allowed = {"look_up"}};
          return chat;
        },
        [](const Chat& c) {
          return c.tool_choice && !c.tool_choice->allowed.empty()
                     ? fmt::format("{}", fmt::join(c.tool_choice->allowed, " "))
                     : std::string{};
        },
        "required"},
       {"one tool call at a time",
        [] {
          auto chat = with_tool();
          chat.parallel_tool_calls = false;
          return chat;
        },
        [](const Chat& c) { return c.parallel_tool_calls == false ? std::string{"one"} : ""; }},
       {"tool calls and their results", [] { return called({}); }, calls_of, "first result"},
       {"several tool calls at once",
        [] {
          auto chat = called({});
          chat.messages[1].parts.push_back(call_part("toolu_0002", "mark-two"));
          chat.messages.push_back(result("toolu_0002", "second result"));
          return chat;
        },
        calls_of, "second result"},
       {"tools that failed",
        [] {
          auto chat = called({});
          chat.messages.back().is_tool_error = true;
          return chat;
        },
        [](const Chat& c) {
          const auto failed = std::ranges::count_if(c.messages, &Message::is_tool_error);
          return failed > 0 ? std::to_string(failed) : std::string{};
        }},
       {"pictures from tools",
        [] {
          auto chat = called({});
          chat.messages.back().parts.push_back(
              {.content =
                   llm::Image{.source = {.data = std::string{kPng}, .media_type = "image/png"}}});
          return chat;
        },
        sources_of<llm::Image>, kPng},
       {"thoughts of earlier turns",
        [] { return thought({.maker = llm::Maker::anthropic, .data = "mark-seal"}); }, thoughts_of,
        "mark-thought"},
       {"Anthropic's signatures",
        [] { return thought({.maker = llm::Maker::anthropic, .data = "mark-seal"}); },
        seals_of<llm::Maker::anthropic>, "mark-seal"},
       {"OpenAI's encrypted thoughts",
        [] {
          return thought({.maker = llm::Maker::openai,
                          .form = Seal::Form::encrypted,
                          .data = "mark-seal",
                          .id = "rs_1"});
        },
        seals_of<llm::Maker::openai>, "mark-seal"},
       {"Google's signatures on calls",
        [] { return called({}, Seal{.maker = llm::Maker::google, .data = "mark-seal"}); },
        call_seals_of, "mark-seal"},
       {"answers begun by the caller",
        [] {
          return asking(
              [](Chat& c) { c.messages.push_back(llm::message(Role::assistant, "mark-begun")); });
        },
        [](const Chat& c) {
          const bool is_begun = !c.messages.empty() && c.messages.back().role == Role::assistant;
          return is_begun ? c.messages.back().text() : std::string{};
        },
        "mark-begun"},
       {"answers as JSON",
        [] {
          return asking([](Chat& c) { c.format = llm::ResponseFormat{.kind = Kind::json_object}; });
        },
        format_of<Kind::json_object>},
       {"answers after a JSON Schema",
        [] {
          return asking([](Chat& c) {
            c.format = llm::ResponseFormat{
                .kind = Kind::json_schema,
                .name = "answer",
                .schema = R"({"type":"object","properties":{"mark_schema":{"type":"string"}},)"
                          R"("required":["mark_schema"],"additionalProperties":false})",
                .strict = true};
          });
        },
        format_of<Kind::json_schema>, "mark_schema"},
       {"reasoning effort",
        [] { return asking([](Chat& c) { c.thinking = llm::Thinking{.effort = "high"}; }); },
        thinking_of},
       {"reasoning budget",
        [] {
          return asking(
              [](Chat& c) { c.thinking = llm::Thinking{.budget_tokens = 2345, .is_on = true}; });
        },
        thinking_of, "2345"},
       {"no reasoning",
        [] { return asking([](Chat& c) { c.thinking = llm::Thinking{.is_on = false}; }); },
        thinking_of},
       {"temperature", [] { return asking([](Chat& c) { c.temperature = 0.4375; }); },
        [](const Chat& c) { return shown(c.temperature); }},
       {"top_p", [] { return asking([](Chat& c) { c.top_p = 0.4375; }); },
        [](const Chat& c) { return c.top_p == 1.0 ? std::string{} : shown(c.top_p); }},
       {"top_k", [] { return asking([](Chat& c) { c.top_k = 43; }); },
        [](const Chat& c) { return shown(c.top_k); }},
       {"min_p", [] { return asking([](Chat& c) { c.min_p = 0.4375; }); },
        [](const Chat& c) { return shown(c.min_p); }},
       {"frequency_penalty", [] { return asking([](Chat& c) { c.frequency_penalty = 0.4375; }); },
        [](const Chat& c) { return shown(c.frequency_penalty); }},
       {"presence_penalty", [] { return asking([](Chat& c) { c.presence_penalty = 0.4375; }); },
        [](const Chat& c) { return shown(c.presence_penalty); }},
       {"repetition_penalty", [] { return asking([](Chat& c) { c.repeat_penalty = 1.4375; }); },
        [](const Chat& c) { return shown(c.repeat_penalty); }},
       {"seed", [] { return asking([](Chat& c) { c.seed = 4711; }); },
        [](const Chat& c) { return shown(c.seed); }},
       {"most tokens",
        [] { return asking([](Chat& c) { c.tokens_max = 4711; }); },
        [](const Chat& c) { return shown(c.tokens_max); },
        {},
        llm::Maker::unknown,
        false,
        {"4711"}},
       {"stop sequences", [] { return asking([](Chat& c) { c.stop = {"mark-stop", "END"}; }); },
        [](const Chat& c) { return fmt::format("{}", fmt::join(c.stop, "|")); }, "mark-stop"},
       {"several answers", [] { return asking([](Chat& c) { c.answers = 3; }); },
        [](const Chat& c) { return c.answers.value_or(1) > 1 ? shown(c.answers) : std::string{}; }},
       {"log-probabilities",
        [] {
          return asking([](Chat& c) {
            c.logprobs = true;
            c.top_logprobs = 3;
          });
        },
        [](const Chat& c) {
          return c.logprobs ? fmt::format("{}", c.top_logprobs) : std::string{};
        }},
       {"logit_bias", [] { return asking([](Chat& c) { c.logit_bias = R"({"4711":-100})"; }); },
        [](const Chat& c) { return canonical(c.logit_bias); }, "4711"},
       {"verbosity", [] { return asking([](Chat& c) { c.verbosity = "low"; }); },
        [](const Chat& c) { return c.verbosity; }},
       {"metadata", [] { return asking([](Chat& c) { c.metadata = R"({"k":"mark-metadata"})"; }); },
        [](const Chat& c) { return canonical(c.metadata); }, "mark-metadata"},
       {"end user", [] { return asking([](Chat& c) { c.user_id = "mark-user"; }); },
        [](const Chat& c) { return c.user_id; }, "mark-user"},
       {"service tier", [] { return asking([](Chat& c) { c.service_tier = "priority"; }); },
        [](const Chat& c) { return c.service_tier == "auto" ? std::string{} : c.service_tier; },
        "service_tier"},
       {"cache key", [] { return asking([](Chat& c) { c.cache_key = "mark-key"; }); },
        [](const Chat& c) { return c.cache_key; }, "mark-key"},
       {"cache marks",
        [] {
          auto part = llm::text_part("A long text.");
          part.cache = llm::CacheHint{.ttl_s = 3600};
          return saying(std::move(part));
        },
        cache_marks_of},
       {"keeping the answer", [] { return asking([](Chat& c) { c.store = true; }); },
        [](const Chat& c) { return c.store.value_or(false) ? "yes" : std::string{}; }}});
  return kFeatures;
}

}  // namespace quorum::translation
