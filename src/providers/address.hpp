#pragma once
/// Addresses from a vendor's patterns and what an installation has set. Pure.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "providers/vendors.hpp"

namespace quorum::providers {

using Values = std::map<std::string, std::string, std::less<>>;

/// `text` as one part of a path or a query: whatever could end it is percent-encoded.
std::string url_part(std::string_view text);

/// The first of the patterns (divided by `|`) whose every `{name}` has a value, with the values in
/// place; nothing where there is none.
std::optional<std::string> fill(std::string_view patterns, const Values& values);

/// The base URL without slashes at its end. `configured` is as a variable holds it: the scheme may
/// be missing (as in `OLLAMA_HOST=0.0.0.0:11434`), and the path of one of the vendor's offers may
/// stand behind it; empty is the vendor's own. Nothing where the vendor has none of its own.
std::optional<std::string> base_address(const Vendor& vendor, std::string_view configured,
                                        const Values& values);

/// `path` behind `base`. What stands at the base's end and begins the path stands there once:
/// some give the address with a part of the path.
std::string join_address(std::string_view base, std::string_view path);

}  // namespace quorum::providers
