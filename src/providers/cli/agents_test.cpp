#include "providers/cli/agents.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace quorum::providers {
namespace {

using Line = std::vector<std::string>;

TEST(Agents, AreFoundByName) {
  ASSERT_NE(find_agent("claude"), nullptr);
  EXPECT_EQ(find_agent("claude")->program, "claude");
  EXPECT_EQ(find_agent("nobody"), nullptr);
  for (const auto& agent : agents()) {
    EXPECT_FALSE(agent.how_to_install.empty()) << agent.name;
    EXPECT_FALSE(agent.arguments.empty()) << agent.name;
  }
}

TEST(Agents, CommandLinesAreTheirOwn) {
  const AgentRun run{.program = "/bin/x",
                     .model = "m1",
                     .system = "Be brief.",
                     .prompt = "Hello",
                     .workspace = "/tmp/w"};
  EXPECT_EQ(command_line(*find_agent("claude"), run).value(),
            (Line{"/bin/x", "-p", "--output-format", "stream-json", "--verbose",
                  "--include-partial-messages", "--max-turns", "1", "--permission-mode", "plan",
                  "--model", "m1", "--system-prompt", "Be brief.", "--strict-mcp-config"}));
  EXPECT_EQ(command_line(*find_agent("codex"), run).value(),
            (Line{"/bin/x", "exec", "--json", "--sandbox", "read-only", "--skip-git-repo-check",
                  "--cd", "/tmp/w", "--model", "m1", "-"}));
  EXPECT_EQ(
      command_line(*find_agent("cursor-agent"), run).value(),
      (Line{"/bin/x", "-p", "--output-format", "stream-json", "--workspace", "/tmp/w", "--mode",
            "ask", "--stream-partial-output", "--model", "m1", "--trust", "Hello"}));
  EXPECT_EQ(command_line(*find_agent("gemini"), run).value(),
            (Line{"/bin/x", "--output-format", "stream-json", "-m", "m1", "--skip-trust"}));
}

TEST(Agents, APromptIsNeverAnOption) {
  const auto line =
      command_line(*find_agent("cursor-agent"), {.program = "x", .prompt = "--force rm"});
  EXPECT_EQ(line->back(), " --force rm");
}

TEST(Agents, APromptThatIsTooLongForAnArgumentIsRefused) {
  const std::string prompt(131'072, 'x');
  const auto line = command_line(*find_agent("cursor-agent"), {.program = "x", .prompt = prompt});
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().code, Errc::too_large);
  // Others read it from their input.
  EXPECT_TRUE(command_line(*find_agent("claude"), {.program = "x", .prompt = prompt}));
}

TEST(Agents, SeeTheirOwnKeysAndNobodyElses) {
  const Line ours{"PATH=/bin",           "HOME=/h",          "LC_ALL=C",
                  "ANTHROPIC_API_KEY=a", "OPENAI_API_KEY=o", "QUORUM_DATA_DIR=/d",
                  "XANTHROPIC_API_KEY=x"};
  EXPECT_EQ(
      environment_for(*find_agent("claude"), ours),
      (Line{"TERM=dumb", "NO_COLOR=1", "PATH=/bin", "HOME=/h", "LC_ALL=C", "ANTHROPIC_API_KEY=a"}));
  EXPECT_EQ(
      environment_for(*find_agent("codex"), ours),
      (Line{"TERM=dumb", "NO_COLOR=1", "PATH=/bin", "HOME=/h", "LC_ALL=C", "OPENAI_API_KEY=o"}));
}

}  // namespace
}  // namespace quorum::providers
