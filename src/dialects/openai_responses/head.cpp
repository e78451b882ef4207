#include "dialects/openai_responses/head.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::missing;
using dialects::wrong;
using Members = std::vector<json::Member>;

const json::Member* given(const Members& members, std::string_view name) {
  const auto* member = json::find(members, name);
  return member != nullptr && member->value != "null" ? member : nullptr;
}

Result<std::optional<bool>> flag(const Members& members, std::string_view name) {
  const auto* member = given(members, name);
  if (member == nullptr) return std::nullopt;
  const auto value = member->boolean();
  if (!value) return wrong(std::string{name}, "true or false");
  return value;
}

Result<Head> read_head(const Members& members) {
  Head head{.include_usage = true};
  const auto* model = given(members, "model");
  if (model == nullptr) return missing("model", "name one of GET /v1/models");
  head.model = model->string().value_or("");
  if (head.model.empty()) return wrong("model", "a model's name");
  QUORUM_TRY(const auto is_stream, flag(members, "stream"));
  head.is_stream = is_stream.value_or(false);
  return head;
}

}  // namespace

Result<Head> scan_head(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  return read_head(members);
}

Result<Keeping> scan_keeping(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  Keeping keeping;
  QUORUM_TRY(const auto stores, flag(members, "store"));
  QUORUM_TRY(const auto is_background, flag(members, "background"));
  keeping.stores = stores.value_or(true);
  keeping.is_background = is_background.value_or(false);
  if (const auto* conversation = given(members, "conversation")) {
    keeping.conversation = conversation->value;
  }
  const auto* previous = given(members, "previous_response_id");
  if (previous == nullptr) return keeping;
  auto id = previous->string();
  if (!id || id->empty()) return wrong("previous_response_id", "the id of an earlier answer");
  keeping.previous_id = std::move(*id);
  return keeping;
}

Result<std::string> splice(std::string_view body, std::string_view model) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  QUORUM_TRY(const auto head, read_head(members));
  std::vector<json::Edit> edits;
  if (head.model == model) return std::string{body};
  // Every mention gets the new name, so that it does not matter which one a server takes.
  for (const auto& member : members) {
    if (member.is("model")) edits.push_back({.at = member.value, .with = json::quote(model)});
  }
  return json::splice(body, edits);
}

}  // namespace quorum::openai_responses
