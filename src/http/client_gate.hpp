#pragma once
/// So many requests under way to one origin; a few more wait in line, the others are sent away.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
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
  struct Origin;
  using Origins = std::map<std::string, Origin, std::less<>>;

 public:
  ClientGate(async::Loop& loop, std::size_t inside_max, std::size_t waiting_max)
      : loop_(loop), inside_max_(inside_max), waiting_max_(waiting_max) {}

  /// Destroying it gives it to the first in line.
  class Place {
   public:
    Place() = default;
    Place(Place&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), origin_(other.origin_) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(origin_, other.origin_);
      return *this;
    }
    ~Place() {
      if (gate_ != nullptr) gate_->leave(origin_);
    }

    /// Whose it is; not of one that was moved from.
    const std::string& origin() const { return origin_->first; }

   private:
    friend ClientGate;
    Place(ClientGate* gate, Origins::iterator origin) : gate_(gate), origin_(origin) {}
    ClientGate* gate_ = nullptr;
    Origins::iterator origin_{};
  };

  /// Nothing where all are taken.
  std::optional<Place> try_enter(const std::string& origin);

  /// Waits for one, until `moment` at most. `unavailable` where the line is full or that has come.
  Task<Result<Place>> enter(std::string origin, TimePoint moment);

 private:
  /// Somebody in line, who is let in while waiting.
  struct Waiting : async::ListHook {
    Waiting(ClientGate& at, Origins::iterator of) : gate(at), origin(of), let_in(at.loop_) {
      origin->second.line.push_back(*this);
      ++origin->second.waiting;
    }
    ~Waiting();
    ClientGate& gate;
    Origins::iterator origin;
    async::Event let_in;
    bool is_inside = false;  ///< And has not been given the place yet.
  };
  struct Origin {
    std::size_t inside = 0;
    std::size_t waiting = 0;
    async::List<Waiting> line{};
  };

  void leave(Origins::iterator origin);
  void forget(Origins::iterator origin);

  async::Loop& loop_;
  std::size_t inside_max_;
  std::size_t waiting_max_;
  Origins origins_;
};

}  // namespace quorum::http
