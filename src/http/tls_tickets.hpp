#pragma once
/// Keys of TLS session tickets: sessions go on at any loop, and nothing of them is kept here.

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "core/clock.hpp"

namespace quorum::http {

struct TicketKey {
  std::array<std::uint8_t, 16> name{};
  std::array<std::uint8_t, 32> cipher{};
  std::array<std::uint8_t, 32> mac{};
};

/// Random, in memory only, and forgotten: who steals today's keys reads no ticket of yesterday's.
/// Any thread; asked once a handshake.
class TicketKeys {
 public:
  static constexpr std::chrono::hours kTurn{1};    ///< A key seals tickets for so long.
  static constexpr std::chrono::hours kTicket{2};  ///< A ticket is good for so long.

  /// The key that seals now.
  TicketKey sealing(TimePoint now);

  struct Opening {
    TicketKey key;
    bool is_old = false;  ///< The client is to get a new ticket.
  };

  /// The key of that name, unless it is forgotten.
  std::optional<Opening> opening(std::span<const std::uint8_t> name, TimePoint now);

 private:
  struct Dated {
    TicketKey key;
    TimePoint made;
  };

  void turn(TimePoint now);

  std::mutex mutex_;
  std::vector<Dated> keys_;  ///< The newest last.
};

}  // namespace quorum::http
