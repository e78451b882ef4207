#include "providers/local/protocol.hpp"

#include <array>
#include <utility>

#include "core/try.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::providers {
namespace {

using json::Value;
using json::Writer;
using Kind = llm::ResponseFormat::Kind;

constexpr std::array kRoles{
    std::pair{llm::Role::system, "system"}, std::pair{llm::Role::developer, "developer"},
    std::pair{llm::Role::user, "user"}, std::pair{llm::Role::assistant, "assistant"},
    std::pair{llm::Role::tool, "tool"}};

constexpr std::array kFormats{
    std::pair{Kind::text, "text"}, std::pair{Kind::json_object, "json_object"},
    std::pair{Kind::json_schema, "json_schema"}, std::pair{Kind::grammar, "grammar"}};

constexpr std::array kFinishes{llm::Finish::stop, llm::Finish::length, llm::Finish::error};

constexpr std::array kErrors{
    Errc::invalid_request, Errc::unauthenticated, Errc::permission_denied, Errc::not_found,
    Errc::conflict,        Errc::too_large,       Errc::rate_limited,      Errc::budget_exceeded,
    Errc::unavailable,     Errc::upstream_failed, Errc::deadline_exceeded, Errc::cancelled,
    Errc::internal};

template <typename Table, typename Key>
const char* word_of(const Table& table, Key key) {
  for (const auto& [value, word] : table) {
    if (value == key) return word;
  }
  return "";
}

template <typename Table, typename Key>
void read_word(const Table& table, Value from, Key& into) {
  const auto text = from.string().value_or("");
  for (const auto& [value, word] : table) {
    if (text == word) into = value;
  }
}

template <typename T>
void write_number(Writer& out, std::string_view key, const std::optional<T>& value) {
  if (value) out.key(key).number(*value);
}

void write_texts(Writer& out, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(key).array();
  for (const std::string& text : texts) out.string(text);
  out.end();
}

void read_texts(Value from, std::vector<std::string>& into) {
  for (const Value text : from) into.emplace_back(text.string().value_or(""));
}

std::string text_at(Value from, std::string_view key) {
  return std::string(from[key].string().value_or(""));
}

void write_chat(Writer& out, const llm::Chat& chat) {
  out.key("messages").array();
  for (const llm::Message& message : chat.messages) {
    out.object().key("role").string(word_of(kRoles, message.role));
    out.key("text").string(message.text()).end();
  }
  out.end();
  write_number(out, "temperature", chat.temperature);
  write_number(out, "top_p", chat.top_p);
  write_number(out, "top_k", chat.top_k);
  write_number(out, "min_p", chat.min_p);
  write_number(out, "frequency_penalty", chat.frequency_penalty);
  write_number(out, "presence_penalty", chat.presence_penalty);
  write_number(out, "repeat_penalty", chat.repeat_penalty);
  write_number(out, "seed", chat.seed);
  write_number(out, "tokens_max", chat.tokens_max);
  write_texts(out, "stop", chat.stop);
  if (chat.format) {
    out.key("format").string(word_of(kFormats, chat.format->kind));
    out.key("schema").string(chat.format->schema);
  }
  if (chat.logprobs) out.key("top_logprobs").number(chat.top_logprobs);
  write_texts(out, "continuations", chat.continuations);
}

llm::Chat read_chat(Value from) {
  llm::Chat chat;
  for (const Value message : from["messages"]) {
    auto role = llm::Role::user;
    read_word(kRoles, message["role"], role);
    chat.messages.push_back(llm::message(role, text_at(message, "text")));
  }
  chat.temperature = from["temperature"].number();
  chat.top_p = from["top_p"].number();
  chat.top_k = from["top_k"].integer();
  chat.min_p = from["min_p"].number();
  chat.frequency_penalty = from["frequency_penalty"].number();
  chat.presence_penalty = from["presence_penalty"].number();
  chat.repeat_penalty = from["repeat_penalty"].number();
  chat.seed = from["seed"].integer();
  chat.tokens_max = from["tokens_max"].integer();
  read_texts(from["stop"], chat.stop);
  if (from["format"]) {
    llm::ResponseFormat format;
    read_word(kFormats, from["format"], format.kind);
    format.schema = text_at(from, "schema");
    chat.format = std::move(format);
  }
  chat.logprobs = from["top_logprobs"].exists();
  chat.top_logprobs = from["top_logprobs"].integer().value_or(0);
  read_texts(from["continuations"], chat.continuations);
  return chat;
}

void write_logprobs(Writer& out, const std::vector<llm::TokenLogprob>& tokens) {
  out.array();
  for (const llm::TokenLogprob& token : tokens) {
    out.object().key("token").string(token.token).key("logprob").number(token.logprob);
    if (!token.top.empty()) {
      out.key("top");
      write_logprobs(out, token.top);
    }
    out.end();
  }
  out.end();
}

std::vector<llm::TokenLogprob> read_logprobs(Value from) {
  std::vector<llm::TokenLogprob> tokens;
  for (const Value token : from) {
    tokens.push_back({.token = text_at(token, "token"),
                      .logprob = token["logprob"].number().value_or(0),
                      .top = read_logprobs(token["top"])});
  }
  return tokens;
}

void write_usage(Writer& out, const llm::Usage& usage) {
  out.object().key("prompt").number(usage.prompt).key("completion").number(usage.completion);
  write_number(out, "cached_read", usage.cached_read);
  out.end();
}

llm::Usage read_usage(Value from) {
  return {.prompt = from["prompt"].integer().value_or(0),
          .completion = from["completion"].integer().value_or(0),
          .cached_read = from["cached_read"].integer()};
}

void write(Writer& out, const LocalReady& ready) {
  out.key("ready").object();
  out.key("context_tokens").number(ready.context_tokens);
  out.key("conversations_max").number(ready.conversations_max);
  out.key("description").string(ready.description);
  out.key("load_ms").number(ready.load_ms).end();
}

void write(Writer& out, const LocalPiece& piece) {
  const llm::Delta& delta = piece.delta;
  out.key("piece").number(piece.id);
  if (!delta.text.empty()) out.key("text").string(delta.text);
  if (!delta.logprobs.empty()) {
    out.key("logprobs");
    write_logprobs(out, delta.logprobs);
  }
  if (!delta.continuations.empty()) {
    out.key("continuations").array();
    for (const double logprob : delta.continuations) out.number(logprob);
    out.end();
  }
  if (delta.finish) out.key("finish").string(llm::name(*delta.finish));
  if (delta.usage) {
    out.key("usage");
    write_usage(out, *delta.usage);
  }
  if (piece.times) {
    out.key("waited_ms").number(piece.times->waited_ms);
    out.key("prompt_ms").number(piece.times->prompt_ms);
    out.key("write_ms").number(piece.times->write_ms);
    out.key("choose_ms").number(piece.times->choose_ms);
  }
}

void write(Writer& out, const LocalFailure& failure) {
  const Error& error = failure.error;
  out.key("failed").number(failure.id).key("code").string(name(error.code));
  out.key("message").string(error.message).key("detail").string(error.detail);
  out.key("field").string(error.field).key("reason").string(error.reason);
}

LocalReady read_ready(Value from) {
  return {.context_tokens = from["context_tokens"].integer().value_or(0),
          .conversations_max = from["conversations_max"].integer().value_or(0),
          .description = text_at(from, "description"),
          .load_ms = from["load_ms"].number().value_or(0)};
}

LocalPiece read_piece(std::int64_t id, Value from) {
  LocalPiece piece{.id = id};
  piece.delta.text = text_at(from, "text");
  piece.delta.logprobs = read_logprobs(from["logprobs"]);
  // JSON has no infinity: an impossible continuation arrives as null.
  for (const Value logprob : from["continuations"]) {
    piece.delta.continuations.push_back(logprob.number().value_or(kImpossibleLogprob));
  }
  const auto finish = from["finish"].string().value_or("");
  for (const llm::Finish known : kFinishes) {
    if (finish == llm::name(known)) piece.delta.finish = known;
  }
  if (from["usage"]) piece.delta.usage = read_usage(from["usage"]);
  if (from["waited_ms"]) {
    piece.times = LocalTimes{.waited_ms = from["waited_ms"].number().value_or(0),
                             .prompt_ms = from["prompt_ms"].number().value_or(0),
                             .write_ms = from["write_ms"].number().value_or(0),
                             .choose_ms = from["choose_ms"].number().value_or(0)};
  }
  return piece;
}

LocalFailure read_failure(std::int64_t id, Value from) {
  Error error{.code = Errc::internal,
              .message = text_at(from, "message"),
              .detail = text_at(from, "detail"),
              .field = text_at(from, "field"),
              .reason = text_at(from, "reason")};
  const auto code = from["code"].string().value_or("");
  for (const Errc known : kErrors) {
    if (code == name(known)) error.code = known;
  }
  return {.id = id, .error = std::move(error)};
}

Error unreadable(std::string_view frame) {
  return {.code = Errc::upstream_failed,
          .message = "The local model's worker broke its protocol.",
          .detail = "unreadable frame: " + std::string(frame.substr(0, 200))};
}

}  // namespace

std::string encode(const LocalOrder& order) {
  std::string line;
  Writer out(line);
  out.object();
  if (const auto* ask = std::get_if<LocalAsk>(&order)) {
    out.key("ask").number(ask->id);
    write_chat(out, ask->chat);
  } else {
    out.key("cancel").number(std::get<LocalCancel>(order).id);
  }
  out.end();
  line += '\n';
  return line;
}

std::string encode(const LocalNews& news) {
  std::string line;
  Writer out(line);
  out.object();
  std::visit([&out](const auto& what) { write(out, what); }, news);
  out.end();
  line += '\n';
  return line;
}

Result<LocalOrder> decode_order(std::string_view frame) {
  QUORUM_TRY(const auto document, json::Document::parse(frame));
  const Value root = document.root();
  if (const auto id = root["ask"].integer()) return LocalAsk{*id, read_chat(root)};
  if (const auto id = root["cancel"].integer()) return LocalCancel{*id};
  return unreadable(frame);
}

Result<LocalNews> decode_news(std::string_view frame) {
  const auto document = json::Document::parse(frame);
  if (!document) return unreadable(frame);
  const Value root = document->root();
  if (const Value ready = root["ready"]) return read_ready(ready);
  if (const auto id = root["piece"].integer()) return read_piece(*id, root);
  if (const auto id = root["failed"].integer()) return read_failure(*id, root);
  return unreadable(frame);
}

Result<> LocalFrames::push(std::string_view bytes, std::vector<std::string>& frames) {
  for (std::size_t end = bytes.find('\n'); end != bytes.npos; end = bytes.find('\n')) {
    if (pending_.size() + end > frame_bytes_max_) break;
    frames.push_back(std::exchange(pending_, {}).append(bytes.substr(0, end)));
    bytes.remove_prefix(end + 1);
  }
  if (pending_.size() + bytes.size() > frame_bytes_max_) {
    return Error{.code = Errc::too_large, .message = "The request is too long for a local model."};
  }
  pending_ += bytes;
  return {};
}

}  // namespace quorum::providers
