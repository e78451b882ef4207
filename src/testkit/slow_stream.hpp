#pragma once
/// A stream that takes its time to write and remembers each write; nothing ever arrives on it.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/stream.hpp"

namespace quorum::testkit {

class SlowStream final : public async::ByteStream {
 public:
  SlowStream(async::Loop& loop, Duration write_wait) : loop_(loop), write_wait_(write_wait) {}

  std::vector<std::string> writes;
  TimePoint deadline = TimePoint::max();

  std::string all() const {
    std::string joined;
    for (const auto& write : writes) joined += write;
    return joined;
  }

  Task<Result<>> readable() override {
    co_await loop_.sleep_until(deadline);
    co_return late();
  }
  Task<Result<std::size_t>> read(std::span<char>) override {
    co_await loop_.sleep_until(deadline);
    co_return late();
  }
  Task<Result<>> write(std::span<const std::string_view> pieces) override {
    if (write_wait_ > Duration::zero()) {
      const auto done = loop_.now() + write_wait_;
      co_await loop_.sleep_until(std::min(done, deadline));
      if (done > deadline) co_return late();
    }
    std::string written;
    for (const auto piece : pieces) written += piece;
    writes.push_back(std::move(written));
    co_return {};
  }
  Task<Result<>> finish() override { co_return {}; }
  void reset_on_close() override {}
  async::Event& ending() override { return ending_; }
  void set_deadline(TimePoint moment) override { deadline = moment; }

 private:
  static Error late() { return {.code = Errc::deadline_exceeded, .message = "Too late."}; }

  async::Loop& loop_;
  async::Event ending_{loop_};
  Duration write_wait_;
};

}  // namespace quorum::testkit
