#pragma once
/// The sides of a question, as it names them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::debate {

/// The alternatives of an "A or B" question (`Tea or coffee?` gives Tea and Coffee; `Is it better
/// to rent or buy a house?` gives Renting and Buying a house), else Yes and No. English only: every
/// other question gets Yes and No.
std::vector<std::string> sides_of(std::string_view question);

bool is_yes_or_no(std::string_view side);

enum class QuestionType : std::uint8_t { choice, empirical, normative, estimate };
std::string_view name(QuestionType type);

/// By the question's words alone: alternatives make a choice, `how many` an estimate, `should` a
/// norm; the rest is taken as a matter of fact.
QuestionType type_of(std::string_view question);

}  // namespace quorum::debate
