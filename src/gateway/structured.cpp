#include "gateway/structured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "json/schema.hpp"
#include "json/value.hpp"

namespace quorum::gateway {
namespace {

using Next = Result<std::optional<llm::Batch>>;
using Opened = Result<std::unique_ptr<llm::ChatStream>>;

constexpr std::size_t kViolationsTold = 5;

/// Every dialect that can ask for a schema has the word in the member's name.
bool may_ask_for_schema(const llm::Call& call) {
  if (call.wire.read == nullptr) return call.chat->format.has_value();
  if (call.wire.glance.is_sound) return call.wire.glance.may_ask_for_schema;
  const auto& body = *call.wire.body;
  return body.find("schema") != body.npos || body.find("Schema") != body.npos ||
         body.find("\"format\"") != body.npos;
}

/// An answer in full.
struct Gathered {
  std::vector<llm::Delta> deltas{};
  std::string text{};
  bool has_calls = false;
  std::optional<llm::Usage> usage{};
  llm::Notes notes{};
};

Task<Result<Gathered>> gather(std::unique_ptr<llm::ChatStream> stream) {
  Gathered all{.notes = stream->notes()};
  while (true) {
    QUORUM_CO_TRY(auto batch, co_await stream->next());
    if (!batch) co_return all;
    for (auto& delta : batch->deltas) {
      all.text += delta.text;
      all.has_calls = all.has_calls || !delta.tool_calls.empty();
      if (delta.usage) all.usage = delta.usage;
      all.deltas.push_back(std::move(delta));
    }
  }
}

/// The JSON in an answer that may have words or a code fence around it.
std::string_view json_in(std::string_view text) {
  const auto first = text.find_first_of("{[");
  const auto last = text.find_last_of("}]");
  if (first == text.npos || last == text.npos || last < first) return text;
  return text.substr(first, last - first + 1);
}

/// What is wrong with `text`, in words for the model; empty where nothing is.
std::string faults(json::Value schema, std::string_view text) {
  const auto document = json::Document::parse(text);
  if (!document) return "It is no JSON: " + document.error().message;
  const auto violations = json::validate(schema, document->root());
  std::string told;
  for (std::size_t i = 0; i < std::min(violations.size(), kViolationsTold); ++i) {
    const auto& [where, what] = violations[i];
    told += fmt::format("{}At {}: {}", told.empty() ? "" : "\n", where.empty() ? "/" : where, what);
  }
  return told;
}

llm::Chat with_schema(llm::Chat chat, std::string_view schema, Promise promise) {
  const auto wish = fmt::format(
      "Answer with one JSON value that is valid by the JSON Schema below, and with nothing else: "
      "no explanation and no code fence.\n\n{}",
      schema);
  const bool has_system = !chat.messages.empty() && chat.messages[0].role == llm::Role::system;
  if (has_system) {
    chat.messages[0].parts.push_back(llm::text_part("\n\n" + wish));
  } else {
    chat.messages.insert(chat.messages.begin(), llm::message(llm::Role::system, wish));
  }
  chat.format.reset();
  if (promise == Promise::json_object) {
    chat.format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::json_object};
  }
  return chat;
}

llm::Chat with_complaint(llm::Chat chat, std::string answer, std::string_view fault) {
  chat.messages.push_back(llm::message(llm::Role::assistant, std::move(answer)));
  chat.messages.push_back(llm::message(
      llm::Role::user, fmt::format("That answer does not fit the schema.\n{}\nAnswer again, with "
                                   "nothing but the whole corrected JSON value.",
                                   fault)));
  return chat;
}

/// An answer that is there already.
class Ready final : public llm::ChatStream {
 public:
  explicit Ready(Gathered all) : notes_(std::move(all.notes)) {
    batch_.emplace();
    batch_->deltas = std::move(all.deltas);
  }
  const llm::Notes& notes() const override { return notes_; }
  Task<Next> next() override { co_return std::exchange(batch_, std::nullopt); }

 private:
  llm::Notes notes_;
  std::optional<llm::Batch> batch_;
};

/// The answer with `json` for its words, wherever they stood.
Opened answer(Gathered all, std::string_view json, std::optional<llm::Usage> usage) {
  bool is_told = false;
  for (auto& delta : all.deltas) {
    if (!delta.text.empty()) delta.text = std::exchange(is_told, true) ? "" : std::string{json};
    if (delta.usage) delta.usage = usage;
    delta.logprobs.clear();
  }
  all.notes.emulated.emplace_back("response_format");
  return std::make_unique<Ready>(std::move(all));
}

class Structured final : public llm::ChatBackend {
 public:
  Structured(llm::ChatBackend& inner, FindPromise find) : inner_(inner), find_(std::move(find)) {}

  Task<Opened> open(llm::Shared<llm::Call> call, llm::CallContext context) override {
    // Hardly any call asks for one, and the look costs less than the question.
    const auto promise = may_ask_for_schema(call) ? find_(call->model) : Promise::json_schema;
    if (promise == Promise::json_schema) return inner_.open(std::move(call), context);
    return fulfil(std::move(call), context, promise);
  }

 private:
  Task<Opened> fulfil(llm::Shared<llm::Call> call, llm::CallContext context, Promise promise) {
    QUORUM_CO_TRY(auto chat, call->words());
    using Kind = llm::ResponseFormat::Kind;
    if (!chat.format || chat.format->kind != Kind::json_schema || chat.format->schema.empty()) {
      co_return co_await inner_.open(std::move(call), context);
    }
    const auto text = chat.format->schema;
    auto schema = json::Document::parse(text);
    if (!schema) {
      co_return Error{.code = Errc::invalid_request,
                      .message = "The schema is no JSON: " + schema.error().message,
                      .field = "response_format.json_schema.schema"};
    }
    auto& asked = call.edit();
    asked.chat = with_schema(std::move(chat), text, promise);
    asked.wire = {};
    asked.reply = llm::Dialect::none;
    co_return co_await ask(std::move(call), context, std::move(*schema));
  }

  Task<Opened> ask(llm::Shared<llm::Call> call, llm::CallContext context, json::Document schema) {
    QUORUM_CO_TRY(auto first, co_await inner_.open(call, context));
    QUORUM_CO_TRY(auto all, co_await gather(std::move(first)));
    if (all.has_calls) co_return std::make_unique<Ready>(std::move(all));
    auto json = std::string{json_in(all.text)};
    const auto fault = faults(schema.root(), json);
    if (fault.empty()) {
      const auto usage = all.usage;
      co_return answer(std::move(all), json, usage);
    }

    call.edit().chat = with_complaint(*call->chat, std::move(all.text), fault);
    QUORUM_CO_TRY(auto second, co_await inner_.open(std::move(call), context));
    QUORUM_CO_TRY(auto repaired, co_await gather(std::move(second)));
    json = json_in(repaired.text);
    if (const auto still = faults(schema.root(), json); !still.empty()) {
      co_return Error{.code = Errc::upstream_failed,
                      .message = "The model gave no answer that fits the schema. " + still,
                      .reason = "schema_mismatch"};
    }
    auto usage = repaired.usage;
    if (usage && all.usage) *usage += *all.usage;
    co_return answer(std::move(repaired), json, usage);
  }

  llm::ChatBackend& inner_;
  FindPromise find_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> structured(llm::ChatBackend& inner, FindPromise find) {
  return std::make_unique<Structured>(inner, std::move(find));
}

}  // namespace quorum::gateway
