#include "store/journal/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/log.hpp"
#include "core/try.hpp"
#include "store/journal/codec.hpp"
#include "store/journal/lane.hpp"
#include "store/journal/reader.hpp"
#include "store/journal/segment.hpp"
#include "store/journal/totals.hpp"

namespace quorum::store::journal {
namespace {

/// Without anything to do the writer looks once in so long, should a call to wake it be missed.
constexpr std::chrono::seconds kIdleWait{1};

class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (file_ >= 0) ::close(file_);
  }
  int get() const { return file_; }

 private:
  int file_;
};

class Journal final : public Requests {
 public:
  Journal(const Clock& clock, Config config, Descriptor lock)
      : clock_(clock),
        config_(std::move(config)),
        lock_(std::move(lock)),
        reader_(config_.folder) {}

  ~Journal() override {
    if (writer_.joinable()) {
      {
        const std::scoped_lock lock(bell_->mutex);
        is_stopping_ = true;
      }
      bell_->ring();
      writer_.join();
    }
  }

  /// Finds its way in the folder, then starts to write.
  Result<> begin() {
    const auto checkpoint = read_checkpoint(config_.folder);
    for (const auto& row : checkpoint.rows) totals_.add(row);
    QUORUM_TRY(const auto end, replay(config_.folder, checkpoint.position, totals_));
    position_ = end;
    next_number_ = end.segment + 1;
    for (const auto& file : list_segments(config_.folder)) {
      next_number_ = std::max(next_number_, file.number + 1);
      kept_bytes_ += file.bytes;
    }
    const bool can_go_on = end.segment > 0 && end.offset >= kSegmentHeadBytes &&
                           end.offset < config_.segment_bytes_max;
    if (can_go_on) {
      QUORUM_TRY(segment_, SegmentWriter::reopen(config_.folder, end.segment, end.offset));
    } else {
      QUORUM_CHECK(rotate());
    }
    writer_ = std::thread([this] { run(); });
    return {};
  }

  std::unique_ptr<Recorder> recorder() override {
    auto lane = std::make_shared<Lane>(config_.queue_bytes);
    const std::scoped_lock lock(lanes_mutex_);
    lanes_.push_back(lane);
    return std::make_unique<LaneRecorder>(std::move(lane), bell_);
  }

  void flush() override {
    std::unique_lock lock(bell_->mutex);
    const auto wanted = rounds_begun_ + 1;
    bell_->is_urgent = true;
    bell_->rung.notify_one();
    round_ended_.wait(lock, [&] { return rounds_ended_ >= wanted; });
  }

  KeepingState state() const override {
    KeepingState state{.kept = kept_.load(), .dropped_disk = dropped_disk_.load()};
    state.kept_bytes = kept_bytes_.load();
    const std::scoped_lock lock(lanes_mutex_);
    state.dropped_queue = dropped_before_;
    for (const auto& lane : lanes_) {
      state.dropped_queue += lane->dropped.load(std::memory_order_relaxed);
      state.waiting_bytes += lane->ring.waiting_bytes();
    }
    state.trouble = trouble_;
    return state;
  }

  Result<std::vector<RequestRecord>> find(const RequestQuery& query) const override {
    return reader_.find(query);
  }
  Result<std::vector<RequestRecord>> read_on(LogPosition& position,
                                             std::size_t limit) const override {
    return reader_.read_on(position, limit);
  }
  Result<LogPosition> end() const override { return reader_.end(); }
  Result<std::vector<UsageTotal>> totals() const override {
    const std::scoped_lock lock(totals_mutex_);
    return totals_.rows();
  }

 private:
  void run() {
    auto last_checkpoint = clock_.read();
    while (true) {
      const bool is_last = begin_round();
      const auto count = drain();
      if (is_dirty_ && clock_.read() - last_checkpoint >= config_.checkpoint_wait) {
        checkpoint();
        last_checkpoint = clock_.read();
      }
      end_round(count);
      if (is_last) break;
    }
    checkpoint();
  }

  /// True when it is the last one.
  bool begin_round() {
    const std::scoped_lock lock(bell_->mutex);
    ++rounds_begun_;
    bell_->is_urgent = false;
    return is_stopping_;
  }

  /// Lets records gather; without any, sleeps until the first.
  void end_round(std::size_t count) {
    std::unique_lock lock(bell_->mutex);
    rounds_ended_ = rounds_begun_;
    round_ended_.notify_all();
    const auto is_urgent = [this] { return bell_->is_urgent || is_stopping_; };
    if (count > 0) {
      bell_->rung.wait_for(lock, config_.batch_wait, is_urgent);
      return;
    }
    bell_->is_asleep.store(true);
    bell_->rung.wait_for(lock, kIdleWait, is_urgent);
    bell_->is_asleep.store(false);
  }

  std::size_t drain() {
    std::vector<std::shared_ptr<Lane>> lanes;
    {
      const std::scoped_lock lock(lanes_mutex_);
      lanes = lanes_;
    }
    std::size_t count = 0;
    for (const auto& lane : lanes) {
      const bool is_left = lane->is_left;
      count += empty(*lane);
      if (is_left) forget(*lane);
    }
    return count;
  }

  std::size_t empty(Lane& lane) {
    std::size_t count = 0;
    for (auto front = lane.ring.front(); front.data() != nullptr; front = lane.ring.front()) {
      const auto entry = entry_of(front);
      append_frame(frames_, entry.record);
      ++frames_count_;
      count_use(lane, entry);
      lane.ring.pop();
      ++count;
      if (frames_.size() >= kWriteBytes) write();
    }
    if (!frames_.empty()) write();
    return count;
  }

  void count_use(Lane& lane, const Entry& entry) {
    const auto [place, is_renamed] = entry.place;
    if (place == Place::kNone) return;
    if (is_renamed) {
      const std::scoped_lock lock(totals_mutex_);
      lane.totals[place] = totals_.find(names_in(entry.record).value_or(UseNames{}));
    }
    totals_.expect(lane.totals[place], use_in(entry.record));
  }

  void write() {
    Result<> written;
    if (segment_.end() + frames_.size() > config_.segment_bytes_max) written = rotate();
    if (written) written = segment_.append(frames_);
    {
      // Only now: the totals are those of what stands before `position_`, and of what never will.
      const std::scoped_lock lock(totals_mutex_);
      totals_.settle();
    }
    const auto count = std::exchange(frames_count_, 0);
    if (written) {
      kept_ += count;
      kept_bytes_ += frames_.size();
      position_ = {.segment = segment_.number(), .offset = segment_.end()};
      tell_trouble({});
    } else {
      dropped_disk_ += count;
      tell_trouble(written.error().message);
    }
    frames_.clear();
    is_dirty_ = true;
  }

  void tell_trouble(const std::string& trouble) {
    const std::scoped_lock lock(lanes_mutex_);
    if (trouble == trouble_) return;
    trouble_ = trouble;
    if (trouble.empty()) {
      log::info("the request log is kept again");
    } else {
      log::error("{} Requests go on; their records are lost meanwhile.", trouble);
    }
  }

  /// The next segment. The totals are told before, so that none has to be read again from what is
  /// let go.
  Result<> rotate() {
    segment_.sync();
    write_checkpoint();
    QUORUM_TRY(segment_,
               SegmentWriter::create(config_.folder, next_number_, clock_.unix_ms() * 1000));
    ++next_number_;
    kept_bytes_ += segment_.end();
    let_go();
    return {};
  }

  void let_go() {
    const auto oldest_us =
        (clock_.unix_ms() -
         std::chrono::duration_cast<std::chrono::milliseconds>(config_.kept_max).count()) *
        1000;
    const auto files = list_segments(config_.folder);
    for (std::size_t i = 0; i + 1 < files.size(); ++i) {
      const bool is_old = created_us(config_.folder, files[i + 1].number) < oldest_us;
      if (!is_old && kept_bytes_ <= config_.kept_bytes_max) return;
      std::error_code fault;
      std::filesystem::remove(segment_path(config_.folder, files[i].number), fault);
      if (!fault) kept_bytes_ -= files[i].bytes;
    }
  }

  void checkpoint() {
    segment_.sync();
    write_checkpoint();
  }

  /// Only this thread changes the totals, so it reads them without the lock. The new one takes
  /// the old one's place at once or not at all.
  void write_checkpoint() {
    const Checkpoint now{.position = position_, .rows = totals_.rows()};
    const auto bytes = encode(now);
    const auto path = checkpoint_path(config_.folder);
    const auto fresh = path + ".new";
    const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    const bool is_written =
        file.get() >= 0 &&
        ::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        ::fdatasync(file.get()) == 0;
    if (is_written && std::rename(fresh.c_str(), path.c_str()) == 0) is_dirty_ = false;
  }

  void forget(const Lane& lane) {
    const std::scoped_lock lock(lanes_mutex_);
    dropped_before_ += lane.dropped.load(std::memory_order_relaxed);
    std::erase_if(lanes_, [&](const auto& one) { return one.get() == &lane; });
  }

  static constexpr std::size_t kWriteBytes = 256 << 10;

  const Clock& clock_;
  const Config config_;
  const Descriptor lock_;
  Reader reader_;

  std::shared_ptr<Bell> bell_ = std::make_shared<Bell>();
  // Guarded by the bell's mutex.
  std::condition_variable round_ended_{};
  std::uint64_t rounds_begun_ = 0;
  std::uint64_t rounds_ended_ = 0;
  bool is_stopping_ = false;

  mutable std::mutex lanes_mutex_{};
  std::vector<std::shared_ptr<Lane>> lanes_{};
  std::uint64_t dropped_before_ = 0;  ///< By recorders that are gone.
  std::string trouble_{};

  mutable std::mutex totals_mutex_{};
  Totals totals_{};

  // The writer's own.
  SegmentWriter segment_{};
  LogPosition position_{};  ///< Behind the last record that is kept.
  std::uint64_t next_number_ = 1;
  std::string frames_{};  ///< Whose uses `totals_` expects.
  std::uint64_t frames_count_ = 0;
  bool is_dirty_ = false;

  std::atomic<std::uint64_t> kept_{0};
  std::atomic<std::uint64_t> dropped_disk_{0};
  std::atomic<std::uint64_t> kept_bytes_{0};
  std::thread writer_{};  ///< Last: it uses all of the above.
};

}  // namespace

Result<std::unique_ptr<Requests>> open(const Clock& clock, Config config) {
  std::error_code fault;
  std::filesystem::create_directories(config.folder, fault);
  if (!fault) {
    std::filesystem::permissions(config.folder, std::filesystem::perms::owner_all, fault);
  }
  const auto path = config.folder + "/lock";
  Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (fault || lock.get() < 0) {
    return Error{.code = Errc::unavailable,
                 .message = fmt::format("The request log's folder {} cannot be used: {}.",
                                        config.folder, std::generic_category().message(errno))};
  }
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Error{
        .code = Errc::conflict,
        .message = fmt::format("Another Quorum writes the request log in {}.", config.folder)};
  }
  auto journal = std::make_unique<Journal>(clock, std::move(config), std::move(lock));
  QUORUM_CHECK(journal->begin());
  return journal;
}

std::unique_ptr<RequestReader> open_reader(std::string folder) {
  return std::make_unique<Reader>(std::move(folder));
}

}  // namespace quorum::store::journal
