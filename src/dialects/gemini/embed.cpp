#include "dialects/gemini/embed.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/gemini/error.hpp"
#include "dialects/gemini/fields.hpp"
#include "dialects/gemini/usage.hpp"
#include "dialects/gemini/words.hpp"
#include "dialects/refusal.hpp"
#include "dialects/untaken.hpp"
#include "dialects/vectors.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

using dialects::wrong;

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPurposes{{
    {"search_query", "RETRIEVAL_QUERY"},
    {"search_document", "RETRIEVAL_DOCUMENT"},
    {"classification", "CLASSIFICATION"},
    {"clustering", "CLUSTERING"},
}};

/// Google's word for a purpose; empty where it has none.
std::string_view purpose_word(std::string_view purpose) {
  for (const auto& [ours, theirs] : kPurposes) {
    if (purpose == ours) return theirs;
  }
  const bool is_known = std::ranges::find(kTaskTypes, purpose) != kTaskTypes.end();
  return is_known ? purpose : std::string_view{};
}

/// Texts alone have vectors here.
Result<std::string> read_text(const Fields& request) {
  QUORUM_TRY(const auto content, request.needed_object("content", "an object with parts"));
  QUORUM_TRY(const auto parts, content.list("parts", "an array of parts"));
  if (parts.empty()) return dialects::missing(content.path("parts"), "an array of parts");
  std::string all;
  for (const auto& part : parts) {
    QUORUM_TRY(const auto text, part.text("text"));
    if (!part.has("text")) return wrong(part.path("text"), "a string: only texts have vectors");
    all += text;
  }
  return all;
}

Result<> read_one(const Fields& request, llm::EmbedCall& call) {
  QUORUM_TRY(auto text, read_text(request));
  QUORUM_TRY(auto purpose, request.word("taskType", kTaskTypes, "one of Google's task types"));
  if (purpose == kTaskTypes[0]) purpose.clear();
  QUORUM_TRY(const auto dimensions, request.integer("outputDimensionality", 1, INT32_MAX));
  const bool is_first = call.texts.empty();
  if (!is_first && purpose != call.purpose) {
    return wrong(request.path("taskType"), "the same for all requests");
  }
  if (!is_first && dimensions != call.dimensions) {
    return wrong(request.path("outputDimensionality"), "the same for all requests");
  }
  call.purpose = std::move(purpose);
  call.dimensions = dimensions;
  call.texts.push_back(std::move(text));
  return {};
}

}  // namespace

Result<llm::EmbedCall> read_embed(EmbedEndpoint endpoint, std::string_view body) {
  QUORUM_TRY(const auto document, json::Document::parse(body));
  QUORUM_TRY(auto object, dialects::root_object(document));
  const Fields root{std::move(object)};
  llm::EmbedCall call;
  if (endpoint == EmbedEndpoint::one) {
    QUORUM_CHECK(read_one(root, call));
    return call;
  }
  constexpr std::string_view kRequests = "an array of at least one request";
  QUORUM_TRY(const auto requests, root.list("requests", kRequests));
  if (requests.empty()) return dialects::missing("requests", kRequests);
  for (const auto& request : requests) QUORUM_CHECK(read_one(request, call));
  return call;
}

std::string write_embeddings(EmbedEndpoint endpoint, const llm::Embeddings& embeddings) {
  std::string out;
  json::Writer writer{out};
  const auto write_one = [&](const std::vector<float>& vector) {
    writer.object().key("values");
    dialects::write_vector(writer, vector);
    writer.end();
  };
  writer.object();
  if (endpoint == EmbedEndpoint::one) {
    writer.key("embedding");
    write_one(embeddings.vectors.empty() ? std::vector<float>{} : embeddings.vectors.front());
  } else {
    writer.key("embeddings").array();
    for (const auto& vector : embeddings.vectors) write_one(vector);
    writer.end();
  }
  if (embeddings.usage) {
    writer.key("usageMetadata").object();
    writer.key("promptTokenCount").number(embeddings.usage->prompt).end();
  }
  writer.end();
  return out;
}

dialects::Outgoing write_embed(const llm::EmbedCall& call, std::string_view model) {
  dialects::Outgoing outgoing;
  dialects::Dropped dropped;
  const auto purpose = purpose_word(call.purpose);
  dropped.add_if(!call.purpose.empty() && purpose.empty(), "input_type");
  dropped.add_if(!call.user_id.empty(), "user");
  const auto is_path = model.starts_with("models/");
  const auto name = std::string{is_path ? "" : "models/"}.append(model);
  json::Writer writer{outgoing.body};
  writer.object().key("requests").array();
  for (const auto& text : call.texts) {
    writer.object().key("model").string(name).key("content").object().key("parts").array();
    writer.object().key("text").string(text).end().end().end();
    if (!purpose.empty()) writer.key("taskType").string(purpose);
    if (call.dimensions) writer.key("outputDimensionality").number(*call.dimensions);
    writer.end();
  }
  writer.end().end();
  outgoing.dropped = dropped.take();
  return outgoing;
}

Result<llm::Embeddings> read_embeddings(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (root["error"].exists()) return explain_object(provider, root["error"]);
  std::string vectors = "[";
  const auto add = [&](json::Value embedding) {
    if (vectors.size() > 1) vectors += ',';
    vectors += embedding["values"].exists() ? embedding["values"].raw() : "null";
  };
  if (root["embedding"].exists()) add(root["embedding"]);
  for (const auto embedding : root["embeddings"]) add(embedding);
  QUORUM_TRY(const auto list, json::Document::adopt(vectors + "]"));
  llm::Embeddings read;
  if (list.root().size() == 0) return dialects::unreadable(provider, "no embeddings", body);
  QUORUM_TRY(read.vectors, dialects::read_vectors(provider, list.root()));
  read.usage = read_usage(member(root, "usageMetadata"));
  return read;
}

}  // namespace quorum::gemini
