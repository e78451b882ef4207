#pragma once
/// For this room's tests: the written-down debate that the page's tests read too.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "json/value.hpp"
#include "store/debates.hpp"
#include "terminal/line.hpp"
#include "terminal/view.hpp"

#ifndef QUORUM_SOURCE_DIR
#define QUORUM_SOURCE_DIR "."  // Only tests know where the sources are; headers compile alone.
#endif

namespace quorum::terminal {

/// A file of what is expected, as it stands.
inline std::string golden_text(const std::string& name) {
  std::ifstream file(QUORUM_SOURCE_DIR "/tests/golden/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

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

/// The view after the golden log's event `last_seq`.
inline View golden_view(std::uint64_t last_seq) {
  View view;
  for (const auto& line : golden_log()) {
    if (line.seq > last_seq) break;
    const auto applied = view.apply(line, 0);
    EXPECT_TRUE(applied) << line.seq << ": " << applied.error().detail;
  }
  return view;
}

/// As people see them, without ink; each line ends with a line end.
inline std::string text_of(const std::vector<Line>& lines) {
  std::string text;
  for (const auto& line : lines) text += line.text() + "\n";
  return text;
}

}  // namespace quorum::terminal
