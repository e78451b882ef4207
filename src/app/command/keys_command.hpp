#pragma once
/// `quorum keys create | list | revoke | clear`: the keys that clients of this server show.

#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "core/clock.hpp"
#include "store/keys.hpp"

namespace quorum::app {

/// `arguments` are those after `keys`. Returns the exit code. Works whether a server runs or not:
/// both use the same database.
int run_keys_command(const Config& config, const std::vector<std::string>& arguments);

/// A new row's id: `key_` and eleven letters, short enough to be copied without an allocation.
Result<std::string> make_key_id();

/// For people, as a table; `now` tells what has expired.
std::string draw_keys(const std::vector<store::KeyRow>& rows, UnixMs now);

/// For programs: `{"data": [{"id": …}]}`.
std::string write_keys(const std::vector<store::KeyRow>& rows, UnixMs now);

}  // namespace quorum::app
