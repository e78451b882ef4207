#pragma once
/// `.env`: `NAME=value` lines, as the usual tools write them.

#include <map>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace quorum::app {

/// Takes `export NAME=value`, comments, and values in single quotes (as they stand) or double
/// quotes (with `\n`, `\"`, `\\`, over several lines). A line that is none of these is an error
/// with its number. The last of two lines for one name counts.
Result<std::map<std::string, std::string>> read_env_file(std::string_view text);

}  // namespace quorum::app
