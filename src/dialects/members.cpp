#include "dialects/members.hpp"

#include "core/try.hpp"
#include "dialects/fault.hpp"
#include "json/writer.hpp"

namespace quorum::dialects {
namespace {

bool is_null(const json::Member* member) { return member == nullptr || member->value == "null"; }

Result<std::string> read_model(const Members& members) {
  const auto* model = json::find(members, "model");
  if (is_null(model)) return missing("model", "name one of GET /v1/models");
  auto name = model->string().value_or("");
  if (name.empty()) return wrong("model", "a model's name");
  return name;
}

}  // namespace

Result<Head> scan_model_and_stream(std::string_view body, Unsaid unsaid) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  Head head{.is_stream = unsaid == Unsaid::streamed};
  QUORUM_TRY(head.model, read_model(members));
  const auto* stream = json::find(members, "stream");
  if (is_null(stream)) return head;
  const auto flag = stream->boolean();
  if (!flag) return wrong("stream", "true or false");
  head.is_stream = *flag;
  return head;
}

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

Result<std::string> with_model(std::string_view body, std::string_view model) {
  QUORUM_TRY(const auto members, json::scan_object(body));
  QUORUM_TRY(const auto name, read_model(members));
  std::vector<json::Edit> edits;
  if (name != model) replace_all(members, "model", json::quote(model), edits);
  return json::splice(body, edits);
}

}  // namespace quorum::dialects
