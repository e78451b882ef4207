#pragma once
/// So many requests under way to one origin; a few more wait in line, the others are sent away.

#include <cstddef>
#include <optional>
#include <utility>

#include "async/event.hpp"
#include "async/list.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace quorum::http {

/// Of one loop. Outlives the places in it and who waits for one.
class ClientGate {
 public:
  ClientGate(async::Loop& loop, std::size_t inside_max, std::size_t waiting_max)
      : loop_(loop), inside_max_(inside_max), waiting_max_(waiting_max) {}
  ClientGate(const ClientGate&) = delete;
  ClientGate& operator=(const ClientGate&) = delete;

  /// Destroying it gives it to the first in line.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(gate_, other.gate_);
      return *this;
    }
    ~Place() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    friend ClientGate;
    explicit Place(ClientGate* gate) : gate_(gate) {}
    ClientGate* gate_ = nullptr;
  };

  /// Nothing where all are taken.
  std::optional<Place> try_enter() {
    if (inside_ >= inside_max_) return std::nullopt;
    ++inside_;
    return Place(this);
  }

  /// Waits for one, until `moment` at most. `unavailable` where the line is full or that has come.
  Task<Result<Place>> enter(TimePoint moment);

  /// Nobody is inside or in line.
  bool is_unused() const { return inside_ == 0 && waiting_ == 0; }

 private:
  /// Somebody in line, who is let in while waiting.
  struct Waiting : async::ListHook {
    explicit Waiting(ClientGate& at) : gate(at), let_in(at.loop_) {
      gate.line_.push_back(*this);
      ++gate.waiting_;
    }
    ~Waiting();
    ClientGate& gate;
    async::Event let_in;
    bool is_inside = false;  ///< And has not been given the place yet.
  };

  void leave();

  async::Loop& loop_;
  std::size_t inside_max_;
  std::size_t waiting_max_;
  std::size_t inside_ = 0;
  std::size_t waiting_ = 0;
  async::List<Waiting> line_{};
};

}  // namespace quorum::http
