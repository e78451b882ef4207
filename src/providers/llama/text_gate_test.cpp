#include "providers/llama/text_gate.hpp"

#include <gtest/gtest.h>

#include "json/text.hpp"

namespace quorum::llama {
namespace {

TEST(TextGate, NeverShowsHalfACharacterWhereverTheBytesAreCut) {
  const std::string text = "é 漢字 🙂, end";
  for (std::size_t first = 0; first <= text.size(); ++first) {
    for (std::size_t second = first; second <= text.size(); ++second) {
      TextGate gate({});
      std::string shown;
      for (const std::string& piece :
           {text.substr(0, first), text.substr(first, second - first), text.substr(second)}) {
        const std::string now = gate.push(piece);
        EXPECT_TRUE(json::is_utf8(now)) << "cut at " << first << " and " << second;
        shown += now;
      }
      shown += gate.finish();
      EXPECT_EQ(shown, text);
    }
  }
}

TEST(TextGate, ShowsEveryCharacterAsSoonAsItIsWhole) {
  TextGate gate({});
  EXPECT_EQ(gate.push("a\xF0\x9F"), "a");
  EXPECT_EQ(gate.push("\x99"), "");
  EXPECT_EQ(gate.push("\x82 b"), "🙂 b");
}

TEST(TextGate, ReplacesWhatIsNoCharacter) {
  TextGate gate({});
  EXPECT_EQ(gate.push("a\xFF"), "a\uFFFD");
  EXPECT_EQ(gate.push("\xC3(\xE2\x82"), "\uFFFD(");
  EXPECT_EQ(gate.finish(), "\uFFFD");
  EXPECT_EQ(gate.finish(), "");
}

TEST(TextGate, EndsBeforeAStopStringWhereverTheBytesAreCut) {
  const std::string text = "one STO two STOP three";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    TextGate gate({"STOP", "thr"});
    std::string shown = gate.push(text.substr(0, cut));
    shown += gate.push(text.substr(cut));
    EXPECT_EQ(shown, "one STO two ") << "cut at " << cut;
    EXPECT_TRUE(gate.is_stopped());
    EXPECT_EQ(gate.push("more"), "");
    EXPECT_EQ(gate.finish(), "");
  }
}

TEST(TextGate, TheEarliestStopStringCounts) {
  TextGate gate({"later", "now"});
  EXPECT_EQ(gate.push("go now or later"), "go ");
}

TEST(TextGate, HoldsBackWhatMayBecomeAStopStringAndGivesItUpAtTheEnd) {
  TextGate gate({"\n\nQuestion:", "\n\n\n"});
  EXPECT_EQ(gate.push("yes\n\n"), "yes");
  EXPECT_EQ(gate.push("no\n"), "\n\nno");
  EXPECT_EQ(gate.finish(), "\n");
  EXPECT_FALSE(gate.is_stopped());
}

TEST(TextGate, AnEmptyStopStringStopsNothing) {
  TextGate gate({""});
  EXPECT_EQ(gate.push("text"), "text");
}

}  // namespace
}  // namespace quorum::llama
