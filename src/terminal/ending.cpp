#include "terminal/ending.hpp"

#include <algorithm>
#include <string_view>

#include "terminal/verdict.hpp"

namespace quorum::terminal {
namespace {

using debate::Progress;
using debate::Status;

bool is_missing(std::string_view type) {
  return type == name(Errc::unauthenticated) || type == name(Errc::not_found) ||
         type == name(Errc::unavailable);
}

/// No seat could speak, and none for another reason than that its model or key is not here.
bool lacks_models(const debate::State& state) {
  return !state.turns.empty() && std::ranges::all_of(state.turns, [](const debate::Turn& turn) {
    return turn.progress == Progress::failed && is_missing(turn.failed.error.type);
  });
}

}  // namespace

ExitCode exit_code(const debate::State& state) {
  if (state.status == Status::failed && state.reason == "budget") return ExitCode::budget;
  if (state.status == Status::failed && lacks_models(state)) return ExitCode::missing;
  const auto verdict = read_verdict(state.verdict);
  if (state.status != Status::completed || !verdict) return ExitCode::no_decision;

  const auto outcome = verdict->outcome;
  if (outcome == Outcome::too_close || outcome == Outcome::no_decision)
    return ExitCode::no_decision;
  if (verdict->has_flag("degraded")) return ExitCode::degraded;
  return verdict->has_flag("budget_stop") ? ExitCode::budget : ExitCode::verdict;
}

ExitCode exit_code(const Error& error) {
  switch (error.code) {
    case Errc::invalid_request:
    case Errc::too_large:
    case Errc::conflict: return ExitCode::usage;
    case Errc::not_found:
      // A model stands in a field of the request; a debate does not.
      return error.field.empty() ? ExitCode::failed : ExitCode::missing;
    case Errc::unauthenticated:
    case Errc::permission_denied:
    case Errc::unavailable: return ExitCode::missing;
    case Errc::budget_exceeded: return ExitCode::budget;
    case Errc::rate_limited:
    case Errc::upstream_failed:
    case Errc::deadline_exceeded:
    case Errc::cancelled:
    case Errc::internal: break;
  }
  return ExitCode::failed;
}

}  // namespace quorum::terminal
