#include "api/gemini/models_endpoint.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/writer.hpp"

namespace quorum::api::gemini {
namespace {

// As Google's.
constexpr std::size_t kPageSize = 50;
constexpr std::size_t kPageSizeMax = 1000;

void write_model(json::Writer& writer, const llm::ModelInfo& model) {
  writer.object().key("name").string("models/" + model.id);
  writer.key("baseModelId").string(model.id).key("version").string("");
  writer.key("displayName").string(model.id);
  if (model.context_tokens) writer.key("inputTokenLimit").number(*model.context_tokens);
  if (model.output_tokens_max) writer.key("outputTokenLimit").number(*model.output_tokens_max);
  writer.key("supportedGenerationMethods").array();
  writer.string("generateContent").string("countTokens").end();
  if (model.capabilities.reasoning) writer.key("thinking").boolean(*model.capabilities.reasoning);
  writer.end();
}

/// The whole number that `text` is; nothing for whatever else.
std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_sound = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return is_sound ? std::optional(number) : std::nullopt;
}

/// A page's token is the place of its first model.
struct Page {
  std::size_t first = 0;
  std::size_t size = kPageSize;
};

Result<Page> read_page(const Exchange& exchange) {
  Page page;
  if (const auto text = exchange.query_value("pageSize"); text && !text->empty()) {
    const auto size = number_in(*text);
    if (!size) return dialects::wrong("pageSize", "a whole number");
    if (*size > 0) page.size = std::min(*size, kPageSizeMax);
  }
  if (const auto text = exchange.query_value("pageToken"); text && !text->empty()) {
    const auto first = number_in(*text);
    if (!first) return dialects::wrong("pageToken", "the nextPageToken of an earlier page");
    page.first = *first;
  }
  return page;
}

std::string write_page(const std::vector<llm::ModelInfo>& models, const Page& page) {
  std::string body;
  json::Writer writer(body);
  writer.object().key("models").array();
  const auto first = std::min(page.first, models.size());
  const auto last = first + std::min(page.size, models.size() - first);
  for (auto i = first; i < last; ++i) write_model(writer, models[i]);
  writer.end();
  if (last < models.size()) writer.key("nextPageToken").string(std::to_string(last));
  writer.end();
  return body;
}

}  // namespace

Task<Result<>> ListModelsEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(const auto page, read_page(exchange));
  auto body = write_page(models_.list(), page);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

Task<Result<>> ShowModelEndpoint::answer(Exchange exchange) {
  QUORUM_CO_TRY(const auto model, models_.find(exchange.path_value("id")));
  std::string body;
  json::Writer writer(body);
  write_model(writer, model);
  co_return co_await send_json(exchange.responder, 200, std::move(body));
}

}  // namespace quorum::api::gemini
