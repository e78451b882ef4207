#pragma once
/// A debate for a pipe or a file: whole lines, one for each thing that happened.

#include <string>
#include <vector>

#include "store/debates.hpp"
#include "terminal/view.hpp"

namespace quorum::terminal {

/// What `line` adds to the output; often nothing. `view` has folded it already.
std::vector<std::string> plain_lines(const View& view, const store::LogEvent& line);

/// The debate as a Markdown document: question, rounds, verdict, what it cost.
std::string markdown(const View& view);

}  // namespace quorum::terminal
