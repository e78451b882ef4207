#pragma once
/// The few members of a chat request that a gateway must know, found in the client's bytes, and the
/// two places where those bytes may change on their way.

#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "dialects/face.hpp"
#include "dialects/target.hpp"
#include "llm/glance.hpp"

namespace quorum::openai_chat {

using dialects::Head;

/// Reads the head without a tree. Refuses malformed JSON, a missing or empty `model`, and members
/// of the wrong type; says nothing about the rest (see `check_request`).
Result<Head> scan_head(std::string_view body);

/// Whether a stream must end with its usage, asked for or not.
enum class Metering : bool { as_asked, forced };

/// A request on its way to another server.
struct Spliced {
  std::string body;
  bool is_usage_forced = false;  ///< The client did not ask for the usage that will come.
};

/// `body` for another server: only the model's bytes differ and, where `metering` is forced and the
/// request streams, `stream_options.include_usage` is true. Every other byte stays as it is.
Result<Spliced> splice(std::string_view body, std::string_view model, Metering metering);

/// Whether that would change nothing, as far as `glance` tells.
bool passes_untouched(std::string_view body, const llm::Glance& glance, std::string_view model,
                      Metering metering, dialects::Delivery delivery);

/// The same without another look at `body`, where `glance` tells enough; else nothing.
std::optional<Spliced> splice(std::string_view body, const llm::Glance& glance,
                              std::string_view model, Metering metering,
                              dialects::Delivery delivery);

}  // namespace quorum::openai_chat
