#include "providers/cli/agents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace quorum::providers {
namespace {

template <std::size_t kSize>
using Words = std::array<std::string_view, kSize>;

// One argument may hold 128 KiB (MAX_ARG_STRLEN); its end needs a byte.
constexpr std::size_t kArgumentBytesMax = (128 << 10) - 1;

constexpr Words<16> kCommonVariables{
    "PATH",        "HOME",          "USER",         "LANG",
    "LC_*",        "TMPDIR",        "XDG_*",        "HTTP_PROXY",
    "HTTPS_PROXY", "NO_PROXY",      "http_proxy",   "https_proxy",
    "no_proxy",    "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"};

// One turn, and no tool that could touch anything: without a terminal what needs a permission is
// refused.
constexpr Words<10> kClaudeArguments{"-p",
                                     "--output-format",
                                     "stream-json",
                                     "--verbose",
                                     "--include-partial-messages",
                                     "--max-turns",
                                     "1",
                                     "--permission-mode",
                                     "plan",
                                     "--strict-mcp-config"};
constexpr Words<2> kClaudeVariables{"ANTHROPIC_*", "CLAUDE_*"};

constexpr Words<8> kCodexArguments{
    "exec", "--json",      "--sandbox", "read-only", "--skip-git-repo-check",
    "--cd", "{workspace}", "-"};
constexpr Words<2> kCodexVariables{"CODEX_*", "OPENAI_*"};

constexpr Words<9> kCursorArguments{
    "-p",  "--output-format",         "stream-json", "--workspace", "{workspace}", "--mode",
    "ask", "--stream-partial-output", "--trust"};
constexpr Words<1> kCursorVariables{"CURSOR_*"};

constexpr Words<3> kGeminiArguments{"--output-format", "stream-json", "--skip-trust"};
constexpr Words<2> kGeminiVariables{"GEMINI_*", "GOOGLE_*"};

constexpr std::array<Agent, 4> kAgents{{
    {.name = "claude",
     .program = "claude",
     .family = "anthropic",
     .talk = AgentTalk::claude,
     .arguments = kClaudeArguments,
     .model_flag = "--model",
     .system_flag = "--system-prompt",
     .variables = kClaudeVariables,
     .how_to_install = "npm install -g @anthropic-ai/claude-code, then set ANTHROPIC_API_KEY or "
                       "log in with: claude"},
    {.name = "codex",
     .program = "codex",
     .family = "openai",
     .talk = AgentTalk::codex,
     .arguments = kCodexArguments,
     .model_flag = "--model",
     .system_flag = "",
     .variables = kCodexVariables,
     .how_to_install = "npm install -g @openai/codex, then set CODEX_API_KEY or say: codex login"},
    {.name = "cursor-agent",
     .program = "cursor-agent",
     .family = "",
     .talk = AgentTalk::cursor,
     .prompt = PromptPlace::last_argument,
     .arguments = kCursorArguments,
     .model_flag = "--model",
     .system_flag = "",
     .variables = kCursorVariables,
     .how_to_install = "see cursor.com/cli, then set CURSOR_API_KEY or say: cursor-agent login"},
    {.name = "gemini",
     .program = "gemini",
     .family = "google",
     .talk = AgentTalk::gemini,
     .arguments = kGeminiArguments,
     .model_flag = "-m",
     .system_flag = "",
     .variables = kGeminiVariables,
     .how_to_install = "npm install -g @google/gemini-cli, then set GEMINI_API_KEY"},
}};

bool fits(std::string_view variable, std::span<const std::string_view> rules) {
  const auto name = variable.substr(0, variable.find('='));
  return std::ranges::any_of(rules, [&](std::string_view rule) {
    if (rule.ends_with('*')) return name.starts_with(rule.substr(0, rule.size() - 1));
    return name == rule;
  });
}

}  // namespace

std::span<const Agent> agents() { return kAgents; }

const Agent* find_agent(std::string_view name) {
  const auto* const found = std::ranges::find(kAgents, name, &Agent::name);
  return found == kAgents.end() ? nullptr : found;
}

Result<std::vector<std::string>> command_line(const Agent& agent, const AgentRun& run) {
  std::vector<std::string> line{std::string{run.program}};
  const auto add_flag = [&](std::string_view flag, std::string_view value) {
    if (flag.empty() || value.empty()) return;
    line.emplace_back(flag);
    line.emplace_back(value);
  };
  // Flags go before the last argument, which stands alone: Codex wants them behind `exec` and its
  // `-` at the end.
  const auto is_last = [&](std::size_t at) { return at + 1 == agent.arguments.size(); };
  for (std::size_t at = 0; at < agent.arguments.size(); ++at) {
    if (is_last(at)) {
      add_flag(agent.model_flag, run.model);
      add_flag(agent.system_flag, run.system);
    }
    const bool is_place = agent.arguments[at] == "{workspace}";
    line.emplace_back(is_place ? run.workspace : agent.arguments[at]);
  }
  if (agent.prompt == PromptPlace::last_argument) {
    // What a caller asks must never be taken for an option.
    line.push_back(std::string{run.prompt.starts_with('-') ? " " : ""}.append(run.prompt));
  }
  const bool is_long = std::ranges::any_of(
      line, [](const auto& argument) { return argument.size() > kArgumentBytesMax; });
  if (is_long) {
    return Error{.code = Errc::too_large,
                 .message = fmt::format("{} takes a prompt of at most {} bytes.", agent.name,
                                        kArgumentBytesMax)};
  }
  return line;
}

std::vector<std::string> environment_for(const Agent& agent,
                                         std::span<const std::string> environment) {
  std::vector<std::string> seen{"TERM=dumb", "NO_COLOR=1"};
  for (const auto& variable : environment) {
    if (fits(variable, kCommonVariables) || fits(variable, agent.variables)) {
      seen.push_back(variable);
    }
  }
  return seen;
}

}  // namespace quorum::providers
