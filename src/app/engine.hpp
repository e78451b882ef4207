#pragma once
/// Quorum without its HTTP server: the models that can be asked and the debates.

#include <memory>

#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "llm/backend.hpp"
#include "llm/price_book.hpp"
#include "llm/services.hpp"
#include "store/responses.hpp"

namespace quorum::app {

/// The models as one more loop asks them. Used and destroyed on that loop's thread; debates that
/// were started there rest from then on.
class LoopModels {
 public:
  virtual ~LoopModels() = default;
  virtual llm::ChatBackend& backend() = 0;
  virtual const llm::Models& models() const = 0;
  virtual llm::Services services() = 0;
};

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
  virtual llm::Services services() = 0;

  /// May be called from every loop that has models.
  virtual debate::Service& debates() = 0;
  virtual store::Responses& responses() = 0;

  /// Any thread.
  virtual const llm::PriceBook& prices() const = 0;

  /// Any thread: the one `loop` runs on. The engine's own loop goes on running meanwhile.
  virtual Result<std::unique_ptr<LoopModels>> models_for(async::Loop& loop) = 0;

  /// Resumes the debates that a process which died has left running; says how many.
  virtual Task<Result<std::size_t>> resume_unfinished() = 0;
};

}  // namespace quorum::app
