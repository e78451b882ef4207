#include "providers/shown_headers.hpp"

#include <algorithm>
#include <array>

#include "llm/name_rule.hpp"

namespace quorum::providers {

bool is_request_id(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames{"request-id",      "x-request-id",
                                                          "apim-request-id", "x-amzn-requestid",
                                                          "x-generation-id", "x-litellm-call-id"};
  return std::ranges::find(kNames, name) != kNames.end();
}

std::vector<std::pair<std::string, std::string>> shown_headers(const http::Headers& headers) {
  std::vector<std::pair<std::string, std::string>> shown;
  bool is_named = false;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    // None of them begins otherwise, and most do.
    if (!std::string_view("xXaArR").contains(headers[i].name.front())) continue;
    auto name = llm::lower_case(headers[i].name);
    if (name.starts_with("x-ratelimit-") || name.starts_with("anthropic-ratelimit-")) {
      shown.emplace_back(std::move(name), headers[i].value);
    } else if (is_request_id(name) && !is_named) {
      is_named = true;
      shown.emplace_back(kProviderRequestId, headers[i].value);
    }
  }
  return shown;
}

}  // namespace quorum::providers
