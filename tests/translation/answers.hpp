#pragma once
/// What an answer can tell, one thing at a time.

#include <string>
#include <string_view>
#include <vector>

#include "llm/delta.hpp"

namespace quorum::translation {

struct AnswerFeature {
  std::string_view name;

  /// An answer that tells it.
  std::vector<llm::Delta> (*make)();

  /// What `deltas` tell of it, however they are cut; empty where they tell nothing.
  std::string (*seen)(const std::vector<llm::Delta>& deltas);

  bool comes_late = false;  ///< Some say it at the end of a stream, others have to before.
};

const std::vector<AnswerFeature>& answer_features();

}  // namespace quorum::translation
