#pragma once
/// Quorum inside another program: the models that its environment configures, and a loop to ask
/// them on. See `examples/`.

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::library {

/// Used and destroyed on the thread that opened it; several sessions may live side by side.
class Session {
 public:
  /// Reads the environment and `.env` as `quorum serve` does: providers' keys, base URLs, limits.
  /// `settings` go before them, by the variables' names. Opens no port and no database. Local
  /// models run in worker processes of the program `quorum`, which is looked for in PATH.
  static Result<std::unique_ptr<Session>> open(std::map<std::string, std::string> settings = {});
  virtual ~Session() = default;

  /// Every model by its name (`openai/gpt-4o`, `claude-sonnet-4-5`, `local/smollm2-135m`), retries
  /// included.
  virtual llm::ChatBackend& backend() = 0;
  virtual const llm::Models& models() const = 0;
  virtual async::Loop& loop() = 0;

  /// Runs `task` and all that it waits for, and gives its value.
  template <typename T>
  T wait(Task<T> task) {
    return loop().run_until_done(std::move(task));
  }
};

}  // namespace quorum::library
