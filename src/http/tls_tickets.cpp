#include "http/tls_tickets.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace quorum::http {
namespace {

void fill(std::span<std::uint8_t> bytes) {
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

void TicketKeys::turn(TimePoint now) {
  std::erase_if(keys_, [&](const Dated& key) { return now - key.made >= kTurn + kTicket; });
  if (!keys_.empty() && now - keys_.back().made < kTurn) return;
  auto& fresh = keys_.emplace_back();
  fresh.made = now;
  fill(fresh.key.name);
  fill(fresh.key.cipher);
  fill(fresh.key.mac);
}

TicketKey TicketKeys::sealing(TimePoint now) {
  const std::scoped_lock lock(mutex_);
  turn(now);
  return keys_.back().key;
}

std::optional<TicketKeys::Opening> TicketKeys::opening(std::span<const std::uint8_t> name,
                                                       TimePoint now) {
  const std::scoped_lock lock(mutex_);
  turn(now);
  const auto found = std::ranges::find_if(
      keys_, [&](const Dated& key) { return std::ranges::equal(key.key.name, name); });
  if (found == keys_.end()) return std::nullopt;
  return Opening{.key = found->key, .is_old = found + 1 != keys_.end()};
}

}  // namespace quorum::http
