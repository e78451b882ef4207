#include "dialects/openai_responses/output.hpp"

#include <fmt/format.h>

#include <cmath>

#include "dialects/openai_responses/annotation.hpp"
#include "dialects/openai_responses/sealing.hpp"
#include "json/text.hpp"

namespace quorum::openai_responses {
namespace {

// What cannot happen has no finite logarithm; OpenAI writes it so.
double finite(double logprob) { return std::isfinite(logprob) ? logprob : -9999.0; }

void write_token(json::Writer& writer, const llm::TokenLogprob& token) {
  writer.key("token").string(token.token);
  writer.key("logprob").number(finite(token.logprob));
  writer.key("bytes").array();
  for (const char c : token.token) writer.number(static_cast<int>(static_cast<unsigned char>(c)));
  writer.end();
}

void write_logprobs(json::Writer& writer, const std::vector<llm::TokenLogprob>& logprobs) {
  writer.key("logprobs").array();
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
  writer.end();
}

void write_summary(json::Writer& writer, std::string_view text) {
  writer.object().key("type").string("summary_text").key("text").string(text).end();
}

std::int64_t signed_of(std::size_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

void Output::add(const llm::Delta& delta) {
  if (!delta.reasoning.empty()) add_thoughts(delta.reasoning);
  if (delta.reasoning_seal) add_seal(*delta.reasoning_seal);
  if (!delta.text.empty() || !delta.logprobs.empty()) add_text(delta);
  if (!delta.citations.empty()) add_citations(delta.citations);
  if (delta.text_seal) add_carried(*delta.text_seal, std::string{kTextSeal});
  if (!delta.refusal.empty()) add_refusal(delta.refusal);
  for (const auto& piece : delta.tool_calls) add_call(piece);
  for (const auto& image : delta.images) add_image(image);
  for (const auto& opaque : delta.opaque) add_raw(opaque);
}

void Output::close(Ending ending) {
  if (items_.empty()) text_part(false);
  const auto last = items_.size() - 1;
  const auto status = [&](std::size_t at) {
    return ending == Ending::incomplete && at == last ? "incomplete" : "completed";
  };
  if (talk_ != kNone) close_talk(status(talk_));
  for (std::size_t at = 0; at < items_.size(); ++at) {
    if (items_[at].status != "in_progress") continue;
    close_call(items_[at], at);
    finish(at, status(at));
  }
}

std::string Output::json() const {
  std::string out;
  json::Writer writer{out};
  writer.array();
  for (const auto& item : items_) write_item(writer, item);
  writer.end();
  return out;
}

std::size_t Output::open(Kind kind, std::string_view prefix) {
  const auto at = items_.size();
  items_.push_back({.kind = kind, .id = fmt::format("{}_{}_{}", prefix, id_, at)});
  return at;
}

void Output::place(json::Writer& writer, std::size_t at) const {
  writer.key("item_id").string(items_[at].id).key("output_index").number(signed_of(at));
}

void Output::place_part(json::Writer& writer) const {
  place(writer, talk_);
  writer.key("content_index").number(signed_of(items_[talk_].parts.size() - 1));
}

void Output::announce(std::size_t at) {
  events_.send("response.output_item.added", [&](json::Writer& writer) {
    writer.key("output_index").number(signed_of(at)).key("item");
    write_item(writer, items_[at]);
  });
}

void Output::finish(std::size_t at, std::string_view status) {
  items_[at].status = status;
  events_.send("response.output_item.done", [&](json::Writer& writer) {
    writer.key("output_index").number(signed_of(at)).key("item");
    write_item(writer, items_[at]);
  });
}

void Output::close_talk(std::string_view status) {
  if (talk_ == kNone) return;
  if (items_[talk_].kind == Kind::reasoning) close_thoughts(items_[talk_]);
  close_part();
  finish(talk_, status);
  talk_ = kNone;
}

void Output::close_part() {
  if (!has_part_) return;
  const auto& part = items_[talk_].parts.back();
  const auto type = part.is_refusal ? "response.refusal.done" : "response.output_text.done";
  events_.send(type, [&](json::Writer& writer) {
    place_part(writer);
    writer.key(part.is_refusal ? "refusal" : "text").string(part.text);
    if (!part.is_refusal) write_logprobs(writer, part.logprobs);
  });
  events_.send("response.content_part.done", [&](json::Writer& writer) {
    place_part(writer);
    writer.key("part");
    write_part(writer, part);
  });
  has_part_ = false;
}

void Output::close_thoughts(Item& item) {
  if (item.text.empty()) return;
  events_.send("response.reasoning_summary_text.done", [&](json::Writer& writer) {
    place(writer, talk_);
    writer.key("summary_index").number(0).key("text").string(item.text);
  });
  events_.send("response.reasoning_summary_part.done", [&](json::Writer& writer) {
    place(writer, talk_);
    writer.key("summary_index").number(0).key("part");
    write_summary(writer, item.text);
  });
}

void Output::close_call(const Item& item, std::size_t at) {
  const bool is_custom = item.kind == Kind::custom_call;
  const auto type =
      is_custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done";
  events_.send(type, [&](json::Writer& writer) {
    place(writer, at);
    if (!is_custom) writer.key("name").string(item.name);
    writer.key(is_custom ? "input" : "arguments").string(item.text);
  });
}

void Output::add_thoughts(std::string_view text) {
  if (talk_ == kNone || items_[talk_].kind != Kind::reasoning) {
    close_talk();
    talk_ = open(Kind::reasoning, "rs");
    announce(talk_);
  }
  auto& item = items_[talk_];
  if (item.text.empty()) {
    events_.send("response.reasoning_summary_part.added", [&](json::Writer& writer) {
      place(writer, talk_);
      writer.key("summary_index").number(0).key("part");
      write_summary(writer, "");
    });
  }
  item.text += text;
  events_.send("response.reasoning_summary_text.delta", [&](json::Writer& writer) {
    place(writer, talk_);
    writer.key("summary_index").number(0).key("delta").string(text);
  });
}

void Output::add_seal(const llm::Seal& seal) {
  if (talk_ == kNone || items_[talk_].kind != Kind::reasoning) {
    close_talk();
    talk_ = open(Kind::reasoning, "rs");
    announce(talk_);
  }
  items_[talk_].sealed = sealed_text(seal);
  close_talk();
}

/// A seal that belongs to something else than thoughts: in an item of its own.
void Output::add_carried(const llm::Seal& seal, std::string id) {
  auto named = seal;
  named.id = std::move(id);
  const auto at = open(Kind::reasoning, "rs");
  announce(at);
  items_[at].sealed = llm::carried(named, llm::Maker::openai);
  finish(at, "completed");
}

Output::Part& Output::text_part(bool is_refusal) {
  if (talk_ == kNone || items_[talk_].kind != Kind::message) {
    close_talk();
    talk_ = open(Kind::message, "msg");
    announce(talk_);
  }
  auto& parts = items_[talk_].parts;
  if (has_part_ && parts.back().is_refusal == is_refusal) return parts.back();
  close_part();
  parts.push_back({.is_refusal = is_refusal, .base = characters_});
  has_part_ = true;
  events_.send("response.content_part.added", [&](json::Writer& writer) {
    place_part(writer);
    writer.key("part");
    write_part(writer, parts.back());
  });
  return parts.back();
}

void Output::add_text(const llm::Delta& delta) {
  auto& part = text_part(false);
  part.text += delta.text;
  part.logprobs.insert(part.logprobs.end(), delta.logprobs.begin(), delta.logprobs.end());
  characters_ += signed_of(json::count_code_points(delta.text));
  events_.send("response.output_text.delta", [&](json::Writer& writer) {
    place_part(writer);
    writer.key("delta").string(delta.text);
    write_logprobs(writer, delta.logprobs);
  });
}

void Output::add_refusal(std::string_view text) {
  text_part(true).text += text;
  events_.send("response.refusal.delta", [&](json::Writer& writer) {
    place_part(writer);
    writer.key("delta").string(text);
  });
}

void Output::add_citations(const std::vector<llm::Citation>& citations) {
  for (const auto& citation : citations) {
    if (!has_source(citation)) continue;
    auto& part = text_part(false);
    auto& json = part.annotations.emplace_back();
    json::Writer inner{json};
    write_annotation(inner, citation, part.base);
    events_.send("response.output_text.annotation.added", [&](json::Writer& writer) {
      place_part(writer);
      writer.key("annotation_index").number(signed_of(part.annotations.size() - 1));
      writer.key("annotation").raw(json);
    });
  }
}

std::size_t Output::call_of(const llm::ToolCallDelta& piece) {
  for (std::size_t at = 0; at < items_.size(); ++at) {
    const bool is_call =
        items_[at].kind == Kind::function_call || items_[at].kind == Kind::custom_call;
    if (is_call && items_[at].call == piece.index) return at;
  }
  return kNone;
}

void Output::add_call(const llm::ToolCallDelta& piece) {
  auto at = call_of(piece);
  const bool is_new = at == kNone;
  const auto call_id =
      !piece.id.empty() || !is_new ? piece.id : fmt::format("call_{}_{}", id_, piece.index);
  if (is_new) close_talk();
  if (piece.seal) add_carried(*piece.seal, call_seal_id(is_new ? call_id : items_[at].call_id));
  if (is_new) {
    const bool is_free = piece.kind == llm::ToolCall::Kind::custom;
    at = open(is_free ? Kind::custom_call : Kind::function_call, is_free ? "ctc" : "fc");
    items_[at].call_id = call_id;
    items_[at].call = piece.index;
    items_[at].name = piece.name;
    has_calls_ = true;
    announce(at);
  } else {
    items_[at].name += piece.name;
  }
  if (piece.arguments.empty()) return;
  items_[at].text += piece.arguments;
  const bool is_custom = items_[at].kind == Kind::custom_call;
  const auto type = is_custom ? "response.custom_tool_call_input.delta"
                              : "response.function_call_arguments.delta";
  events_.send(type, [&](json::Writer& writer) {
    place(writer, at);
    writer.key("delta").string(piece.arguments);
  });
}

void Output::add_image(const llm::Image& image) {
  if (image.source.data.empty()) {
    // Only bytes have a place of their own.
    if (!image.source.url.empty()) add_text({.text = fmt::format("![]({})", image.source.url)});
    return;
  }
  close_talk();
  const auto at = open(Kind::image, "ig");
  announce(at);
  items_[at].text = image.source.data;
  items_[at].name = image.source.media_type;
  finish(at, "completed");
}

void Output::add_raw(const llm::Opaque& opaque) {
  if (opaque.dialect != llm::Dialect::openai_responses) return;
  close_talk();
  const auto at = open(Kind::raw, "");
  items_[at].text = opaque.json;
  announce(at);
  finish(at, "completed");
}

void Output::write_part(json::Writer& writer, const Part& part) {
  if (part.is_refusal) {
    writer.object().key("type").string("refusal").key("refusal").string(part.text).end();
    return;
  }
  writer.object().key("type").string("output_text").key("text").string(part.text);
  writer.key("annotations").array();
  for (const auto& annotation : part.annotations) writer.raw(annotation);
  writer.end();
  write_logprobs(writer, part.logprobs);
  writer.end();
}

void Output::write_item(json::Writer& writer, const Item& item) const {
  if (item.kind == Kind::raw) {
    writer.raw(item.text);
    return;
  }
  writer.object().key("id").string(item.id);
  switch (item.kind) {
    case Kind::message:
      writer.key("type").string("message").key("role").string("assistant").key("content").array();
      for (const auto& part : item.parts) write_part(writer, part);
      writer.end();
      break;
    case Kind::reasoning:
      writer.key("type").string("reasoning").key("summary").array();
      if (!item.text.empty()) write_summary(writer, item.text);
      writer.end();
      if (!item.sealed.empty()) writer.key("encrypted_content").string(item.sealed);
      break;
    case Kind::function_call:
      writer.key("type").string("function_call").key("call_id").string(item.call_id);
      writer.key("name").string(item.name).key("arguments").string(item.text);
      break;
    case Kind::custom_call:
      writer.key("type").string("custom_tool_call").key("call_id").string(item.call_id);
      writer.key("name").string(item.name).key("input").string(item.text);
      break;
    case Kind::image:
      writer.key("type").string("image_generation_call").key("result");
      item.text.empty() ? writer.null() : writer.string(item.text);
      if (item.name.starts_with("image/")) {
        writer.key("output_format").string(std::string_view{item.name}.substr(6));
      }
      break;
    case Kind::raw: break;
  }
  writer.key("status").string(item.status).end();
}

}  // namespace quorum::openai_responses
