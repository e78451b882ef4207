#include "dialects/openai_chat/trim.hpp"

#include <algorithm>
#include <optional>

#include "core/try.hpp"
#include "dialects/openai_chat/drops.hpp"
#include "json/scan.hpp"
#include "json/text.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::OpenAiQuirks;
using json::Kind;
using json::Value;

/// What is refused of a part, as the vendors' table calls it; empty for parts of text.
std::string_view name_of_part(std::string_view type) {
  if (type == "image_url") return "messages.image";
  if (type == "file") return "messages.file";
  return type == "input_audio" ? "messages.input_audio" : std::string_view{};
}

/// Whether a member of this value asks for what is not so without it.
bool asks(const json::Member& member) {
  if (member.value == "null" || member.value == "false" || member.value == "{}") return false;
  return !member.is("n") || member.integer() != 1;
}

/// A key as it is meant, its escapes resolved.
std::string plain(std::string_view key) {
  std::string text;
  json::unescape(text, key);
  return text;
}

class Trimmer {
 public:
  explicit Trimmer(const OpenAiQuirks& quirks) : quirks_(quirks), drops_(quirks) {
    is_told_of_messages_ = std::ranges::any_of(
        quirks.refuses, [](std::string_view name) { return name.starts_with("messages."); });
  }

  Result<Trimmed> trim(std::string_view body) {
    QUORUM_TRY(members_, json::scan_object(body));
    std::string out;
    json::Writer writer{out};
    writer.object();
    for (const auto& member : members_) QUORUM_CHECK(write(member, writer));
    writer.end();
    return Trimmed{.body = is_changed_ ? std::move(out) : std::string{body},
                   .dropped = drops_.take()};
  }

 private:
  bool is_refused(std::string_view name) const {
    return std::ranges::find(quirks_.refuses, name) != quirks_.refuses.end();
  }

  bool is_refused(const json::Member& member) const {
    if (member.is("stream_options")) return !quirks_.takes_stream_options;
    // Nothing without the other.
    if (member.is("top_logprobs") && is_refused("logprobs")) return true;
    return std::ranges::any_of(quirks_.refuses,
                               [&](std::string_view name) { return member.is(name); });
  }

  Result<> write(const json::Member& member, json::Writer& writer) {
    if (is_refused(member)) {
      is_changed_ = true;
      const bool is_told = !member.is("stream_options") && asks(member);
      if (is_told) drops_.add(plain(member.key));
      return {};
    }
    if (member.is("messages") && (is_told_of_messages_ || !quirks_.takes_developer)) {
      QUORUM_TRY(const auto document, json::Document::parse(member.value));
      writer.key("messages");
      write_messages(document.root(), writer);
      return {};
    }
    const auto name = name_of(member);
    is_changed_ = is_changed_ || name.has_value();
    writer.key(name ? std::string{*name} : plain(member.key)).raw(member.value);
    return {};
  }

  /// Another name for a member, where the vendor knows it by that alone.
  std::optional<std::string_view> name_of(const json::Member& member) const {
    if (member.is("seed") && quirks_.seed_name != "seed") return quirks_.seed_name;
    const bool is_old = quirks_.tokens_max == OpenAiQuirks::TokensMax::max_tokens;
    if (is_old && member.is("max_completion_tokens") &&
        json::find(members_, "max_tokens") == nullptr) {
      return "max_tokens";
    }
    return std::nullopt;
  }

  void write_messages(Value messages, json::Writer& writer) {
    if (!messages.is(Kind::array)) {
      writer.raw(messages.raw());
      return;
    }
    writer.array();
    for (const auto message : messages) {
      if (message.is(Kind::object)) {
        write_message(message, writer);
      } else {
        writer.raw(message.raw());
      }
    }
    writer.end();
  }

  void write_message(Value message, json::Writer& writer) {
    writer.object();
    for (const auto member : message) {
      const auto key = member.key();
      if (key == "name" && is_refused("messages.name")) {
        is_changed_ = true;
        // Of a tool's answer it says nothing that its id does not.
        const bool is_told = message["role"].string() != "tool" && !member.is(Kind::null);
        if (is_told) drops_.add("messages.name");
        continue;
      }
      writer.key(key);
      if (key == "role" && member.string() == "developer" && !quirks_.takes_developer) {
        is_changed_ = true;
        writer.string("system");
      } else if (key == "content" && member.is(Kind::array)) {
        write_content(member, writer);
      } else {
        writer.raw(member.raw());
      }
    }
    writer.end();
  }

  void write_content(Value content, json::Writer& writer) {
    std::vector<Value> kept;
    for (const auto part : content) {
      const auto name = name_of_part(part["type"].string().value_or(""));
      if (name.empty() || drops_.takes(name)) kept.push_back(part);
    }
    if (kept.size() == content.size()) {
      writer.raw(content.raw());
      return;
    }
    is_changed_ = true;
    if (kept.empty()) {
      writer.string("");
      return;
    }
    writer.array();
    for (const auto part : kept) writer.raw(part.raw());
    writer.end();
  }

  const OpenAiQuirks& quirks_;
  Drops drops_;
  std::vector<json::Member> members_;
  bool is_told_of_messages_ = false;
  bool is_changed_ = false;
};

}  // namespace

Result<Trimmed> trim(std::string_view body, const OpenAiQuirks& quirks) {
  return Trimmer{quirks}.trim(body);
}

}  // namespace quorum::openai_chat
