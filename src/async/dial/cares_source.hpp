#pragma once
/// The system's hosts file and name servers, asked through c-ares without a thread.

#include <memory>
#include <string>

#include "async/dial/names.hpp"
#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::dial {

struct CaresConfig {
  std::string servers{};  ///< `127.0.0.1:53`, more after commas; empty: those of resolv.conf.
};

/// Reads /etc/resolv.conf anew once it has changed, and /etc/hosts each time. Of one loop; outlives
/// who waits for it.
class CaresSource final : public NameSource {
 public:
  static Result<std::unique_ptr<CaresSource>> create(async::Loop& loop, CaresConfig config);
  ~CaresSource() override;

  Task<Result<Found>> ask(std::string name, Family family) override;

 private:
  struct State;
  explicit CaresSource(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace quorum::dial
