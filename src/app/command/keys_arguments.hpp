#pragma once
/// What `quorum keys …` was asked to do. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::app {

enum class KeysAction : std::uint8_t { help, create, list, revoke, clear };

struct KeysArguments {
  KeysAction action = KeysAction::help;
  std::string name{};
  std::optional<std::int64_t> requests_per_minute_max{};
  std::optional<std::int64_t> streams_max{};
  std::optional<UnixMs> expires_ms{};
  std::string id{};
  std::string data_dir{};  ///< Empty: as configured.
  bool is_json = false;
};

/// Says which argument is wrong and what would be right. `now` is what `--expires 30d` counts from.
Result<KeysArguments> read_keys_arguments(const std::vector<std::string>& arguments, UnixMs now);
std::string_view keys_usage();

/// `90m`, `12h`, `30d`, `4w` from `now`, or a moment: `2027-01-31`, `2027-01-31T09:30:00Z` (UTC).
Result<UnixMs> read_expiry(std::string_view text, UnixMs now);

}  // namespace quorum::app
