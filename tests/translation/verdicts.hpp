#pragma once
/// What becomes of each thing on its way from a face to a target and back.

#include <optional>
#include <string>

#include "answers.hpp"
#include "requests.hpp"
#include "speakers.hpp"

namespace quorum::translation {

enum class Verdict : std::uint8_t {
  unsaid,      ///< One of the two has no word for it.
  exact,       ///< It reads back the same.
  translated,  ///< It is said in other words, or nobody of ours can read it back.
  dropped,     ///< It is left out, or said in part, and the caller is told.
  lost,        ///< It is left out in silence, or the request cannot be understood: a fault.
};

struct Outcome {
  Verdict verdict = Verdict::unsaid;
  std::string detail{};      ///< Of a fault.
  bool is_emulated = false;  ///< The request makes up for what the target lacks.
};

/// The chat that a client of this face asks for with what it can say of `feature`; nothing where it
/// can say nothing.
std::optional<llm::Chat> as_asked(const Caller& caller, const RequestFeature& feature);

/// What becomes of `feature` where `chat` is written for `callee`.
Outcome asked(const llm::Chat& chat, const Callee& callee, const RequestFeature& feature);

/// The answer of a provider of this dialect that tells what it can of `feature`; nothing where it
/// can tell nothing.
std::optional<std::vector<llm::Delta>> as_told(const Callee& callee, const AnswerFeature& feature);

/// Whether a face has words for `feature` at all: what it makes of an answer of ours.
Verdict can_tell(const Caller& caller, const AnswerFeature& feature);

/// What becomes of `feature` where `caller`'s face tells `deltas`, whole and streamed.
Outcome told(const std::vector<llm::Delta>& deltas, const Caller& caller,
             const AnswerFeature& feature);

}  // namespace quorum::translation
