#include "dialects/gemini/writer.hpp"

#include "dialects/gemini/error.hpp"
#include "dialects/gemini/parts.hpp"
#include "dialects/gemini/usage.hpp"
#include "dialects/gemini/words.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

void write_head(json::Writer& writer, const ReplyHead& head) {
  writer.key("modelVersion").string(head.model).key("responseId").string(head.id);
}

/// The last piece of a stream, or the whole answer: what is left to say.
std::string write_closing(Closing& closing, const ReplyHead& head) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("candidates").array();
  closing.answers.try_emplace(0);
  for (auto& [index, answer] : closing.answers) answer.write_end(writer, index);
  writer.end();
  if (closing.usage) {
    writer.key("usageMetadata").object();
    write_usage(writer, *closing.usage);
    if (!closing.service_tier.empty()) {
      writer.key("serviceTier").string(tier_word(closing.service_tier));
    }
    writer.end();
  }
  write_head(writer, head);
  if (!closing.extension.empty()) writer.key("quorum").raw(compact(closing.extension));
  writer.end();
  return out;
}

void put(std::string_view piece, std::string& out) {
  out.append("data: ").append(piece).append("\r\n\r\n");
}

}  // namespace

void Closing::add(const llm::Delta& delta) {
  answers[delta.choice].add(delta);
  if (delta.usage) usage = delta.usage;
  if (!delta.service_tier.empty()) service_tier = delta.service_tier;
  if (!delta.extension.empty()) extension = delta.extension;
}

void StreamWriter::write(const llm::Delta& delta, std::string& out) {
  closing_.add(delta);
  auto& answer = closing_.answers[delta.choice];
  const bool has_extension = !delta.extension.empty();
  if (!answer.has_words() && !has_extension) return;
  std::string piece;
  json::Writer writer{piece};
  writer.object();
  if (answer.has_words()) {
    writer.key("candidates").array();
    answer.write_words(writer, delta.choice);
    writer.end();
  }
  write_head(writer, head_);
  if (has_extension) writer.key("quorum").raw(compact(delta.extension));
  writer.end();
  closing_.extension.clear();
  put(piece, out);
}

void StreamWriter::end(std::string& out) { put(write_closing(closing_, head_), out); }

void StreamWriter::fail(const Error& error, std::string& out) { put(write_error(error, {}), out); }

std::string ReplyWriter::end() { return write_closing(closing_, head_); }

}  // namespace quorum::gemini
