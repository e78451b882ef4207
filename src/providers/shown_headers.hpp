#pragma once
/// Which of a provider's headers its caller may see, and under which names.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/headers.hpp"

namespace quorum::providers {

/// Under this a caller finds the name by which the provider knows the request: the providers' own
/// names for it (`request-id`, `x-request-id` …) are those of our own answers, too.
inline constexpr std::string_view kProviderRequestId = "x-quorum-provider-request-id";

/// Whether `name`, in lower case, is one of theirs.
bool is_request_id(std::string_view name);

/// Limits, and the request's name at the provider; all in lower case.
std::vector<std::pair<std::string, std::string>> shown_headers(const http::Headers& headers);

}  // namespace quorum::providers
