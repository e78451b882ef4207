#pragma once
/// What one pass over a request's bytes has told of them, so that nobody need pass over them again.

#include <cstdint>

namespace quorum::llm {

struct Glance {
  /// Bytes of the request.
  struct Place {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };

  /// The request is known to be well-formed and of its dialect, and what follows is so. Otherwise
  /// nothing is known, which is not to say that anything is wrong.
  bool is_sound = false;

  Place model{};             ///< The model's name, its quotes included; it stands there once.
  bool wants_usage = true;   ///< A stream is to end with its usage, as the request stands.
  bool has_options = false;  ///< It says something of that, so that there is a place to change.
  bool may_hold_images = true;
  bool may_hold_tools = true;
  bool may_ask_for_schema = true;
};

}  // namespace quorum::llm
