#include "app/command/debate_transcript.hpp"

#include <gtest/gtest.h>

#include "app/command/debates_fixture.hpp"
#include "testkit/run.hpp"

namespace quorum::app {
namespace {

Transcript read(ScriptedDebates& debates) {
  auto transcript =
      testkit::run([&](async::Loop& loop) { return read_transcript(&loop, &debates, "dbt_1"); });
  EXPECT_TRUE(transcript);
  return transcript ? std::move(*transcript) : Transcript{};
}

TEST(Transcript, IsTheWholeLog) {
  ScriptedDebates debates;
  EXPECT_EQ(read(debates).events, debates.log);
}

TEST(Transcript, OfARunningDebateEndsWhereItsLogEndsNow) {
  ScriptedDebates debates;
  debates.log.resize(12);
  EXPECT_EQ(read(debates).events.size(), 12U);
}

TEST(Transcript, IsPrintedInLinesPanelsAndMarkdown) {
  const Transcript transcript{testkit::golden_log()};
  EXPECT_EQ(draw_transcript(transcript, Show::lines, terminal::Colours::none, {}),
            testkit::golden_text("debate_two_seats.txt"));
  EXPECT_EQ(export_markdown(transcript), testkit::golden_text("debate_two_seats.md"));
  const auto panels = draw_transcript(transcript, Show::panels, terminal::Colours::none, {});
  EXPECT_NE(panels.find("│ one leaf makes three cups.          │"), std::string::npos);
  EXPECT_EQ(panels.find("\x1b[?25l"), std::string::npos);  // Nothing that moves a cursor.
}

TEST(Transcript, IsExportedWithEveryEvent) {
  Transcript transcript{testkit::golden_log()};
  transcript.events.resize(2);
  transcript.events.erase(transcript.events.begin());
  EXPECT_EQ(export_json(R"({"id":"dbt_1"})", transcript),
            R"({"debate":{"id":"dbt_1"},"events":[{"id":2,"event":"round.started",)"
            R"("data":{"round":1,"kind":"opening","angle":"health"}}]})"
            "\n");
}

TEST(DebateList, IsATable) {
  const auto table = draw_list(R"({"data":[
      {"id":"dbt_2","status":"running","question":"A\u001b[2J or B?"},
      {"id":"dbt_1","status":"completed","question":"Tea or coffee?"}],"has_more":true})");
  ASSERT_TRUE(table);
  EXPECT_EQ(*table,
            "dbt_2  running    A[2J or B?\n"
            "dbt_1  completed  Tea or coffee?\n"
            "There are more: quorum debates list --limit 100\n");
  EXPECT_EQ(*draw_list(R"({"data":[]})"),
            "No debates yet. Start one:  quorum debate \"Tea or coffee?\"\n");
}

}  // namespace
}  // namespace quorum::app
