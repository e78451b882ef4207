#pragma once
/// Google's generateContent as clients speak it.

#include "dialects/face.hpp"

namespace quorum::gemini {

/// Model and delivery stand in the address: `scan` leaves them empty. Lives as long as the process.
const dialects::Face& face();

/// The same, whose streams are one JSON array: of a streamGenerateContent without `alt=sse`.
const dialects::Face& array_face();

}  // namespace quorum::gemini
