#include "app/config/server_settings.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "app/config/setting.hpp"
#include "core/try.hpp"

namespace quorum::app {
namespace {

using Server = http::ServerConfig;

constexpr std::size_t kKibi = 1 << 10;
constexpr std::size_t kGibi = std::size_t{1} << 30;

template <auto kMember>
Result<> seconds(Server& server, const std::string& value) {
  QUORUM_TRY(server.*kMember, read_seconds(value));
  return {};
}

template <auto kMember, std::size_t kMin, std::size_t kMax>
Result<> bytes(Server& server, const std::string& value) {
  QUORUM_TRY(server.*kMember, read_bytes(value, kMin, kMax));
  return {};
}

template <auto kMember, std::int64_t kMax>
Result<> number(Server& server, const std::string& value) {
  QUORUM_TRY(const auto number, read_integer(value, 1, kMax));
  server.*kMember = static_cast<std::size_t>(number);
  return {};
}

constexpr std::array<ServerSetting, 8> kSettings{{
    {"QUORUM_HEAD_MAX", "head_max", bytes<&Server::head_bytes_max, kKibi, kKibi * kKibi>},
    {"QUORUM_HEADERS_MAX", "headers_max", number<&Server::headers_max, 10'000>},
    {"QUORUM_BODY_MAX", "body_max", bytes<&Server::body_bytes_max, kKibi, kGibi>},
    {"QUORUM_CONNECTIONS_MAX", "connections_max", number<&Server::connections_max, 1'000'000>},
    {"QUORUM_HEAD_TIMEOUT", "head_timeout", seconds<&Server::head_wait_max>},
    {"QUORUM_BODY_TIMEOUT", "body_timeout", seconds<&Server::body_wait_max>},
    {"QUORUM_IDLE_TIMEOUT", "idle_timeout", seconds<&Server::idle_wait_max>},
    {"QUORUM_WRITE_TIMEOUT", "write_timeout", seconds<&Server::write_wait_max>},
}};

std::size_t unit_of(char letter) {
  switch (letter) {
    case 'k':
    case 'K': return kKibi;
    case 'm':
    case 'M': return kKibi * kKibi;
    case 'g':
    case 'G': return kGibi;
    default: return 1;
  }
}

}  // namespace

std::span<const ServerSetting> server_settings() { return kSettings; }

Result<std::size_t> read_bytes(std::string_view text, std::size_t min, std::size_t max) {
  const auto unit = text.empty() ? 1 : unit_of(text.back());
  const auto count = read_integer(text.substr(0, text.size() - (unit > 1 ? 1 : 0)), 0,
                                  static_cast<std::int64_t>(max / unit));
  if (count && static_cast<std::size_t>(*count) * unit >= min) {
    return static_cast<std::size_t>(*count) * unit;
  }
  return Error{.code = Errc::invalid_request,
               .message = fmt::format("`{}` is not a size from {} to {} bytes, as 64K or 32M", text,
                                      min, max)};
}

}  // namespace quorum::app
