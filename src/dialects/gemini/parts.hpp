#pragma once
/// Our parts, spelled as Google's.

#include <cstdint>
#include <string>
#include <string_view>

#include "json/writer.hpp"
#include "llm/chat.hpp"

namespace quorum::gemini {

/// Which seals may be written.
enum class Seals : std::uint8_t {
  googles,  ///< In requests: Google opens no others.
  all,      ///< In answers: clients carry them.
};

enum class Fit : std::uint8_t {
  fits,
  empty,    ///< There is nothing to say.
  foreign,  ///< Google has no way to say it.
};

/// Whether a part can be written.
Fit fit_of(const llm::Part& part, Seals seals);

/// Writes a part that fits. `stand_in` is the signature of a call that has none of its own.
void write_part(json::Writer& writer, const llm::Part& part, Seals seals,
                std::string_view stand_in = {});

/// What the object that a tool's answer must be put into says: the text's own JSON object, or the
/// text as its `output` or `error`.
void write_outcome(json::Writer& writer, std::string_view text, bool is_error);

/// JSON without space between its tokens, so that it stays on one line.
std::string compact(std::string_view json);

}  // namespace quorum::gemini
