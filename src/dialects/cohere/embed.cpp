#include "dialects/cohere/embed.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/try.hpp"
#include "dialects/cohere/usage.hpp"
#include "dialects/fault.hpp"
#include "dialects/fields.hpp"
#include "dialects/refusal.hpp"
#include "dialects/untaken.hpp"
#include "dialects/vectors.hpp"
#include "json/writer.hpp"

namespace quorum::cohere {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPurposes{{
    {"RETRIEVAL_QUERY", "search_query"},
    {"RETRIEVAL_DOCUMENT", "search_document"},
    {"CLASSIFICATION", "classification"},
    {"CLUSTERING", "clustering"},
}};

/// Cohere's word for a purpose; empty where it has none.
std::string_view purpose_word(std::string_view purpose) {
  for (const auto& [theirs, ours] : kPurposes) {
    if (purpose == theirs || purpose == ours) return ours;
  }
  return {};
}

/// The text of one of `inputs`, whose content is a list of parts; nothing where it has others.
std::optional<std::string> text_of(json::Value input) {
  std::string all;
  for (const auto part : input["content"]) {
    const auto text = part["text"].string();
    if (!text) return std::nullopt;
    all += *text;
  }
  return all;
}

Result<> read_texts(const dialects::Object& root, llm::EmbedCall& call) {
  constexpr std::string_view kTexts = "an array of texts";
  QUORUM_TRY(const auto texts, root.array("texts"));
  for (const auto value : texts) {
    const auto text = value.string();
    if (!text) return dialects::wrong("texts", kTexts);
    call.texts.emplace_back(*text);
  }
  QUORUM_TRY(const auto inputs, root.array("inputs"));
  for (const auto value : inputs) {
    auto text = text_of(value);
    if (!text) call.only_as_spelled = "inputs";
    call.texts.push_back(std::move(text).value_or(""));
  }
  QUORUM_TRY(const auto images, root.array("images"));
  if (images.size() > 0) call.only_as_spelled = "images";
  if (call.texts.empty() && images.size() == 0) return dialects::missing("texts", kTexts);
  return {};
}

}  // namespace

dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model) {
  dialects::Outgoing outgoing;
  dialects::Dropped dropped;
  const auto purpose = purpose_word(call.purpose);
  dropped.add_if(!call.purpose.empty() && purpose.empty(), "input_type");
  dropped.add_if(!call.user_id.empty(), "user");
  json::Writer writer{outgoing.body};
  writer.object().key("model").string(model).key("texts").array();
  for (const auto& text : call.texts) writer.string(text);
  writer.end();
  writer.key("input_type").string(purpose.empty() ? "search_document" : purpose);
  writer.key("embedding_types").array().string("float").end();
  if (call.dimensions) writer.key("output_dimension").number(*call.dimensions);
  writer.end();
  outgoing.dropped = dropped.take();
  return outgoing;
}

Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  const auto all = root["embeddings"];
  llm::Embeddings read;
  // Before v2 the vectors stood there bare.
  QUORUM_TRY(read.vectors,
             dialects::read_vectors(provider, all.is(json::Kind::array) ? all : all["float"]));
  read.usage = read_embed_usage(root);
  return read;
}

std::optional<llm::Usage> read_embed_usage(json::Value answer) {
  return read_usage(answer["meta"]);
}

Result<llm::EmbedCall> read_embed(std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(const auto root, dialects::root_object(document));
  llm::EmbedCall call;
  QUORUM_TRY(call.model, root.needed_text("model", "a model's name"));
  QUORUM_CHECK(read_texts(root, call));
  QUORUM_TRY(call.purpose, root.text("input_type"));
  QUORUM_TRY(call.dimensions, root.integer("output_dimension", 1, INT64_MAX));
  QUORUM_TRY(const auto types, root.array("embedding_types"));
  for (const auto type : types) {
    if (!type.string()) return dialects::wrong("embedding_types", "an array of types");
    if (type.string() != "float") call.only_as_spelled = "embedding_types";
  }
  return call;
}

std::string write_embeddings(const llm::EmbedCall& call, const llm::Embeddings& embeddings,
                             std::string_view id) {
  std::string out;
  json::Writer writer{out};
  writer.object().key("id").string(id).key("embeddings").object().key("float").array();
  for (const auto& vector : embeddings.vectors) dialects::write_vector(writer, vector);
  writer.end().end();
  writer.key("texts").array();
  for (const auto& text : call.texts) writer.string(text);
  writer.end();
  writer.key("meta").object().key("api_version").object().key("version").string("2").end();
  if (embeddings.usage) {
    writer.key("billed_units").object();
    writer.key("input_tokens").number(embeddings.usage->prompt).end();
  }
  writer.end().key("response_type").string("embeddings_by_type").end();
  return out;
}

}  // namespace quorum::cohere
