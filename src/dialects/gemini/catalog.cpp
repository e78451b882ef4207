#include "dialects/gemini/catalog.hpp"

#include <algorithm>
#include <charconv>

#include "core/base64.hpp"
#include "dialects/fault.hpp"
#include "json/writer.hpp"

namespace quorum::gemini {
namespace {

constexpr std::size_t kPageSizeMax = 1000;  // Google's.

/// What is said of models says nothing of vectors; their names do.
bool is_for_vectors(const llm::ModelInfo& model) {
  return model.id.find("embed") != std::string::npos;
}

void write_methods(json::Writer& writer, const llm::ModelInfo& model) {
  writer.key("supportedGenerationMethods").array();
  if (is_for_vectors(model)) {
    writer.string("embedContent").string("batchEmbedContents");
  } else {
    writer.string("generateContent").string("streamGenerateContent").string("countTokens");
  }
  writer.end();
}

void write_one(json::Writer& writer, const llm::ModelInfo& model) {
  writer.object().key("name").string("models/" + model.id);
  writer.key("displayName").string(model.id);
  if (!model.provider.empty()) writer.key("description").string("Served by " + model.provider);
  if (model.context_tokens) writer.key("inputTokenLimit").number(*model.context_tokens);
  if (model.output_tokens_max) writer.key("outputTokenLimit").number(*model.output_tokens_max);
  write_methods(writer, model);
  if (model.capabilities.reasoning) {
    writer.key("thinking").boolean(*model.capabilities.reasoning);
  }
  writer.end();
}

}  // namespace

Result<Page> read_page(std::string_view size, std::string_view token) {
  Page page;
  if (!size.empty()) {
    std::size_t number = 0;
    const auto read = std::from_chars(size.data(), size.data() + size.size(), number);
    if (read.ec != std::errc{} || read.ptr != size.data() + size.size()) {
      return dialects::wrong("pageSize", "a whole number");
    }
    if (number > 0) page.size = std::min(number, kPageSizeMax);
  }
  if (token.empty()) return page;
  auto from = base64::decode(token);
  if (!from || from->empty()) return dialects::wrong("pageToken", "a `nextPageToken` of this list");
  page.from = std::move(*from);
  return page;
}

Result<std::string> write_models(std::span<const llm::ModelInfo> models, const Page& page) {
  auto at = models.begin();
  if (!page.from.empty()) at = std::ranges::find(models, page.from, &llm::ModelInfo::id);
  if (at == models.end() && !page.from.empty()) {
    return dialects::wrong("pageToken", "a `nextPageToken` of this list");
  }
  std::string out;
  json::Writer writer{out};
  writer.object().key("models").array();
  for (std::size_t i = 0; i < page.size && at != models.end(); ++i, ++at) write_one(writer, *at);
  writer.end();
  if (at != models.end()) writer.key("nextPageToken").string(base64::encode(at->id));
  writer.end();
  return out;
}

std::string write_model(const llm::ModelInfo& model) {
  std::string out;
  json::Writer writer{out};
  write_one(writer, model);
  return out;
}

}  // namespace quorum::gemini
