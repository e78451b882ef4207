#pragma once
/// The routes as an OpenAPI 3.1 document.

#include <span>
#include <string>
#include <string_view>

#include "api/route.hpp"

namespace quorum::api {

/// JSON text. Every route is in it, with its parameters, bodies and the errors of its audience.
std::string openapi_document(std::span<const Route> routes, std::string_view version);

}  // namespace quorum::api
