#pragma once
/// What is written down in `tests/golden`: a debate, for all who show debates, and streams with
/// what is read in them, for all who read dialects.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
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

/// A provider's stream, and what is to be read in it.
struct GoldenStream {
  std::string path;
  std::string stream;
  std::string answer;
};

/// Of the files of `tests/golden/FOLDER`: remarks that begin with `#`, the stream, `---- answer`.
inline std::vector<GoldenStream> golden_streams(const std::string& folder) {
  std::vector<GoldenStream> all;
  const std::filesystem::path place(QUORUM_SOURCE_DIR "/tests/golden/" + folder);
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    const auto text = read_file(entry.path());
    constexpr std::string_view kAnswer = "---- answer\n";
    const auto answer = text.find(kAnswer);
    GoldenStream made{.path = entry.path(), .stream = text.substr(0, answer), .answer = {}};
    while (made.stream.starts_with("#")) made.stream.erase(0, made.stream.find('\n') + 1);
    made.answer =
        answer == text.npos ? "(the file has no answer)" : text.substr(answer + kAnswer.size());
    all.push_back(std::move(made));
  }
  return all;
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
