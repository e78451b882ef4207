#include "providers/body_model.hpp"

#include "json/scan.hpp"
#include "json/writer.hpp"
#include "llm/name_rule.hpp"

namespace quorum::providers {
namespace {

std::optional<BodyModel> json_model(std::string_view body) {
  const auto members = json::scan_object(body);
  if (!members) return std::nullopt;
  const auto* model = json::find(*members, "model");
  auto name = model != nullptr ? model->string() : std::nullopt;
  if (!name || name->empty()) return std::nullopt;
  return BodyModel{.name = std::move(*name), .at = model->value};
}

/// `boundary=x` or `boundary="x"` of a form's type.
std::string_view boundary_of(std::string_view content_type) {
  constexpr std::string_view kBoundary = "boundary=";
  const auto at = content_type.find(kBoundary);
  if (at == content_type.npos) return {};
  auto value = content_type.substr(at + kBoundary.size());
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    return value.substr(0, value.find('"'));
  }
  return value.substr(0, value.find_first_of("; "));
}

bool is_model_field(std::string_view head) {
  const auto lower = llm::lower_case(head);
  const bool is_named =
      lower.find("; name=\"model\"") != lower.npos || lower.find("; name=model\r\n") != lower.npos;
  return is_named && lower.find("filename") == lower.npos;
}

std::optional<BodyModel> form_model(std::string_view boundary, std::string_view body) {
  const auto opener = "--" + std::string{boundary};
  const auto closer = "\r\n" + opener;
  auto at = body.find(opener);
  while (at != body.npos) {
    const auto head_at = at + opener.size();
    const auto head_end = body.find("\r\n\r\n", head_at);
    const auto value_at = head_end + 4;
    const auto end = head_end == body.npos ? body.npos : body.find(closer, head_end + 2);
    if (end == body.npos) return std::nullopt;
    // A field without a value has its end where the value would begin.
    const auto value = end < value_at ? std::string_view{} : body.substr(value_at, end - value_at);
    if (is_model_field(body.substr(head_at, head_end + 2 - head_at)) && !value.empty()) {
      return BodyModel{
          .name = std::string{value}, .at = value, .spelling = BodyModel::Spelling::form};
    }
    at = end + 2;
  }
  return std::nullopt;
}

}  // namespace

std::optional<BodyModel> body_model(std::string_view content_type, std::string_view body) {
  const auto type = llm::lower_case(content_type.substr(0, content_type.find(';')));
  if (type == "multipart/form-data") {
    const auto boundary = boundary_of(content_type);
    return boundary.empty() ? std::nullopt : form_model(boundary, body);
  }
  return json_model(body);
}

std::string with_model(const std::string& body, const BodyModel& model, std::string_view name) {
  const auto at = static_cast<std::size_t>(model.at.data() - body.data());
  std::string out = body.substr(0, at);
  out += model.spelling == BodyModel::Spelling::json ? json::quote(name) : std::string{name};
  return out.append(body, at + model.at.size());
}

}  // namespace quorum::providers
