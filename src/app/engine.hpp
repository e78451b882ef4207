#pragma once
/// Quorum without its HTTP server: the models that can be asked and the debates, on one loop.

#include <memory>

#include "app/config.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "llm/backend.hpp"

namespace quorum::app {

/// `quorum serve` puts routes in front of it; `quorum debate` uses it as it is.
class Engine {
 public:
  /// Opens the store under `config.data_dir`. `loop` outlives the engine, which is used and
  /// destroyed on its thread.
  static Result<std::unique_ptr<Engine>> create(async::Loop& loop, const Config& config);
  virtual ~Engine() = default;

  /// Every model by its name, `debate/…` and `local/…` among them: aliases, retries and all.
  virtual llm::ChatBackend& backend() = 0;
  virtual const llm::Models& models() const = 0;
  virtual debate::Service& debates() = 0;
};

}  // namespace quorum::app
