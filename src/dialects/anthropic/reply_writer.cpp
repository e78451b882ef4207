#include "dialects/anthropic/reply_writer.hpp"

#include <algorithm>
#include <utility>

#include "dialects/anthropic/spoken.hpp"
#include "dialects/anthropic/stop.hpp"
#include "dialects/anthropic/usage.hpp"
#include "json/text.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

constexpr std::string_view kIdPrefix = "msg_";

// A text with more citations than anybody reads is not split at each of them.
constexpr std::size_t kSplitsMax = 256;

void write_text_block(json::Writer& writer, std::string_view text,
                      const std::vector<const llm::Citation*>& citations) {
  if (text.empty() && citations.empty()) return;
  writer.object();
  if (!citations.empty()) {
    writer.key("citations").array();
    for (const auto* citation : citations) writer.raw(citation_json(*citation));
    writer.end();
  }
  writer.key("type").string("text").key("text").string(text).end();
}

/// The byte at which the code point number `point` of `text` begins.
std::size_t byte_at(std::string_view text, std::size_t point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool is_first = (static_cast<unsigned char>(text[at]) & 0xc0U) != 0x80U;
    if (is_first && point-- == 0) return at;
  }
  return at;
}

}  // namespace

ReplyWriter::ReplyWriter(dialects::ReplyHead head) : head_(std::move(head)) {
  head_.id.insert(0, kIdPrefix);
}

ReplyWriter::Block& ReplyWriter::block(Block::Kind kind) {
  const bool is_continued = !blocks_.empty() && blocks_.back().kind == kind && !is_sealed_;
  if (!is_continued) blocks_.push_back({.kind = kind, .begin = points_});
  is_sealed_ = false;
  return blocks_.back();
}

void ReplyWriter::add(const llm::Delta& delta) {
  if (delta.choice != 0) return;  // This dialect has one answer.
  if (!delta.reasoning.empty()) block(Block::Kind::thought).text += delta.reasoning;
  if (delta.reasoning_seal) add_seal({.seal = *delta.reasoning_seal});
  if (!delta.text.empty()) add_text(delta.text);
  if (delta.text_seal) add_seal({.seal = *delta.text_seal, .of = SealOf::text});
  for (const auto& citation : delta.citations) add_citation(citation);
  if (!is_explanation(delta) && !delta.refusal.empty()) add_text(delta.refusal);
  for (const auto& piece : delta.tool_calls) add_call(piece);
  for (const auto& image : delta.images) add_text(image_text(image));
  for (const auto& opaque : delta.opaque) {
    if (opaque.dialect != llm::Dialect::anthropic) continue;
    blocks_.push_back({.kind = Block::Kind::opaque, .text = opaque.json});
  }
  if (is_explanation(delta)) {
    whole_.refusal = delta.refusal;
  } else {
    has_refusal_ = has_refusal_ || !delta.refusal.empty();
  }
  if (delta.finish && !whole_.finish) whole_.finish = delta.finish;
  if (delta.usage) whole_.usage = delta.usage;
  if (!delta.stop_sequence.empty()) whole_.stop_sequence = delta.stop_sequence;
  if (!delta.service_tier.empty()) whole_.service_tier = delta.service_tier;
  if (!delta.extension.empty()) whole_.extension = delta.extension;
}

void ReplyWriter::add_seal(const Signature& signature) {
  const auto& seal = signature.seal;
  const bool is_native = seal.maker == llm::Maker::anthropic;
  const bool has_thought = !blocks_.empty() && blocks_.back().kind == Block::Kind::thought &&
                           !is_sealed_ && signature.of == SealOf::thought;
  const bool is_hidden = seal.form == llm::Seal::Form::encrypted && signature.of == SealOf::thought;
  if (is_hidden && (is_native || !has_thought)) {
    blocks_.push_back({.kind = Block::Kind::hidden_thought, .text = written_hidden(seal)});
    return;
  }
  if (!has_thought) blocks_.push_back({.kind = Block::Kind::thought});
  blocks_.back().signature = written_signature(signature);
  is_sealed_ = true;
}

void ReplyWriter::add_text(std::string_view text) {
  block(Block::Kind::text).text += text;
  points_ += json::count_code_points(text);
}

void ReplyWriter::add_citation(const llm::Citation& citation) {
  if (citation.begin) {
    const auto begin = static_cast<std::size_t>(std::max<std::int64_t>(*citation.begin, 0));
    for (auto it = blocks_.rbegin(); it != blocks_.rend(); ++it) {
      if (it->kind != Block::Kind::text || it->begin > begin) continue;
      it->citations.push_back(citation);
      return;
    }
  }
  block(Block::Kind::text).citations.push_back(citation);
}

void ReplyWriter::add_call(const llm::ToolCallDelta& piece) {
  const auto is_its = [&](const Block& block) {
    return block.kind == Block::Kind::call && block.call.index == piece.index;
  };
  const auto known = std::find_if(blocks_.rbegin(), blocks_.rend(), is_its);
  if (known != blocks_.rend()) {
    known->call.name += piece.name;
    known->call.arguments += piece.arguments;
    return;
  }
  if (piece.seal) add_seal({.seal = *piece.seal, .of = SealOf::call});
  blocks_.push_back({.kind = Block::Kind::call, .call = piece});
  has_calls_ = true;
}

void ReplyWriter::write_text(json::Writer& writer, const Block& block) const {
  const std::size_t size = json::count_code_points(block.text);
  // Where a citation begins or ends, counted from the block's begin.
  std::vector<std::size_t> edges{0, size};
  const auto edge = [&](const std::optional<std::int64_t>& point, std::size_t otherwise) {
    if (!point) return otherwise;
    const auto at = static_cast<std::size_t>(std::max<std::int64_t>(*point, 0));
    return std::min(at - std::min(at, block.begin), size);
  };
  if (block.citations.size() > kSplitsMax) {
    std::vector<const llm::Citation*> all;
    all.reserve(block.citations.size());
    for (const auto& citation : block.citations) all.push_back(&citation);
    write_text_block(writer, block.text, all);
    return;
  }
  for (const auto& citation : block.citations) {
    edges.push_back(edge(citation.begin, 0));
    edges.push_back(edge(citation.end, size));
  }
  std::ranges::sort(edges);
  edges.erase(std::ranges::unique(edges).begin(), edges.end());

  const std::string_view text = block.text;
  for (std::size_t i = 0; i + 1 < edges.size() || i == 0; ++i) {
    const auto begin = edges[i];
    const auto end = i + 1 < edges.size() ? edges[i + 1] : size;
    std::vector<const llm::Citation*> citations;
    for (const auto& citation : block.citations) {
      const auto from = edge(citation.begin, 0);
      const auto to = edge(citation.end, size);
      // One that points at nothing stands with the piece that ends there.
      const bool is_of = from < to ? from <= begin && end <= to : end == to || (to == 0 && i == 0);
      if (is_of) citations.push_back(&citation);
    }
    const auto from = byte_at(text, begin);
    write_text_block(writer, text.substr(from, byte_at(text, end) - from), citations);
  }
}

void ReplyWriter::write_block(json::Writer& writer, const Block& block) const {
  switch (block.kind) {
    case Block::Kind::text: write_text(writer, block); break;
    case Block::Kind::opaque: writer.raw(block.text); break;
    case Block::Kind::thought:
      writer.object().key("type").string("thinking").key("thinking").string(block.text);
      writer.key("signature").string(block.signature).end();
      break;
    case Block::Kind::hidden_thought:
      writer.object().key("type").string("redacted_thinking");
      writer.key("data").string(block.text).end();
      break;
    case Block::Kind::call:
      writer.object().key("type").string("tool_use");
      writer.key("id").string(call_id_of(head_, block.call));
      writer.key("name").string(block.call.name);
      writer.key("input").raw(input_of(block.call.arguments)).end();
      break;
  }
}

std::string ReplyWriter::end() {
  std::string out;
  json::Writer writer{out};
  writer.object().key("id").string(head_.id).key("type").string("message");
  writer.key("role").string("assistant").key("model").string(head_.model);
  writer.key("content").array();
  for (const auto& block : blocks_) write_block(writer, block);
  writer.end();
  const auto reason = stop_reason_of({.finish = whole_.finish,
                                      .has_calls = has_calls_,
                                      .has_stop_sequence = !whole_.stop_sequence.empty(),
                                      .has_refusal = has_refusal_});
  writer.key("stop_reason").string(reason).key("stop_sequence");
  whole_.stop_sequence.empty() ? writer.null() : writer.string(whole_.stop_sequence);
  write_stop_details(writer.key("stop_details"), reason, whole_.refusal);
  writer.key("usage").object();
  write_counts(writer, whole_.usage);
  const auto tier = answered_tier(whole_.service_tier);
  if (!tier.empty()) writer.key("service_tier").string(tier);
  writer.end();
  if (!whole_.extension.empty()) writer.key("quorum").raw(whole_.extension);
  writer.end();
  return out;
}

}  // namespace quorum::anthropic
