#include "providers/llama/inbox.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

namespace quorum::llama {

Inbox::Inbox(int descriptor) : reader_([this, descriptor] { read_all(descriptor); }) {}

Inbox::~Inbox() { reader_.join(); }

std::vector<providers::LocalOrder> Inbox::take(Wait wait) {
  std::unique_lock lock(mutex_);
  if (wait == Wait::yes) has_news_.wait(lock, [this] { return !orders_.empty() || is_over_; });
  // From here on the cancellations are the engine's business.
  is_urgent_ = is_over_.load();
  return std::exchange(orders_, {});
}

void Inbox::read_all(int descriptor) {
  providers::LocalFrames frames(providers::kLocalFrameBytesMax);
  std::array<char, 65536> bytes{};
  while (true) {
    const auto count = read(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    std::vector<std::string> whole;
    const auto pushed = frames.push({bytes.data(), static_cast<std::size_t>(count)}, whole);
    deliver(whole);
    if (!pushed || is_over_) break;
  }
  end();
}

void Inbox::deliver(const std::vector<std::string>& frames) {
  for (const std::string& frame : frames) {
    auto order = providers::decode_order(frame);
    if (!order) return end();
    const std::lock_guard lock(mutex_);
    if (std::holds_alternative<providers::LocalCancel>(*order)) is_urgent_ = true;
    orders_.push_back(std::move(*order));
  }
  has_news_.notify_one();
}

void Inbox::end() {
  const std::lock_guard lock(mutex_);
  is_over_ = true;
  is_urgent_ = true;
  has_news_.notify_one();
}

}  // namespace quorum::llama
