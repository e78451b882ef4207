#pragma once
/// An answer added up from its deltas, to be compared and to be looked at.

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "llm/delta.hpp"

namespace quorum::testkit {

/// What is left of an answer when it no longer matters in which pieces it came.
struct Answer {
  std::string id{};
  std::string model{};
  std::string reasoning{};
  std::string text{};
  std::string refusal{};
  std::vector<llm::Seal> seals{};
  std::vector<llm::ToolCall> calls{};
  std::vector<llm::Citation> citations{};
  std::vector<llm::Image> images{};
  std::vector<llm::Finish> finishes{};
  std::optional<llm::Usage> usage{};
  std::optional<Error> error{};

  /// Of errors only the code counts: their details quote the pieces in which they came.
  bool operator==(const Answer& other) const;
};

/// Of the first of several answers side by side.
Answer add_up(const std::vector<llm::Delta>& deltas);

/// One line for each thing that it says, as the files in `tests/golden` have it.
std::string told(const Answer& answer);

}  // namespace quorum::testkit
