#include "dialects/openai_chat/authored.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "json/value.hpp"

namespace quorum::openai_chat {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

// What cannot happen has no finite logarithm; OpenAI writes it so.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_token(json::Writer& writer, const llm::TokenLogprob& token) {
  writer.key("token").string(token.token);
  writer.key("logprob").number(finite(token.logprob));
  writer.key("bytes").array();
  for (const char c : token.token) writer.number(static_cast<int>(static_cast<unsigned char>(c)));
  writer.end();
}

}  // namespace

std::string_view finish_word(const dialects::ReplyHead& head, llm::Finish finish) {
  if (head.has_old_calls && finish == llm::Finish::tool_calls) return "function_call";
  return name(finish == llm::Finish::error ? llm::Finish::stop : finish);
}

std::string_view tier_word(std::string_view tier) {
  constexpr std::array<std::string_view, 6> kWords{"auto",  "default",  "flex",
                                                   "scale", "priority", "fast"};
  if (tier == "standard") return "default";
  const auto* found = std::ranges::find(kWords, tier);
  return found == kWords.end() ? "" : *found;
}

std::string call_id(const dialects::ReplyHead& head, const llm::ToolCallDelta& call,
                    std::size_t choice) {
  if (!call.id.empty()) return call.id;
  std::string made = "call_";
  for (const char c : head.id) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) made += c;
  }
  if (choice > 0) made.append("_").append(std::to_string(choice));
  return made + "_" + std::to_string(call.index);
}

void write_head(json::Writer& writer, const dialects::ReplyHead& head, std::string_view object) {
  writer.key("id").string(head.id).key("object").string(object);
  writer.key("created").number(head.created_ms / kMsPerSecond).key("model").string(head.model);
}

void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs) {
  writer.key("logprobs");
  if (logprobs.empty()) {
    writer.null();
    return;
  }
  writer.object().key("content").array();
  for (const auto& token : logprobs) {
    writer.object();
    write_token(writer, token);
    writer.key("top_logprobs").array();
    for (const auto& top : token.top) {
      writer.object();
      write_token(writer, top);
      writer.end();
    }
    writer.end().end();
  }
  writer.end().key("refusal").null().end();
}

void write_images(json::Writer& writer, const std::vector<llm::Image>& images) {
  if (images.empty()) return;
  writer.key("images").array();
  for (const auto& image : images) {
    writer.object().key("type").string("image_url").key("image_url").object();
    writer.key("url").string(llm::url_of(image.source)).end().end();
  }
  writer.end();
}

void write_opaque(json::Writer& writer, const std::vector<llm::Opaque>& opaque) {
  for (const auto& piece : opaque) {
    if (piece.dialect != llm::Dialect::openai_chat) continue;
    const auto document = json::Document::parse(piece.json);
    if (!document) continue;
    for (const auto member : document->root()) writer.key(member.key()).raw(member.raw());
  }
}

}  // namespace quorum::openai_chat
