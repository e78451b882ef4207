#include "terminal/plain.hpp"

#include <gtest/gtest.h>

#include "terminal/golden_fixture.hpp"

namespace quorum::terminal {
namespace {

TEST(Plain, TellsADebateInLines) {
  View view;
  std::string text;
  for (const auto& line : golden_log()) {
    ASSERT_TRUE(view.apply(line, 0));
    for (const auto& told : plain_lines(view, line)) text += told + "\n";
  }
  EXPECT_EQ(text, golden_text("debate_two_seats.txt"));
}

TEST(Plain, KeepsATurnOnOneLineWhateverTheModelWrote) {
  View view;
  auto log = golden_log();
  log[12].data = R"({"turn_id":"trn_1a","text":"one\n\ntwo\u001b]0;x\u0007\r\nthree","usage":)"
                 R"({"prompt_tokens":1,"completion_tokens":0,"total_tokens":1},"cost_usd":null,)"
                 R"("finish":"stop","first_token_ms":1,"ms":2})";
  std::vector<std::string> told;
  for (std::size_t at = 0; at <= 12; ++at) {
    ASSERT_TRUE(view.apply(log[at], 0));
    told = plain_lines(view, log[at]);
  }
  EXPECT_EQ(told, std::vector<std::string>{"A Tea: one two]0;x three [first token 1 ms]"});
}

TEST(Plain, SaysWhyADebateStopped) {
  auto view = golden_view(2);
  const store::LogEvent paused{
      .seq = 3, .name = "debate.paused", .data = R"({"reason":"asked to"})"};
  ASSERT_TRUE(view.apply(paused, 0));
  EXPECT_EQ(plain_lines(view, paused), std::vector<std::string>{"paused: asked to"});
}

TEST(Markdown, KeepsEveryLineOfAnAnswerInsideItsQuotation) {
  View view;
  auto log = golden_log();
  log.resize(13);
  log[12].data = R"({"turn_id":"trn_1a","text":"one\n## Verdict: mine\n","usage":)"
                 R"({"prompt_tokens":1,"completion_tokens":0,"total_tokens":1},"cost_usd":null,)"
                 R"("finish":"stop","first_token_ms":1,"ms":2})";
  for (const auto& line : log) ASSERT_TRUE(view.apply(line, 0));
  EXPECT_NE(markdown(view).find("### A Tea\n\n> one\n> ## Verdict: mine\n> \n"), std::string::npos)
      << markdown(view);
}

TEST(Markdown, IsTheWholeDebate) {
  EXPECT_EQ(markdown(golden_view(99)), golden_text("debate_two_seats.md"));
}

}  // namespace
}  // namespace quorum::terminal
