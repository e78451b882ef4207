#include "app/command/debate_arguments.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using Strings = std::vector<std::string>;

std::string debate_fault(const Strings& arguments) {
  const auto read = read_debate_arguments(arguments);
  return read ? "" : read.error().message;
}

std::string debates_fault(const Strings& arguments) {
  const auto read = read_debates_arguments(arguments);
  return read ? "" : read.error().message;
}

TEST(DebateArguments, TakeAQuestionAlone) {
  const auto read = read_debate_arguments({"Tea or coffee?"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->request.question, "Tea or coffee?");
  EXPECT_TRUE(read->request.seats.empty());
  EXPECT_EQ(read->request.rounds, 2);
  EXPECT_EQ(read->request.format, "default");
  EXPECT_EQ(read->look, Look::automatic);
}

TEST(DebateArguments, TakeEveryOptionInBothSpellings) {
  const auto read =
      read_debate_arguments({"--seat", "openai/gpt-4=Tea, with milk=always", "Q?", "--seat=local/a",
                             "--rounds=3", "--judge", "j1", "--judge=j2", "--format", "oxford",
                             "--budget", "0.25", "--json", "--server", "http://127.0.0.1:8001"});
  ASSERT_TRUE(read);
  const auto& request = read->request;
  EXPECT_EQ(request.question, "Q?");
  ASSERT_EQ(request.seats.size(), 2U);
  EXPECT_EQ(request.seats[0].model, "openai/gpt-4");
  EXPECT_EQ(request.seats[0].position, "Tea, with milk=always");
  EXPECT_EQ(request.seats[1].model, "local/a");
  EXPECT_EQ(request.seats[1].position, "");
  EXPECT_EQ(request.rounds, 3);
  EXPECT_EQ(request.judges, (Strings{"j1", "j2"}));
  EXPECT_EQ(request.format, "oxford");
  EXPECT_EQ(request.budget.usd, Money::micro_usd(250'000));
  EXPECT_EQ(read->look, Look::json);
  EXPECT_EQ(read->server, "http://127.0.0.1:8001");
}

TEST(DebateArguments, TakeAQuestionThatLooksLikeAnOption) {
  const auto read = read_debate_arguments({"--", "--fast or --slow?"});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->request.question, "--fast or --slow?");
}

TEST(DebateArguments, SayWhatIsWrong) {
  EXPECT_EQ(debate_fault({}), R"(there is no question: quorum debate "Tea or coffee?")");
  EXPECT_EQ(debate_fault({"  "}), R"(there is no question: quorum debate "Tea or coffee?")");
  EXPECT_EQ(debate_fault({"tea", "or"}),
            R"("or" is one word too many: put the question in quotes)");
  EXPECT_EQ(debate_fault({"Q?", "--seat", "a"}), "a debate has 2 to 8 seats: say --seat for each");
  EXPECT_EQ(debate_fault({"Q?", "--seat"}), "--seat needs a value");
  EXPECT_EQ(debate_fault({"Q?", "--seat", "=Tea"}), "--seat takes MODEL or MODEL=POSITION");
  EXPECT_EQ(debate_fault({"Q?", "--rounds", "11"}),
            R"(--rounds takes a whole number from 1 to 10, not "11")");
  EXPECT_EQ(debate_fault({"Q?", "--rounds=2x"}),
            R"(--rounds takes a whole number from 1 to 10, not "2x")");
  EXPECT_EQ(debate_fault({"Q?", "--budget", "much"}),
            R"(--budget takes US dollars, as 0.50, not "much")");
  EXPECT_EQ(debate_fault({"Q?", "--fast"}), "there is no option --fast");
}

TEST(DebateArguments, TakeAtMostEightSeats) {
  Strings arguments{"Q?"};
  for (int at = 0; at < 8; ++at) arguments.insert(arguments.end(), {"--seat", "m"});
  EXPECT_EQ(debate_fault(arguments), "");
  arguments.insert(arguments.end(), {"--seat", "m"});
  EXPECT_EQ(debate_fault(arguments), "a debate has 2 to 8 seats: say --seat for each");
}

TEST(DebatesArguments, KnowEveryAction) {
  const auto list = read_debates_arguments({"list", "--limit", "5"});
  ASSERT_TRUE(list);
  EXPECT_EQ(list->action, DebatesAction::list);
  EXPECT_EQ(list->limit, 5U);

  const auto exported = read_debates_arguments({"export", "dbt_1", "--format=json"});
  ASSERT_TRUE(exported);
  EXPECT_EQ(exported->action, DebatesAction::export_log);
  EXPECT_EQ(exported->id, "dbt_1");
  EXPECT_EQ(exported->format, ExportFormat::json);

  const auto watch = read_debates_arguments({"watch", "dbt_1", "--json"});
  ASSERT_TRUE(watch);
  EXPECT_EQ(watch->action, DebatesAction::watch);
  EXPECT_EQ(watch->look, Look::json);
  EXPECT_EQ(read_debates_arguments({"--help"})->action, DebatesAction::help);
}

TEST(DebatesArguments, SayWhatIsWrong) {
  EXPECT_EQ(debates_fault({}), "say what to do with debates: list, show, watch …");
  EXPECT_EQ(debates_fault({"burn"}), "there is no `quorum debates burn`");
  EXPECT_EQ(debates_fault({"show"}), "say which debate: quorum debates show ID");
  EXPECT_EQ(debates_fault({"show", "a", "b"}), R"("b" is one word too many)");
  EXPECT_EQ(debates_fault({"list", "a"}), R"("a" is one word too many)");
  EXPECT_EQ(debates_fault({"show", "a", "--limit", "3"}), "there is no option --limit here");
  EXPECT_EQ(debates_fault({"export", "a", "--format", "pdf"}),
            R"(--format takes md or json, not "pdf")");
}

}  // namespace
}  // namespace quorum::app
