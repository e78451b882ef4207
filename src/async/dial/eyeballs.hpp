#pragma once
/// A host's addresses raced against each other, as RFC 8305 has it ("happy eyeballs").

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "async/dial/names.hpp"
#include "async/dial/resolver.hpp"
#include "async/event.hpp"
#include "async/loop.hpp"
#include "async/scope.hpp"
#include "async/stream.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::dial {

/// How one address is reached: by a socket, or as a test says.
class Dialing {
 public:
  virtual ~Dialing() = default;
  virtual Task<Result<std::unique_ptr<async::ByteStream>>> connect(async::Address address,
                                                                   TimePoint deadline) = 0;
};

struct EyeballsConfig {
  std::chrono::milliseconds attempt_delay{250};    ///< Before the next address is tried beside.
  std::chrono::milliseconds resolution_delay{50};  ///< For the preferred family's addresses.
  std::size_t addresses_max = 8;                   ///< Of each family.
};

/// One connection's race; destroying it closes whatever is under way. What it is given outlives it.
class Eyeballs {
 public:
  struct Target {
    std::string name;
    std::uint16_t port = 0;
    Family preferred = Family::v6;
    TimePoint deadline = TimePoint::max();
  };
  Eyeballs(async::Loop& loop, Resolver& resolver, Dialing& dialing, Target target,
           EyeballsConfig config = {});

  /// Once. The first connection that stands; the others are closed. Otherwise why the address tried
  /// last could not be reached, or that there is none.
  Task<Result<std::unique_ptr<async::ByteStream>>> run();

 private:
  struct Candidates {
    Family family;
    std::deque<async::Address> untried{};
    bool is_known = false;  ///< Whether the names have been looked up, with or without success.
  };

  Task<> look_up(Candidates* of);
  Task<> attempt(async::Address address);
  Task<> wait_until(TimePoint moment);
  TimePoint next_start() const;
  void start_next();
  bool is_hopeless() const;
  Error failure() const;

  async::Loop& loop_;
  Resolver& resolver_;
  Dialing& dialing_;
  const Target target_;
  const EyeballsConfig config_;
  Candidates preferred_;
  Candidates other_;
  bool is_preferred_next_ = true;  ///< The families take turns.
  bool has_started_ = false;
  std::size_t running_ = 0;
  TimePoint not_before_;
  std::unique_ptr<async::ByteStream> winner_;
  std::optional<Error> not_found_;
  std::optional<Error> not_reached_;
  async::Event changed_;
  async::Scope scope_;
};

}  // namespace quorum::dial
