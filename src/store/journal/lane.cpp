#include "store/journal/lane.hpp"

#include <cstring>

#include "core/short_hash.hpp"
#include "store/journal/codec.hpp"

namespace quorum::store::journal {
namespace {

/// Before the record: its place, and whether that is renamed.
using Slip = std::uint32_t;
constexpr Slip kRenamed = Slip{1} << 31U;

}  // namespace

Entry entry_of(std::string_view bytes) {
  Slip slip = 0;
  std::memcpy(&slip, bytes.data(), sizeof slip);
  return {
      .place = {.number = static_cast<std::uint16_t>(slip), .is_renamed = (slip & kRenamed) != 0},
      .record = bytes.substr(sizeof slip)};
}

void Bell::ring() {
  const std::scoped_lock lock(mutex);
  is_asleep.store(false, std::memory_order_relaxed);
  is_urgent = true;
  rung.notify_one();
}

Place Places::find(const RequestRecord& record) {
  const auto& call = record.call;
  if (call.provider.empty()) return {};
  const auto hash = short_hash(record.key_id) ^ short_hash(call.model);
  const auto number = static_cast<std::uint16_t>(hash % names_.size());
  auto& names = names_[number];
  // Without a provider's name nobody has the place.
  if (is_same_name(names.provider, call.provider) && is_same_name(names.key_id, record.key_id) &&
      is_same_name(names.model, call.model)) {
    return {.number = number};
  }
  names = {.key_id = record.key_id, .provider = call.provider, .model = call.model};
  return {.number = number, .is_renamed = true};
}

void LaneRecorder::take(RequestRecord& record) {
  auto& ring = lane_->ring;
  char* const room = ring.reserve(sizeof(Slip) + kRecordBytesMax);
  if (room == nullptr) {
    const auto dropped = lane_->dropped.load(std::memory_order_relaxed);
    lane_->dropped.store(dropped + 1, std::memory_order_relaxed);
    return;
  }
  const auto place = places_.find(record);
  const Slip slip = place.number | (place.is_renamed ? kRenamed : 0);
  std::memcpy(room, &slip, sizeof slip);
  ring.commit(sizeof slip + encode(record, room + sizeof slip));
  const bool is_half_full = ring.seen_bytes() > ring.size() / 2;
  if (is_half_full && !has_rung_) bell_->ring();
  has_rung_ = is_half_full;
  if (bell_->is_asleep.load(std::memory_order_relaxed)) bell_->ring();
}

}  // namespace quorum::store::journal
