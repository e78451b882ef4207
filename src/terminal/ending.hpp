#pragma once
/// How a debate that has ended is told to the shell.

#include <cstdint>

#include "core/error.hpp"
#include "debate/record/state.hpp"

namespace quorum::terminal {

/// Public: scripts rely on them.
enum class ExitCode : std::uint8_t {
  verdict = 0,
  failed = 1,  ///< Of what has no code of its own: no server, no disk.
  usage = 2,
  missing = 3,  ///< A model or a key.
  budget = 4,
  degraded = 5,     ///< A verdict, but on less than was planned.
  no_decision = 6,  ///< No verdict, or too close to call.
  interrupted = 130,
};

/// Of a debate that is over.
ExitCode exit_code(const debate::State& state);

/// Of a call that was refused.
ExitCode exit_code(const Error& error);

}  // namespace quorum::terminal
