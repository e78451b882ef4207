#include "dialects/openai_chat/thoughts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "dialects/openai_chat/text.hpp"

namespace quorum::openai_chat {
namespace {

using json::Value;
using llm::Maker;
using llm::Reasoning;
using llm::Seal;

struct Format {
  Maker maker;
  std::string_view name;
};

// The names are OpenRouter's; of the makers that it has none for, made in its manner.
constexpr std::array<Format, 7> kFormats{{{Maker::anthropic, "anthropic-claude-v1"},
                                          {Maker::openai, "openai-responses-v1"},
                                          {Maker::google, "google-gemini-v1"},
                                          {Maker::xai, "xai-responses-v1"},
                                          {Maker::mistral, "mistral-chat-v1"},
                                          {Maker::amazon, "amazon-converse-v1"},
                                          {Maker::openai, "azure-openai-responses-v1"}}};

Maker maker_of(std::string_view format) {
  const auto* found = std::ranges::find(kFormats, format, &Format::name);
  return found == kFormats.end() ? Maker::unknown : found->maker;
}

std::string_view format_of(Maker maker) {
  const auto* found = std::ranges::find(kFormats, maker, &Format::maker);
  return found == kFormats.end() ? "unknown" : found->name;
}

/// Blocks as they come in, some of them in pieces.
class Blocks {
 public:
  /// A piece with the same index as the one before it continues that, unless it is sealed.
  void add(std::string_view text, std::optional<Seal> seal, std::int64_t index) {
    const bool continues = !blocks_.empty() && !blocks_.back().seal &&
                           (index_ == index || text.empty() || !seal.has_value());
    if (!continues) blocks_.emplace_back();
    index_ = index;
    blocks_.back().text += text;
    if (seal) blocks_.back().seal = std::move(seal);
  }

  std::vector<Reasoning> take() { return std::move(blocks_); }

 private:
  std::vector<Reasoning> blocks_;
  std::int64_t index_ = -1;
};

void read_detail(Value detail, Blocks& blocks, Thoughts& thoughts) {
  const auto index = detail["index"].integer().value_or(0);
  const auto maker = maker_of(text(detail["format"]));
  if (const auto data = text(detail["data"]); !data.empty()) {
    Seal seal{.maker = maker,
              .form = Seal::Form::encrypted,
              .data = std::string{data},
              .id = copy(detail["id"])};
    if (maker != Maker::google) {
      blocks.add("", std::move(seal), index);
      return;
    }
    seal.form = Seal::Form::signature;
    thoughts.elsewhere.push_back(std::move(seal));
    return;
  }
  auto words = text(detail["text"]);
  if (words.empty()) words = text(detail["summary"]);
  std::optional<Seal> seal;
  if (const auto signature = text(detail["signature"]); !signature.empty()) {
    seal = Seal{.maker = maker, .data = std::string{signature}};
  }
  if (!words.empty() || seal) blocks.add(words, std::move(seal), index);
}

void read_block(Value block, Blocks& blocks, std::int64_t index) {
  std::optional<Seal> seal;
  if (text(block["type"]) == "redacted_thinking") {
    seal =
        Seal{.maker = Maker::anthropic, .form = Seal::Form::encrypted, .data = copy(block["data"])};
  } else if (const auto signature = text(block["signature"]); !signature.empty()) {
    seal = llm::carried_back(signature, Maker::anthropic);
  }
  const auto words = text(block["thinking"]);
  if (!words.empty() || seal) blocks.add(words, std::move(seal), index);
}

std::string_view plain_words(Value message) {
  // Those who send two of them say the same thing twice.
  for (const auto* name : {"reasoning_content", "reasoning"}) {
    if (const auto words = text(message[name]); !words.empty()) return words;
  }
  return {};
}

}  // namespace

Thoughts read_thoughts(Value message, Plain& plain) {
  Thoughts thoughts;
  Blocks blocks;
  for (const auto detail : message["reasoning_details"]) read_detail(detail, blocks, thoughts);
  auto told = blocks.take();
  if (told.empty()) {
    std::int64_t index = 0;
    for (const auto block : message["thinking_blocks"]) read_block(block, blocks, index++);
    told = blocks.take();
  }
  const auto words = plain_words(message);
  const auto has_words = [](const Reasoning& block) { return !block.text.empty(); };
  if (plain == Plain::seen) {
    for (auto& block : told) block.text.clear();
    std::erase_if(told, [](const Reasoning& block) { return !block.seal; });
  }
  if (!words.empty() && std::ranges::none_of(told, has_words)) {
    if (told.empty()) told.emplace_back();
    told.front().text = words;
  }
  if (!words.empty()) plain = Plain::seen;
  thoughts.blocks = std::move(told);
  return thoughts;
}

Reasoning read_thinking_part(Value part) {
  Reasoning read{.text = copy(part["thinking"])};
  for (const auto inner : part["thinking"]) read.text += text(inner["text"]);
  if (const auto signature = text(part["signature"]); !signature.empty()) {
    read.seal = Seal{.maker = Maker::mistral, .data = std::string{signature}};
  }
  return read;
}

void write_detail(json::Writer& writer, const Reasoning& thought, std::size_t index) {
  const auto maker = thought.seal ? thought.seal->maker : Maker::unknown;
  const auto close = [&] {
    writer.key("format").string(format_of(maker));
    writer.key("index").number(static_cast<std::uint64_t>(index)).end();
  };
  const bool is_encrypted = thought.seal && thought.seal->form == Seal::Form::encrypted;
  if (is_encrypted && !thought.text.empty()) {
    writer.object().key("type").string("reasoning.summary").key("summary").string(thought.text);
    close();
  }
  if (is_encrypted) {
    writer.object().key("type").string("reasoning.encrypted");
    writer.key("data").string(thought.seal->data);
    if (!thought.seal->id.empty()) writer.key("id").string(thought.seal->id);
    close();
    return;
  }
  writer.object().key("type").string("reasoning.text").key("text").string(thought.text);
  if (thought.seal) writer.key("signature").string(thought.seal->data);
  close();
}

void write_call_detail(json::Writer& writer, const Seal& seal, std::string_view id,
                       std::size_t index) {
  writer.object().key("type").string("reasoning.encrypted").key("data").string(seal.data);
  if (!id.empty()) writer.key("id").string(id);
  writer.key("format").string(format_of(seal.maker));
  writer.key("index").number(static_cast<std::uint64_t>(index)).end();
}

void write_thinking_block(json::Writer& writer, const Reasoning& thought) {
  const auto& seal = thought.seal;
  writer.object().key("type");
  if (seal && seal->form == Seal::Form::encrypted) {
    writer.string("redacted_thinking").key("data").string(seal->data).end();
    return;
  }
  writer.string("thinking").key("thinking").string(thought.text);
  if (seal) writer.key("signature").string(seal->data);
  writer.end();
}

std::optional<Seal> read_google_seal(Value value) {
  auto data = text(value["extra_content"]["google"]["thought_signature"]);
  if (data.empty()) data = text(value["provider_specific_fields"]["thought_signature"]);
  if (data.empty()) return std::nullopt;
  return llm::carried_back(data, Maker::google);
}

void write_google_seal(json::Writer& writer, const Seal& seal) {
  writer.key("extra_content").object().key("google").object();
  writer.key("thought_signature").string(llm::carried(seal, Maker::google)).end().end();
}

}  // namespace quorum::openai_chat
