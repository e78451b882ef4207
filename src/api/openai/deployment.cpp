#include "api/openai/deployment.hpp"

#include <array>
#include <utility>

#include "json/scan.hpp"
#include "json/splice.hpp"
#include "json/writer.hpp"

namespace quorum::api::openai {

std::string with_model(std::string body, std::string_view model) {
  const auto members = json::scan_object(body);
  if (!members) return body;
  const auto* given = json::find(*members, "model");
  auto value = json::quote(model);
  const std::array edits{given != nullptr ? json::Edit{.at = given->value, .with = std::move(value)}
                                          : json::add_member(body, "model", value)};
  return json::splice(body, edits);
}

Result<> DeploymentEndpoint::prepare(Exchange& exchange) const {
  auto& body = exchange.request.body;
  body = with_model(std::move(body), exchange.path_value("model"));
  return {};
}

}  // namespace quorum::api::openai
