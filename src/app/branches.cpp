#include "app/branches.hpp"

#include <future>
#include <thread>
#include <utility>

namespace quorum::app {
namespace {

/// One loop's work, from its making to its end.
struct Shift {
  async::Event told;
  std::unique_ptr<Work> work;

  Task<> run() {
    co_await told.wait();
    co_await work->stop();
  }
};

}  // namespace

struct Branches::Branch {
  std::promise<Result<>> is_made{};
  // Set before `is_made`; they live until `told` has been set by a job on their loop.
  async::Loop* loop = nullptr;
  async::Event* told = nullptr;
  std::thread thread{};  ///< Last: it uses the others.
};

Branches::Branches(async::Loop& home) : home_(home), running_(std::make_shared<Running>(home)) {}

Branches::~Branches() {
  tell_all();
  for (const auto& branch : branches_) branch->thread.join();
}

Result<> Branches::start(MakeWork make) {
  auto& branch = *branches_.emplace_back(std::make_unique<Branch>());
  auto is_made = branch.is_made.get_future();
  branch.thread = std::thread([this, &branch, make = std::move(make)] { run(branch, make); });
  auto result = is_made.get();
  if (result) {
    ++running_->count;
    return result;
  }
  branch.thread.join();
  branches_.pop_back();
  return result;
}

void Branches::run(Branch& branch, const MakeWork& make) {
  auto loop = async::Loop::create();
  if (!loop) return branch.is_made.set_value(std::move(loop.error()));
  {
    auto work = make(**loop);
    if (!work) return branch.is_made.set_value(std::move(work.error()));
    Shift shift{.told = async::Event(**loop), .work = std::move(*work)};
    branch.loop = loop->get();
    branch.told = &shift.told;
    branch.is_made.set_value({});
    (*loop)->run_until_done(shift.run());
  }
  home_.post([running = running_] {
    --running->count;
    running->one_has_ended.set();
  });
}

void Branches::tell_all() {
  if (std::exchange(is_told_, true)) return;
  for (const auto& branch : branches_) {
    branch->loop->post([told = branch->told] { told->set(); });
  }
}

Task<> Branches::stop() {
  tell_all();
  while (running_->count > 0) {
    running_->one_has_ended.reset();
    co_await running_->one_has_ended.wait();
  }
}

}  // namespace quorum::app
