#pragma once
/// What may be set of how clients are met: limits on what they send and on how long they may take.

#include <span>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/server_config.hpp"

namespace quorum::app {

struct ServerSetting {
  std::string_view variable;
  std::string_view name;  ///< In the configuration file.
  Result<> (*apply)(http::ServerConfig& server, const std::string& value);
};

std::span<const ServerSetting> server_settings();

/// `32M`: a whole number of bytes, of KiB (`K`), MiB (`M`) or GiB (`G`).
Result<std::size_t> read_bytes(std::string_view text, std::size_t min, std::size_t max);

}  // namespace quorum::app
