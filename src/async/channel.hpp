#pragma once
/// A bounded queue between tasks of one loop: the fast side waits for the slow one.

#include <coroutine>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "async/list.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"

namespace quorum::async {

/// First come, first served on both sides. Any number of senders and receivers, all on one loop;
/// outlives who waits for it. Cancelling a receiver loses no item; cancelling a sender that waits
/// for room withdraws its item.
template <typename T>
class Channel {
 public:
  Channel(Loop& loop, std::size_t items_max) : loop_(loop), items_max_(items_max) {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// False when full or closed.
  bool try_send(T item) {
    if (is_closed_) return false;
    if (hand_over(item)) return true;
    if (items_.size() >= items_max_) return false;
    items_.push_back(std::move(item));
    return true;
  }

  /// Waits for room; false once closed, also where that happens while it waits.
  Task<bool> send(T item) {
    if (is_closed_) co_return false;
    if (hand_over(item)) co_return true;
    if (items_.size() >= items_max_) co_return co_await Send(*this, std::move(item));
    items_.push_back(std::move(item));
    co_return true;
  }

  /// Waits for an item; nothing once closed and empty.
  Task<std::optional<T>> receive() {
    auto item = try_receive();
    if (item || is_closed_) co_return item;
    co_return co_await Receive(*this);
  }

  std::optional<T> try_receive() {
    std::optional<T> item;
    if (!items_.empty()) {
      item.emplace(std::move(items_.front()));
      items_.pop_front();
      if (!senders_.empty()) items_.push_back(senders_.pop_front().deliver());
    } else if (!senders_.empty()) {
      item.emplace(senders_.pop_front().deliver());
    }
    return item;
  }

  /// Wakes everybody. What is queued is still received; what a sender waits with is not.
  void close() {
    is_closed_ = true;
    while (!senders_.empty()) senders_.pop_front().refuse();
    while (!receivers_.empty()) receivers_.pop_front().wake();
  }

  bool is_closed() const { return is_closed_; }
  std::size_t size() const { return items_.size(); }

 private:
  class Send : public ListHook {
   public:
    Send(Channel& channel, T item)
        : channel_(channel), waiter_(channel.loop_), item_(std::move(item)) {}
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      waiter_.park(coroutine);
      channel_.senders_.push_back(*this);
    }
    bool await_resume() const { return is_delivered_; }

    T deliver() {
      is_delivered_ = true;
      waiter_.wake();
      return std::move(item_);
    }
    void refuse() { waiter_.wake(); }

   private:
    Channel& channel_;
    Waiter waiter_;
    T item_;
    bool is_delivered_ = false;
  };

  class Receive : public ListHook {
   public:
    explicit Receive(Channel& channel) : channel_(channel), waiter_(channel.loop_) {}
    Receive(const Receive&) = delete;
    Receive& operator=(const Receive&) = delete;
    ~Receive() {
      // Cancelled after an item was handed over: it goes to the next, or back to its place.
      if (item_) channel_.take_back(std::move(*item_));
    }
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      waiter_.park(coroutine);
      channel_.receivers_.push_back(*this);
    }
    std::optional<T> await_resume() { return std::exchange(item_, std::nullopt); }

    void give(T item) {
      item_.emplace(std::move(item));
      waiter_.wake();
    }
    void wake() { waiter_.wake(); }

   private:
    Channel& channel_;
    Waiter waiter_;
    std::optional<T> item_;
  };

  bool hand_over(T& item) {
    if (receivers_.empty()) return false;
    receivers_.pop_front().give(std::move(item));
    return true;
  }
  void take_back(T item) {
    if (!hand_over(item)) items_.push_front(std::move(item));
  }

  Loop& loop_;
  const std::size_t items_max_;
  std::deque<T> items_;
  List<Send> senders_;
  List<Receive> receivers_;
  bool is_closed_ = false;
};

}  // namespace quorum::async
