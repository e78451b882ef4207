#include "dialects/anthropic/catalog.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/clock.hpp"
#include "dialects/anthropic/error.hpp"
#include "dialects/fault.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::anthropic {
namespace {

constexpr std::size_t kLimitMax = 1000;

void write_limit(json::Writer& writer, std::optional<std::int64_t> tokens) {
  tokens ? writer.number(*tokens) : writer.null();
}

/// Only what is known is said: Anthropic's own list has a member for each of its features.
void write_capabilities(json::Writer& writer, const llm::Capabilities& can) {
  const auto write = [&](std::string_view name, std::optional<bool> is_supported) {
    if (is_supported) {
      writer.key(name).object().key("supported").boolean(*is_supported).end();
    }
  };
  if (can == llm::Capabilities{}) {
    writer.null();
    return;
  }
  writer.object();
  write("image_input", can.images);
  write("pdf_input", can.files);
  write("structured_outputs", can.json_schema);
  write("thinking", can.reasoning);
  writer.end();
}

void write_model(json::Writer& writer, const llm::ModelInfo& model) {
  writer.object().key("type").string("model").key("id").string(model.id);
  writer.key("display_name").string(model.id);
  writer.key("created_at").string(rfc3339(model.created_ms));
  write_limit(writer.key("max_input_tokens"), model.context_tokens);
  write_limit(writer.key("max_tokens"), model.output_tokens_max);
  write_capabilities(writer.key("capabilities"), model.capabilities);
  writer.key("lifecycle").string("active").end();
}

void write_id(json::Writer& writer, std::span<const llm::ModelInfo> models, std::size_t at) {
  models.empty() ? writer.null() : writer.string(models[at].id);
}

}  // namespace

Result<ModelPage> read_model_page(std::string_view limit, std::string_view after_id,
                                  std::string_view before_id) {
  ModelPage page{.after_id = std::string{after_id}, .before_id = std::string{before_id}};
  if (!after_id.empty() && !before_id.empty()) {
    return dialects::wrong("before_id", "left out where `after_id` is given");
  }
  if (limit.empty()) return page;
  const auto [parsed, fault] = std::from_chars(limit.begin(), limit.end(), page.limit);
  if (fault != std::errc{} || parsed != limit.end() || page.limit == 0 || page.limit > kLimitMax) {
    return dialects::wrong("limit", "a whole number from 1 to 1000");
  }
  return page;
}

Result<std::string> write_models(std::span<const llm::ModelInfo> models, const ModelPage& page) {
  const bool is_backwards = !page.before_id.empty();
  const auto& edge = is_backwards ? page.before_id : page.after_id;
  auto shown = models;
  if (!edge.empty()) {
    const auto at = std::ranges::find(models, edge, &llm::ModelInfo::id);
    if (at == models.end()) {
      return dialects::wrong(is_backwards ? "before_id" : "after_id", "the id of a listed model");
    }
    const auto place = static_cast<std::size_t>(at - models.begin());
    shown = is_backwards ? models.first(place) : models.subspan(place + 1);
  }
  const bool has_more = shown.size() > page.limit;
  if (has_more) shown = is_backwards ? shown.last(page.limit) : shown.first(page.limit);

  std::string out;
  json::Writer writer{out};
  writer.object().key("data").array();
  for (const auto& model : shown) write_model(writer, model);
  writer.end().key("has_more").boolean(has_more);
  write_id(writer.key("first_id"), shown, 0);
  write_id(writer.key("last_id"), shown, shown.size() - 1);
  writer.end();
  return out;
}

std::string write_model(const llm::ModelInfo& model) {
  std::string out;
  json::Writer writer{out};
  write_model(writer, model);
  return out;
}

std::string write_count(const llm::TokenCount& count) {
  std::string out;
  json::Writer{out}.object().key("input_tokens").number(count.tokens).end();
  return out;
}

Result<llm::TokenCount> read_count(std::string_view provider, std::string_view body) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (root["type"].string() == "error") return explain_object(provider, root);
  const auto tokens = root["input_tokens"].integer();
  if (!tokens || *tokens < 0) return dialects::unreadable(provider, "no input_tokens", body);
  return llm::TokenCount{.tokens = *tokens};
}

}  // namespace quorum::anthropic
