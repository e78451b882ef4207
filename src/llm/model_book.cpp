#include "llm/model_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/embedded.hpp"
#include "core/try.hpp"
#include "json/value.hpp"

QUORUM_EMBEDDED(models_json);

namespace quorum::llm {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `-20241022`, `-2024-08-06`, `@20241022`, `-latest`: the same model, pinned.
bool is_pin(std::string_view end) {
  if (end == "-latest") return true;
  if (!end.starts_with('-') && !end.starts_with('@')) return false;
  end.remove_prefix(1);
  const auto digits = std::ranges::count_if(end, is_digit);
  return digits == 8 && std::ranges::all_of(end, [](char c) { return is_digit(c) || c == '-'; });
}

ModelAbilities read_model(json::Value row) {
  ModelAbilities made{.context_tokens = row["context"].integer(),
                      .output_tokens_max = row["output"].integer()};
  // The list says what it can; of files and sound it says too little to conclude that it cannot.
  made.can = {.tools = false, .images = false, .reasoning = false, .temperature = false};
  for (const auto word : row["can"]) {
    const auto ability = word.string().value_or("");
    if (ability == "tools") made.can.tools = true;
    if (ability == "images") made.can.images = true;
    if (ability == "files") made.can.files = true;
    if (ability == "audio") made.can.audio = true;
    if (ability == "reasoning") made.can.reasoning = true;
    if (ability == "temperature") made.can.temperature = true;
  }
  return made;
}

}  // namespace

Result<ModelBook> ModelBook::built_in() { return parse(embedded::models_json()); }

Result<ModelBook> ModelBook::parse(std::string_view json) {
  QUORUM_TRY(const auto document, json::Document::parse(json));
  ModelBook book;
  for (const auto provider : document.root()["providers"]) {
    const auto id = provider["id"].string();
    if (!id) return Error{.code = Errc::invalid_request, .message = "A provider has no `id`."};
    auto& models = book.providers_[std::string{*id}];
    for (const auto row : provider["models"]) {
      const auto name = row["id"].string();
      if (!name) {
        return Error{.code = Errc::invalid_request,
                     .message = fmt::format("A model of {} has no `id`.", *id)};
      }
      models.emplace(*name, read_model(row));
    }
  }
  return book;
}

std::optional<ModelAbilities> ModelBook::find(std::string_view provider,
                                              std::string_view model) const {
  const auto models = providers_.find(provider);
  if (models == providers_.end()) return std::nullopt;
  if (const auto exact = models->second.find(model); exact != models->second.end()) {
    return exact->second;
  }
  // What sorts before a pinned name and begins it is the name without its pin.
  for (std::size_t end = model.size(); end > 0; --end) {
    if (!is_pin(model.substr(end))) continue;
    const auto bare = models->second.find(model.substr(0, end));
    if (bare != models->second.end()) return bare->second;
  }
  return std::nullopt;
}

std::size_t ModelBook::size() const {
  std::size_t count = 0;
  for (const auto& [id, models] : providers_) count += models.size();
  return count;
}

}  // namespace quorum::llm
