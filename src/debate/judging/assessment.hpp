#pragma once
/// What a judge finds in a pair besides who is better: scores, claims, cruxes.
///
/// A judge that answers in JSON gives it with its ballot; one that is measured by
/// log-probabilities, or is small, cannot, and nothing is put in its place.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "debate/record/state.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::debate {

enum class Criterion : std::uint8_t {
  factual_support,
  reasoning,
  responsiveness,
  new_information,
  fairness,
};
inline constexpr std::array kCriteria{Criterion::factual_support, Criterion::reasoning,
                                      Criterion::responsiveness, Criterion::new_information,
                                      Criterion::fairness};
std::string_view name(Criterion criterion);

/// How a claim stands at the debate's end.
enum class Standing : std::uint8_t { upheld, refuted, contested, conceded, unverified };
inline constexpr std::array kStandings{Standing::upheld, Standing::refuted, Standing::contested,
                                       Standing::conceded, Standing::unverified};
std::string_view name(Standing standing);

/// 1 to 5. Where the judge could not assess it there is none.
struct Score {
  std::string seat{};
  Criterion criterion = Criterion::factual_support;
  std::int64_t points = 0;
  std::vector<std::string> turns{};  ///< It rests on these.
};

struct Claim {
  std::string seat{};
  std::string text{};    ///< In the judge's words.
  std::string quote{};   ///< In the speaker's, as the judge gave them.
  std::string turn{};    ///< In which the quote stands, letter by letter but for spaces; or empty.
  std::size_t from = 0;  ///< Bytes of that turn's text.
  std::size_t to = 0;
  Standing standing = Standing::unverified;
};

struct Assessment {
  std::vector<Score> scores{};
  std::vector<Claim> claims{};
  std::vector<std::string> cruxes{};      ///< What the difference turns on.
  std::vector<std::string> agreements{};  ///< What both accept.

  bool is_empty() const {
    return scores.empty() && claims.empty() && cruxes.empty() && agreements.empty();
  }
};

/// Whether this judge is asked for more than a preference.
bool can_assess(const Judge& judge);

/// How a judge is told to answer, and the schema of that answer.
std::string_view assessment_words();
std::string_view assessment_schema();

/// Of the judge's answer to that order, its speakers and rounds turned into seats and turns. What
/// does not read as asked is left out; every quote is looked for in what the speaker said, and a
/// claim whose quote is not there is unverified, whatever the judge says of it.
Assessment read_assessment(const State& state, std::string_view order, json::Value answer);

/// As `judge.voted` keeps it.
std::string write(const Assessment& assessment);
void write_criteria(json::Writer& out, const std::vector<Score>& scores);
/// Of such a line; empty where there is none.
Assessment parse_assessment(std::string_view json);

}  // namespace quorum::debate
