#pragma once
/// Answers spoilt in many ways, for the tests of who tells an answer's meters without reading all
/// of it.

#include <random>
#include <string>
#include <string_view>

#include "dialects/answer_memory.hpp"

namespace quorum::dialects {

struct Agreement {
  int taken = 0;  ///< By who looks at the meters alone.
  std::string against =
      {};  ///< The first of these that the reader refuses or understands otherwise.
};

/// Shows both of them `answer`, each time with something left out or another byte in it.
template <typename ReadMeters, typename ReadReply>
Agreement agreement(std::string_view answer, int times, ReadMeters read_meters,
                    ReadReply read_reply) {
  std::minstd_rand random(5);
  const std::string_view bytes = "{}[]\",:\\1n";
  Agreement found;
  for (int i = 0; i < times && found.against.empty(); ++i) {
    std::string body{answer};
    const auto at = random() % body.size();
    if (random() % 2 == 0) {
      body.erase(at, random() % 12);
    } else {
      body[at] = bytes[random() % bytes.size()];
    }
    const auto meters = read_meters(body);
    if (!meters) continue;
    ++found.taken;
    const auto read = read_reply("p", body);
    Meters told;
    if (read) {
      for (const auto& delta : *read) told.add(delta);
    }
    if (!read || *meters != told) found.against = body;
  }
  return found;
}

}  // namespace quorum::dialects
