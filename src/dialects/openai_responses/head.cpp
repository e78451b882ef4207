#include "dialects/openai_responses/head.hpp"

#include <optional>
#include <utility>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "dialects/members.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::Members;
using dialects::wrong;

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

}  // namespace

Result<Head> scan_head(std::string_view body) {
  QUORUM_TRY(auto head, dialects::scan_model_and_stream(body, dialects::Unsaid::whole));
  // Usage is part of every answer, asked for or not.
  head.include_usage = true;
  return head;
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

}  // namespace quorum::openai_responses
