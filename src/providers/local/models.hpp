#pragma once
/// The models whose weights are on this machine, each run in a worker process of its own.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::providers {

struct LocalConfig {
  std::string models_folder;  ///< Where `quorum models pull` puts weights.

  /// Starts a worker; options and the model's file follow. Empty: this program, `llama-worker`.
  std::vector<std::string> worker_command{};

  std::int64_t context_tokens = 4096;  ///< Of each conversation; never more than the model has.
  std::int64_t conversations_max = 4;  ///< Answered at once, and kept for the next turn.
  std::int64_t threads = 1;            ///< More collapse as soon as another process is busy.
  std::int64_t niceness = 10;
  std::size_t waiting_max = 64;  ///< Calls of one model that are open; more are `rate_limited`.
  std::chrono::milliseconds idle_max{600'000};       ///< Unloaded after that long without a call.
  std::chrono::milliseconds load_wait_max{60'000};   ///< For a worker to be ready.
  std::chrono::milliseconds cancel_wait_max{5'000};  ///< A worker deaf for that long is killed.
};

/// Lists them, and answers calls to them. The workers live on one loop, the home; any loop may ask.
class LocalModels {
 public:
  /// `home` outlives it; it is made and destroyed on the home's thread. Workers start when first
  /// asked.
  static std::unique_ptr<LocalModels> create(async::Loop& home, LocalConfig config);
  virtual ~LocalModels() = default;

  /// Any thread. What lies in the folder at this moment, as `local/<name>`.
  virtual std::vector<llm::ModelInfo> list() const = 0;

  /// Any thread. `not_found` says which command brings the model.
  virtual Result<llm::ModelInfo> find(std::string_view id) const = 0;

  /// Answers every `local/…` model for callers on `loop`. It, and every stream it opened, is
  /// destroyed before this object and on `loop`'s thread.
  virtual std::unique_ptr<llm::ChatBackend> backend(async::Loop& loop) = 0;
};

}  // namespace quorum::providers
