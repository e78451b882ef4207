#include "dialects/openai_chat/head.hpp"

#include <utility>
#include <vector>

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::openai_chat {
namespace {

using dialects::missing;
using dialects::wrong;
using Members = std::vector<json::Member>;

bool is_null(const json::Member* member) { return member == nullptr || member->value == "null"; }

/// A member that is true, false, or null or absent, which are false.
Result<bool> flag(const Members& members, std::string_view name, std::string field) {
  const auto* member = json::find(members, name);
  if (is_null(member)) return false;
  const auto value = member->boolean();
  if (!value) return wrong(std::move(field), "true or false");
  return *value;
}

Result<Head> read_head(const Members& members) {
  Head head;
  const auto* model = json::find(members, "model");
  if (is_null(model)) return missing("model", "name one of GET /v1/models");
  head.model = model->string().value_or("");
  if (head.model.empty()) return wrong("model", "a model's name");
  QUORUM_TRY(head.is_stream, flag(members, "stream", "stream"));
  head.has_old_calls =
      !is_null(json::find(members, "functions")) && is_null(json::find(members, "tools"));

  const auto* options = json::find(members, "stream_options");
  if (is_null(options)) return head;
  if (!options->value.starts_with('{')) return wrong("stream_options", "an object");
  QUORUM_TRY(const auto inner, json::scan_object(options->value));
  QUORUM_TRY(head.include_usage, flag(inner, "include_usage", "stream_options.include_usage"));
  return head;
}

/// Every mention of `name` gets the new value, so that it does not matter which one a server takes.
bool replace_all(const Members& members, std::string_view name, const std::string& value,
                 std::vector<json::Edit>& edits) {
  bool is_found = false;
  for (const auto& member : members) {
    if (!member.is(name)) continue;
    is_found = true;
    edits.push_back({.at = member.value, .with = value});
  }
  return is_found;
}

Result<> force_usage(std::string_view body, const Members& members,
                     std::vector<json::Edit>& edits) {
  const std::string wanted = R"({"include_usage":true})";
  const auto* options = json::find(members, "stream_options");
  if (is_null(options)) {
    if (!replace_all(members, "stream_options", wanted, edits)) {
      edits.push_back(json::add_member(body, "stream_options", wanted));
    }
    return {};
  }
  QUORUM_TRY(const auto inner, json::scan_object(options->value));
  if (!replace_all(inner, "include_usage", "true", edits)) {
    edits.push_back(json::add_member(options->value, "include_usage", "true"));
  }
  return {};
}

}  // namespace

Result<Head> scan_head(std::string_view body) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  return read_head(members);
}

Result<Spliced> splice(std::string_view body, std::string_view model, Metering metering) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  QUORUM_TRY(const auto head, read_head(members));
  std::vector<json::Edit> edits;
  if (head.model != model) replace_all(members, "model", json::quote(model), edits);
  const bool is_forced = metering == Metering::forced && head.is_stream && !head.include_usage;
  if (is_forced) QUORUM_CHECK(force_usage(body, members, edits));
  return Spliced{.body = json::splice(body, edits), .is_usage_forced = is_forced};
}

namespace {

/// Whether a streamed answer's usage must be asked for, because the client did not.
bool is_usage_forced(const llm::Glance& glance, Metering metering, dialects::Delivery delivery) {
  return metering == Metering::forced && !glance.wants_usage &&
         delivery == dialects::Delivery::streamed;
}

std::string_view model_of(std::string_view body, const llm::Glance& glance) {
  return body.substr(glance.model.at + 1, glance.model.size - 2);
}

}  // namespace

bool passes_untouched(std::string_view body, const llm::Glance& glance, std::string_view model,
                      Metering metering, dialects::Delivery delivery) {
  return glance.is_sound && !is_usage_forced(glance, metering, delivery) &&
         model_of(body, glance) == model;
}

std::optional<Spliced> splice(std::string_view body, const llm::Glance& glance,
                              std::string_view model, Metering metering,
                              dialects::Delivery delivery) {
  if (!glance.is_sound) return std::nullopt;
  const bool is_forced = is_usage_forced(glance, metering, delivery);
  if (is_forced && glance.has_options) return std::nullopt;

  constexpr std::string_view kOptions = R"("stream_options":{"include_usage":true},)";
  const auto [at, size] = glance.model;
  const bool is_other = model_of(body, glance) != model;
  std::string name;
  if (is_other) name = json::quote(model);
  Spliced made{.body = {}, .is_usage_forced = is_forced};
  made.body.reserve(body.size() + name.size() + (is_forced ? kOptions.size() : 0));
  if (is_forced) {
    const auto inside = body.find('{') + 1;
    made.body.append(body.substr(0, inside)).append(kOptions);
    made.body.append(body.substr(inside, at - inside));
  } else {
    made.body.append(body.substr(0, at));
  }
  made.body.append(is_other ? std::string_view(name) : body.substr(at, size));
  made.body.append(body.substr(at + size));
  return made;
}

}  // namespace quorum::openai_chat
