#pragma once
/// What was asked for, made into what will happen: every seat and judge with its model's facts.

#include <string>

#include "core/error.hpp"
#include "debate/record/event.hpp"
#include "debate/request.hpp"
#include "llm/backend.hpp"

namespace quorum::debate {

/// The log's first event. Without seats the two smallest local models of different families speak,
/// or one twice where there is but one. A missing model or key is told as `Models::find` tells it,
/// with the field that names it.
Result<DebateStarted> make_plan(const llm::Models& models, const DebateRequest& request,
                                std::string id);

}  // namespace quorum::debate
