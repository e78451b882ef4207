#pragma once
/// Whose client a request comes from: in what spelling it must be answered, errors above all.

#include <cstdint>
#include <string_view>

#include "dialects/face.hpp"
#include "http/message.hpp"

namespace quorum::api {

enum class Audience : std::uint8_t {
  openai,
  anthropic,
  gemini,
  ollama,
  cohere,
  debates,   ///< OpenAI's shape, but bad input is 422 (`/v1/debates`).
  platform,  ///< `{"detail": …, "error_code": …}`, as the platform's first contract says.
};

/// By the path; where several share one, as `/v1/models`, by the headers that only one sends.
Audience audience_of(const http::RequestHead& head);

/// The same of a request whose path has told so much already.
Audience audience_of(const http::RequestHead& head, Audience by_path);

/// Of a request that has no headers to tell by.
Audience audience_of(std::string_view path);

/// The dialect whose errors the audience reads; null for the platform, which has a shape of its
/// own. Lives as long as the process.
const dialects::Face* face_of(Audience audience);

}  // namespace quorum::api
