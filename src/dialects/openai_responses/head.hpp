#pragma once
/// The few members of a request that a gateway must know, found in the client's bytes.

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/face.hpp"

namespace quorum::openai_responses {

using dialects::Head;

/// What a request says of answers that are kept.
struct Keeping {
  bool stores = true;          ///< `store`, whose default is true.
  bool is_background = false;  ///< `background`: the client comes back for the answer.
  std::string previous_id{};   ///< `previous_response_id`; empty for none.
  std::string conversation{};  ///< The JSON of `conversation`; empty for none.
};

/// Reads the head without a tree. Refuses malformed JSON, a missing or empty `model`, and members
/// of the wrong type; says nothing about the rest (see `check_request`).
Result<Head> scan_head(std::string_view body);

Result<Keeping> scan_keeping(std::string_view body);

}  // namespace quorum::openai_responses
