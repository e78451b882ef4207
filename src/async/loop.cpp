#include "async/loop.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <vector>

#include "async/poller.hpp"
#include "core/try.hpp"

namespace quorum::async {
namespace {

using Ticks = std::chrono::milliseconds;

// With this much work done without a look at the descriptors, they have waited long enough.
constexpr int kTurnsPerPoll = 16;

/// So long the wall clock is taken to go on evenly; then it is read again, and may have been set.
constexpr std::chrono::seconds kCalendarKept{1};

/// A timer so far away is first waited for up to here, by the turn's time: another wake, once, is
/// cheaper than a look at the clock before every wait.
constexpr Ticks kNear{64};

/// Of a frame that is resumed next: most are no larger.
constexpr std::size_t kFrameFetched = 320;

constexpr TimePoint kSimulatedStart{std::chrono::hours(1)};
constexpr UnixMs kSimulatedUnixMs = 1'800'000'000'000;

[[noreturn]] void die_waiting(std::uint64_t seed) {
  std::fprintf(stderr,
               "Simulated loop (seed %llu): the task waits, and nothing is left that could ever "
               "wake it: no timer, no ready work, no work outside.\n",
               static_cast<unsigned long long>(seed));
  std::abort();
}

class Main final : public Root {
 public:
  using Root::Root;
  bool is_done() const { return is_done_; }

 private:
  void ended() override { is_done_ = true; }
  bool is_done_ = false;
};

}  // namespace

/// Owned by its loop while it runs.
class Loop::Errand final : public Root {
 public:
  using Root::Root;

 private:
  friend class Loop;
  void ended() override {
    unlink();
    self_.reset();
  }
  std::shared_ptr<Root> self_;
};

struct Loop::State {
  std::unique_ptr<Poller> poller;  ///< None in a simulation.
  std::uint64_t seed = 0;
  std::minstd_rand order;
  SystemClock clock;
  TimePoint start;
  TimePoint now;
  Duration calendar_offset = Ticks(kSimulatedUnixMs);  ///< What people call `start`, since 1970.
  TimePoint calendar_until;                            ///< Then it is asked for again.
  int turns_since_poll = 0;
  int outside = 0;
  Root* running = nullptr;

  std::mutex mutex;
  std::condition_variable posted;  ///< In a simulation, instead of the poller's `wake`.
  std::vector<Job> inbox;          ///< Guarded by `mutex`.
  /// Who goes to sleep says so and then looks for work; who brings work says so and then looks
  /// whether to wake: one of them sees the other.
  std::atomic<bool> is_asleep = false;
  std::atomic<bool> has_inbox = false;
  std::atomic<bool> is_stopping = false;

  // Below everything that their members' destructors may use.
  TimerWheel wheel;
  List<Waiter> ready;    ///< The next turn's.
  List<Waiter> yielded;  ///< Behind all of them.
  List<Waiter> turn;     ///< This turn's.
  std::vector<std::shared_ptr<Root>> doomed;
  List<Root> errands;

  bool is_simulated() const { return poller == nullptr; }
  bool has_ready() const { return !ready.empty() || !yielded.empty(); }
  Tick tick() const { return static_cast<Tick>(std::chrono::floor<Ticks>(now - start).count()); }
  Ticks until(TimePoint moment) const;
  void wake();
  void shuffle_ready();
};

/// At most; a little less of what is far away.
Ticks Loop::State::until(TimePoint moment) const {
  if (moment - now > 2 * kNear) return std::chrono::floor<Ticks>(moment - now) - kNear;
  return std::max(Ticks(0), std::chrono::ceil<Ticks>(moment - clock.now()));
}

void Loop::State::wake() {
  if (!is_asleep.exchange(false)) return;
  if (is_simulated()) {
    posted.notify_one();
  } else {
    poller->wake();
  }
}

void Loop::State::shuffle_ready() {
  std::vector<Waiter*> waiters;
  while (!ready.empty()) waiters.push_back(&ready.pop_front());
  std::shuffle(waiters.begin(), waiters.end(), order);
  for (Waiter* waiter : waiters) ready.push_back(*waiter);
}

Result<std::unique_ptr<Loop>> Loop::create() {
  auto state = std::make_unique<State>();
  QUORUM_TRY(state->poller, Poller::create());
  state->start = state->now = state->clock.now();
  return std::unique_ptr<Loop>(new Loop(std::move(state)));
}

std::unique_ptr<Loop> Loop::simulated(std::uint64_t seed) {
  auto state = std::make_unique<State>();
  state->seed = seed;
  state->order.seed(static_cast<std::minstd_rand::result_type>(seed));
  state->start = state->now = kSimulatedStart;
  return std::unique_ptr<Loop>(new Loop(std::move(state)));
}

Loop::Loop(std::unique_ptr<State> state) : state_(std::move(state)) {}

Loop::~Loop() {
  // Jobs that never ran may own what is still tied to this loop.
  while (!state_->inbox.empty()) {
    std::vector<Job> dropped;
    dropped.swap(state_->inbox);
  }
  end_doomed();
  while (!state_->errands.empty()) state_->errands.front().end();
}

TimePoint Loop::now() const { return state_->now; }

TimePoint Loop::read() const { return state_->is_simulated() ? state_->now : state_->clock.now(); }

UnixMs Loop::unix_ms() const {
  State& state = *state_;
  if (!state.is_simulated() && state.now >= state.calendar_until) {
    state.calendar_offset = Ticks(state.clock.unix_ms()) - (state.clock.now() - state.start);
    state.calendar_until = state.now + kCalendarKept;
  }
  return std::chrono::floor<Ticks>(state.calendar_offset + (state.now - state.start)).count();
}

Loop::Sleep Loop::sleep(Duration duration) {
  const bool is_endless = duration > TimePoint::max() - state_->now;
  return sleep_until(is_endless ? TimePoint::max() : state_->now + duration);
}

void Loop::post(Job job) {
  const std::lock_guard lock(state_->mutex);
  state_->inbox.push_back(std::move(job));
  state_->has_inbox = true;
  // Under the lock: once it is released the job may run and the loop be gone.
  state_->wake();
}

void Loop::stop() {
  const std::lock_guard lock(state_->mutex);
  state_->is_stopping = true;
  state_->wake();
}

void Loop::run() {
  while (!state_->is_stopping && turn()) {
  }
  // Who stops us may still be inside, and we gone next.
  const std::lock_guard lock(state_->mutex);
  state_->is_stopping = false;
}

void Loop::run_main(Task<> main) {
  const auto root = std::make_shared<Main>(*this, std::move(main), nullptr);
  root->start();
  while (!root->is_done()) {
    if (!turn() && !root->is_done()) die_waiting(state_->seed);
  }
}

/// False when, in a simulation, nothing is left that could ever happen.
bool Loop::turn() {
  State& state = *state_;
  wait_for_work();
  if (!state.is_simulated()) state.now = state.clock.now();
  state.wheel.advance(state.tick());
  if (state.has_inbox) run_posted();
  if (state.is_simulated()) state.shuffle_ready();
  state.turn.take(state.ready);
  state.turn.take(state.yielded);
  while (!state.turn.empty()) {
    fetch_ahead();
    resume(state.turn.pop_front());
  }
  return !state.is_simulated() || state.has_ready() || state.has_inbox || state.outside > 0 ||
         state.wheel.next();
}

void Loop::wait_for_work() {
  State& state = *state_;
  if (state.has_ready() || state.has_inbox) {
    if (state.is_simulated() || ++state.turns_since_poll < kTurnsPerPoll) return;
    state.turns_since_poll = 0;
    return state.poller->wait(Ticks(0));
  }
  state.turns_since_poll = 0;
  const auto next = state.wheel.next();
  if (state.is_simulated() && state.outside == 0) {
    if (next) state.now = std::max(state.now, state.start + Ticks(*next));
    return;
  }
  if (state.is_simulated()) return sleep_until_posted();
  state.is_asleep = true;
  if (!state.has_inbox && !state.is_stopping) {
    std::optional<Ticks> wait;
    if (next) wait = state.until(state.start + Ticks(*next));
    state.poller->wait(wait);
  }
  state.is_asleep = false;
}

void Loop::sleep_until_posted() {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  if (state.has_inbox || state.is_stopping) return;
  state.is_asleep = true;
  state.posted.wait(lock, [&] { return !state.is_asleep; });
}

void Loop::run_posted() {
  std::vector<Job> jobs;
  {
    const std::lock_guard lock(state_->mutex);
    jobs.swap(state_->inbox);
    state_->has_inbox = false;
  }
  for (Job& job : jobs) {
    job();
    job = nullptr;
  }
}

/// While the first of this turn runs, what the second needs is fetched; and, a step at a time, what
/// tells what those behind it need.
void Loop::fetch_ahead() {
  auto& turn = state_->turn;
  const auto root_behind = [&](Waiter*& waiter) -> const Root* {
    if (waiter != nullptr) waiter = turn.after(*waiter);
    return waiter == nullptr ? nullptr : waiter->root_;
  };
  Waiter* waiter = &turn.front();
  if (const auto* second = root_behind(waiter)) {
    Footprint::fetch(waiter->coroutine_.address(), kFrameFetched);
    second->fetch();
  }
  if (const auto* third = root_behind(waiter); third != nullptr && third->footprint_ != nullptr) {
    Footprint::fetch(third->footprint_, sizeof(Footprint));
  }
  if (const auto* fourth = root_behind(waiter)) Footprint::fetch(fourth, sizeof(Root));
}

void Loop::resume(Waiter& waiter) {
  waiter.state_ = Waiter::State::idle;
  Root* const root = waiter.root_;
  state_->running = root;
  waiter.coroutine_.resume();
  state_->running = nullptr;
  if (root != nullptr && root->has_returned()) root->end();
  end_doomed();
}

void Loop::end_doomed() {
  while (!state_->doomed.empty()) {
    const std::shared_ptr<Root> root = std::move(state_->doomed.back());
    state_->doomed.pop_back();
    root->end();
  }
}

Poller* Loop::poller() { return state_->poller.get(); }

void Loop::arm(Timer& timer, TimePoint moment) {
  if (moment == TimePoint::max()) return timer.cancel();
  const auto ticks = std::chrono::ceil<Ticks>(moment - state_->start).count();
  state_->wheel.arm(timer, static_cast<Tick>(std::max<Ticks::rep>(ticks, 0)));
}

const Footprint** Loop::footprint() {
  return state_->running == nullptr ? nullptr : &state_->running->footprint_;
}

std::shared_ptr<Root> Loop::running() const {
  return state_->running == nullptr ? nullptr : state_->running->shared_from_this();
}

void Loop::end_soon(Root& root) { state_->doomed.push_back(root.shared_from_this()); }

std::shared_ptr<Root> Loop::make_errand(Task<> task) {
  return std::make_shared<Errand>(*this, std::move(task), nullptr);
}

void Loop::adopt(std::shared_ptr<Root> errand) {
  state_->errands.push_back(*errand);
  errand->start();
  static_cast<Errand&>(*errand).self_ = std::move(errand);
}

void Loop::Yield::await_suspend(std::coroutine_handle<> coroutine) {
  waiter_.park(coroutine);
  waiter_.wake();
  waiter_.loop().state_->yielded.push_back(waiter_);
}

Loop::Outside::Outside(Loop& loop) : loop_(&loop) { ++loop.state_->outside; }
Loop::Outside::~Outside() {
  if (loop_ != nullptr) --loop_->state_->outside;
}

void Waiter::park(std::coroutine_handle<> coroutine) {
  coroutine_ = coroutine;
  root_ = loop_.state_->running;
  state_ = State::parked;
}

void Waiter::wake() {
  if (state_ != State::parked) return;
  state_ = State::woken;
  loop_.state_->ready.push_back(*this);
}

void Root::start() {
  start_.park(task_.handle());
  start_.root_ = this;
  start_.wake();
}

void Root::end() {
  if (!task_.handle()) return;
  const auto self = weak_from_this().lock();
  const Task<> task = std::move(task_);
  start_.unlink();
  owner_.reset();
  ended();
}

bool Root::is_running() const {
  for (const Root* root = start_.loop_.state_->running; root != nullptr;
       root = root->owner_.get()) {
    if (root == this) return true;
  }
  return false;
}

}  // namespace quorum::async
