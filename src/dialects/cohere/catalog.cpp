#include "dialects/cohere/catalog.hpp"

#include <algorithm>
#include <charconv>

#include "core/base64.hpp"
#include "dialects/fault.hpp"
#include "json/writer.hpp"

namespace quorum::cohere {
namespace {

constexpr std::size_t kPageSizeMax = 1000;  // Cohere's.

/// What is said of models says nothing of vectors; their names do.
std::string_view endpoint_of(const llm::ModelInfo& model) {
  return model.id.find("embed") == std::string::npos ? "chat" : "embed";
}

void write_one(json::Writer& writer, const llm::ModelInfo& model) {
  const auto& can = model.capabilities;
  writer.object().key("name").string(model.id).key("is_deprecated").boolean(false);
  writer.key("endpoints").array().string(endpoint_of(model)).end();
  writer.key("finetuned").boolean(false);
  if (model.context_tokens) writer.key("context_length").number(*model.context_tokens);
  writer.key("default_endpoints").array().end();
  if (can.tools || can.images || can.reasoning || can.json_schema) {
    writer.key("features").array();
    if (can.tools == true) writer.string("tools").string("tool_choice");
    if (can.images == true) writer.string("vision");
    if (can.reasoning == true) writer.string("reasoning");
    if (can.json_schema == true) writer.string("json_schema");
    writer.end();
  }
  writer.end();
}

}  // namespace

Result<ModelPage> read_model_page(std::string_view size, std::string_view token,
                                  std::string_view endpoint) {
  ModelPage page{.endpoint = std::string{endpoint}};
  if (!size.empty()) {
    // Cohere's own clients send numbers as they are printed, `20.0` among them.
    const auto digits = size.ends_with(".0") ? size.substr(0, size.size() - 2) : size;
    const auto read = std::from_chars(digits.begin(), digits.end(), page.size);
    if (read.ec != std::errc{} || read.ptr != digits.end() || page.size == 0 ||
        page.size > kPageSizeMax) {
      return dialects::wrong("page_size", "a whole number from 1 to 1000");
    }
  }
  if (token.empty()) return page;
  auto from = base64::decode(token);
  if (!from || from->empty()) {
    return dialects::wrong("page_token", "a `next_page_token` of this list");
  }
  page.from = std::move(*from);
  return page;
}

std::string write_models(std::span<const llm::ModelInfo> models, const ModelPage& page) {
  auto at = models.begin();
  // A model that has gone since the page before begins the list anew rather than failing it.
  if (!page.from.empty()) {
    at = std::ranges::find(models, page.from, &llm::ModelInfo::id);
    if (at == models.end()) at = models.begin();
  }
  std::string out;
  json::Writer writer{out};
  writer.object().key("models").array();
  std::size_t told = 0;
  for (; at != models.end(); ++at) {
    if (!page.endpoint.empty() && endpoint_of(*at) != page.endpoint) continue;
    if (told++ == page.size) break;
    write_one(writer, *at);
  }
  writer.end();
  if (at != models.end()) writer.key("next_page_token").string(base64::encode(at->id));
  writer.end();
  return out;
}

std::string write_model(const llm::ModelInfo& model) {
  std::string out;
  json::Writer writer{out};
  write_one(writer, model);
  return out;
}

}  // namespace quorum::cohere
