#pragma once
/// Google's generateContent as clients speak it.

#include "dialects/face.hpp"

namespace quorum::gemini {

/// Model and delivery stand in the address: `scan` leaves them empty. Streams are events; without
/// `alt=sse` clients want the same as one JSON array, whose elements are the events' data. Lives as
/// long as the process.
const dialects::Face& face();

}  // namespace quorum::gemini
