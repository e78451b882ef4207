#pragma once
/// Whether a key looks like one of its vendor's, so that a slip shows at start and not in the first
/// call. Only `quorum doctor` knows whether it works.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

/// Whose server the key is for: a proxy in front of a vendor has keys of its own.
enum class Server : bool { vendors_own, another };

/// What is odd about `key`, as a sentence that names `variable` and shows nothing of the key;
/// nothing where it looks right.
std::optional<std::string> key_oddity(const Vendor& vendor, std::string_view variable,
                                      const Secret& key, Server server);

}  // namespace quorum::providers
