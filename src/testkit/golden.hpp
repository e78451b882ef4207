#pragma once
/// The debate that is written down in `tests/golden`, for all who show debates.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "store/debates.hpp"
#include "testkit/shared.hpp"

namespace quorum::testkit {

/// A file of what is expected, as it stands.
inline std::string golden_text(const std::string& name) {
  std::ifstream file(QUORUM_SOURCE_DIR "/tests/golden/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// `tests/golden/debate_two_seats.jsonl`, which ends too close to call; the page's tests read it
/// too.
inline std::vector<store::LogEvent> golden_log() {
  std::ifstream file(QUORUM_SOURCE_DIR "/tests/golden/debate_two_seats.jsonl");
  std::vector<store::LogEvent> log;
  for (std::string text; std::getline(file, text);) {
    const auto document = json::Document::parse(text);
    if (!document) continue;
    const auto root = document->root();
    log.push_back({.seq = static_cast<std::uint64_t>(root["id"].integer().value_or(0)),
                   .name = std::string(root["event"].string().value_or("")),
                   .data = std::string(root["data"].raw())});
  }
  return log;
}

}  // namespace quorum::testkit
