#include "store/journal/ring.hpp"

namespace quorum::store::journal {

char* Ring::reserve(std::size_t bytes) {
  const auto needed = whole(bytes);
  const auto left = left_until_end(write_.at);
  const bool wraps = left < needed;
  const auto taken = needed + (wraps ? left : 0);
  if (write_.at + taken - write_.seen > size_) {
    write_.seen = head_.load(std::memory_order_acquire);
    if (write_.at + taken - write_.seen > size_) return nullptr;
  }
  if (wraps) {
    std::memcpy(place(write_.at), &kSkip, sizeof kSkip);
    write_.at += left;
  }
  return place(write_.at) + sizeof(Length);
}

void Ring::commit(std::size_t bytes) {
  const auto length = static_cast<Length>(bytes);
  std::memcpy(place(write_.at), &length, sizeof length);
  write_.at += whole(bytes);
  tail_.store(write_.at, std::memory_order_release);
}

std::string_view Ring::front() {
  while (true) {
    if (read_.at == read_.seen) {
      read_.seen = tail_.load(std::memory_order_acquire);
      if (read_.at == read_.seen) return {};
    }
    Length length = 0;
    std::memcpy(&length, place(read_.at), sizeof length);
    if (length != kSkip) return {place(read_.at) + sizeof length, length};
    read_.at += left_until_end(read_.at);
  }
}

void Ring::pop() {
  Length length = 0;
  std::memcpy(&length, place(read_.at), sizeof length);
  read_.at += whole(length);
  head_.store(read_.at, std::memory_order_release);
}

}  // namespace quorum::store::journal
