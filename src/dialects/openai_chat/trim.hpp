#pragma once
/// A client's bytes for a vendor of this spelling that refuses what others take.

#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "dialects/quirks.hpp"

namespace quorum::openai_chat {

/// Whether a vendor refuses anything: of one that does not, no request is read on that account.
inline bool refuses_anything(const dialects::OpenAiQuirks& quirks) {
  return !quirks.refuses.empty() || !quirks.takes_stream_options;
}

struct Trimmed {
  std::string body{};
  std::vector<std::string> dropped{};  ///< What asked for something and was taken out.
};

/// `body` without what is refused and under the names that are understood; every other member keeps
/// its bytes, and a body in which nothing is amiss all of them. What asks for what is so anyhow
/// (`n` of 1, `store` of false) is taken out without a word.
Result<Trimmed> trim(std::string_view body, const dialects::OpenAiQuirks& quirks);

}  // namespace quorum::openai_chat
