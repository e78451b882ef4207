#pragma once
/// The keys that open this server: those of the configuration and those in the store, followed
/// while it runs.

#include <memory>

#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "govern/board.hpp"

namespace quorum::app {

/// Where everything that SQLite keeps lies.
std::string database_path(const Config& config);

class Keyring {
 public:
  /// Reads the keys, so that nobody is let in who should not be; then follows the store on `loop`,
  /// which outlives it. Not from inside a task.
  static Result<std::unique_ptr<Keyring>> open(async::Loop& loop, const Config& config);
  virtual ~Keyring() = default;

  /// Any thread.
  virtual const govern::Board& board() const = 0;
};

}  // namespace quorum::app
