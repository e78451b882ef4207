#pragma once
/// A debate as a model: `debate/default` stands wherever a model can.

#include <memory>
#include <string>
#include <vector>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "debate/host.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

/// What every debate that is asked for as a model begins with; question and format are replaced.
struct BackendConfig {
  DebateRequest defaults{.question = {}, .seats = {}};
};

/// For callers on one loop. The last user message is the question; the process streams as
/// reasoning, the verdict's answer as text. Every delta's `extension` of the first and the last
/// batch names the debate; the last holds the verdict too. A caller that leaves cancels the debate.
class DebateBackend final : public llm::ChatBackend {
 public:
  DebateBackend(async::Loop& home, Host& host, BackendConfig config = {});

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override;

 private:
  async::Loop& home_;
  Host& host_;
  const BackendConfig config_;
};

/// The formats as models, for lists.
std::vector<llm::ModelInfo> debate_models();

}  // namespace quorum::debate
