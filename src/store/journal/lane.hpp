#pragma once
/// The way of a record from the loop that takes it to the thread that writes it.

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/bounded_text.hpp"
#include "store/journal/ring.hpp"
#include "store/request_record.hpp"

namespace quorum::store::journal {

/// Under which names a lane's records are counted, told by a number: the loop says once which names
/// a place has, and from then on the writer knows its total without looking at them.
struct Place {
  static constexpr std::uint16_t kCount = 256;
  static constexpr std::uint16_t kNone = kCount;  ///< Of a record that adds to no total.

  std::uint16_t number = kNone;
  bool is_renamed = false;  ///< From this record on it has this record's names.
};

/// What lies in a lane's ring.
struct Entry {
  Place place{};
  std::string_view record{};  ///< As `encode` spells it.
};
Entry entry_of(std::string_view bytes);

struct Lane {
  explicit Lane(std::size_t bytes) : ring(bytes) {}

  Ring ring;
  alignas(64) std::atomic<std::uint64_t> dropped{0};  ///< Written by the loop alone.
  std::atomic<bool> is_left{false};                   ///< Its recorder is gone.
  std::array<std::uint32_t, Place::kCount> totals{};  ///< The writer's: which one each place has.
};

/// Wakes the writer; nobody who records waits for it.
struct Bell {
  std::mutex mutex{};
  std::condition_variable rung{};
  std::atomic<bool> is_asleep{false};
  bool is_urgent = false;

  void ring();
};

/// The places' names: a fixed number, of which those that meet push each other out. Of one loop.
class Places {
 public:
  Place find(const RequestRecord& record);

 private:
  struct Names {
    BoundedText<31> key_id{};
    BoundedText<31> provider{};  ///< Empty: nobody has the place.
    BoundedText<63> model{};
  };
  std::array<Names, Place::kCount> names_{};
};

class LaneRecorder final : public Recorder {
 public:
  /// Shared with the writer, which empties the one and sleeps by the other.
  LaneRecorder(std::shared_ptr<Lane> lane, std::shared_ptr<Bell> bell)
      : lane_(std::move(lane)), bell_(std::move(bell)) {}
  LaneRecorder(const LaneRecorder&) = delete;
  LaneRecorder& operator=(const LaneRecorder&) = delete;
  ~LaneRecorder() override { lane_->is_left = true; }

  void take(RequestRecord& record) override;

 private:
  std::shared_ptr<Lane> lane_;
  std::shared_ptr<Bell> bell_;
  Places places_{};
  bool has_rung_ = false;
};

}  // namespace quorum::store::journal
