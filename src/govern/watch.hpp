#pragma once
/// Keeps the board's ring to what the store says, whoever changed it.

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "core/sha256.hpp"
#include "govern/board.hpp"
#include "store/keys.hpp"

namespace quorum::govern {

struct WatchConfig {
  /// How long a key that was made or revoked by another process goes unnoticed, at most.
  std::chrono::milliseconds pause{500};
};

/// Asks for the store's version again and again: one number, read off the loop. It works on every
/// file system and every database, where a note from the kernel would not.
class Watch {
 public:
  /// `loop` and `keys` outlive it.
  Watch(async::Loop& loop, store::Keys& keys, std::vector<Sha256Digest> masters,
        WatchConfig config = {});

  /// Reads the keys for the first time: before anybody is let in.
  Task<Result<>> load();

  /// For ever. A store that does not answer leaves the keys as they are, and the log says so.
  Task<> run();

  /// Outlived by the watch.
  const Board& board() const { return board_; }

 private:
  Task<Result<>> refresh();
  void note(const Result<>& refreshed);

  async::Loop& loop_;
  store::Keys& keys_;
  std::vector<Sha256Digest> masters_;
  WatchConfig config_;
  std::int64_t version_ = -1;
  bool is_failing_ = false;
  Board board_;
};

}  // namespace quorum::govern
