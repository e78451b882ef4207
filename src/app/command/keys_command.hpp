#pragma once
/// `quorum keys create | list | revoke | clear`: the keys that clients of this server show.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "store/keys.hpp"
#include "store/requests.hpp"

namespace quorum::app {

/// `arguments` are those after `keys`. Returns the exit code. Works whether a server runs or not:
/// both use the same database.
int run_keys_command(const Config& config, const std::vector<std::string>& arguments);

/// A new row's id: `key_` and eleven letters, short enough to be copied without an allocation.
Result<std::string> make_key_id();

/// What each key has used in all, by its id.
using KeyUsage = std::map<std::string, store::UsageTotal, std::less<>>;
KeyUsage usage_by_key(const std::vector<store::UsageTotal>& totals);

/// For people, as a table; `now` tells what has expired.
std::string draw_keys(const std::vector<store::KeyRow>& rows, const KeyUsage& used, UnixMs now);

/// For programs: `{"data": [{"id": …}]}`.
std::string write_keys(const std::vector<store::KeyRow>& rows, const KeyUsage& used, UnixMs now);

}  // namespace quorum::app
