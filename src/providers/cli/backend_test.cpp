#include "providers/cli/backend.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>

#include "core/try.hpp"
#include "testkit/run.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

using namespace std::chrono_literals;

/// Whether process `pid`, which need not be a child of ours, ends within `wait_max`. A killed
/// process ends when it is next scheduled, and one that nobody buries yet has ended all the same.
bool ends(pid_t pid, std::chrono::milliseconds wait_max) {
  const int fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return errno == ESRCH;
  pollfd watched{.fd = fd, .events = POLLIN, .revents = 0};
  const bool ended = ::poll(&watched, 1, static_cast<int>(wait_max.count())) == 1;
  ::close(fd);
  return ended;
}

/// Agents that are scripts: they see what the real ones would, and answer as they would.
class CliBackendTest : public testing::Test {
 protected:
  void install(std::string_view name, std::string_view script) {
    folder_.write(std::string("bin/").append(name), std::string("#!/bin/sh\n").append(script));
    ::chmod(folder_.path(std::string("bin/").append(name)).c_str(), 0755);
  }

  struct Answer {
    std::string text{};
    std::optional<llm::Finish> finish{};
    llm::Notes notes{};
    std::optional<Error> error{};
  };

  Answer ask(std::string model, llm::Chat chat) {
    return testkit::run_for_real([&](async::Loop& loop) {
      return play(loop, {.model = std::move(model), .chat = std::move(chat)}, config_);
    });
  }
  Answer ask(std::string model) {
    return ask(std::move(model), {.messages = {llm::message(llm::Role::user, "Why?")}});
  }

  static Task<Answer> play(async::Loop& loop, llm::Call call, CliConfig config) {
    Answer answer;
    const auto backend = cli_backend(loop, std::move(config));
    auto stream = co_await backend->open(std::move(call), {});
    if (!stream) {
      answer.error = stream.error();
      co_return answer;
    }
    answer.notes = (*stream)->notes();
    while (true) {
      auto batch = co_await (*stream)->next();
      if (!batch) answer.error = batch.error();
      if (!batch || !*batch) co_return answer;
      for (const auto& delta : (*batch)->deltas) {
        answer.text += delta.text;
        if (delta.finish) answer.finish = delta.finish;
      }
    }
  }

  testkit::TempFolder folder_;
  CliConfig config_{.path = folder_.path("bin") + ":/usr/bin:/bin",
                    .environment = {"PATH=/usr/bin:/bin", "ANTHROPIC_API_KEY=k-1", "OTHER_KEY=x"},
                    .scratch = folder_.path("scratch")};
};

TEST_F(CliBackendTest, AnAgentAnswersFromItsInput) {
  install("claude", R"(
question=$(cat)
say='{"type":"assistant","message":{"content":[{"type":"text","text":"%s %s"}]}}\n'
printf "$say" "$question" $ANTHROPIC_API_KEY$OTHER_KEY
printf '{"type":"result","subtype":"success","result":"","usage":{"input_tokens":1}}\n'
)");
  const auto answer = ask("cli/claude");
  EXPECT_FALSE(answer.error);
  EXPECT_EQ(answer.text, "Why? k-1");
  EXPECT_EQ(answer.finish, llm::Finish::stop);
  EXPECT_EQ(answer.notes.provider, "cli/claude");
}

TEST_F(CliBackendTest, AnAgentWorksInAnEmptyFolderThatGoesWithIt) {
  install("claude", R"(
cat > /dev/null
touch left-behind
printf '{"type":"result","subtype":"success","result":"%s %s"}\n' "$PWD" $(ls | wc -l)
)");
  const auto answer = ask("cli/claude");
  EXPECT_TRUE(answer.text.starts_with(folder_.path("scratch") + "/run-")) << answer.text;
  EXPECT_TRUE(answer.text.ends_with(" 1")) << answer.text;
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path("scratch")));
}

TEST_F(CliBackendTest, TheModelBehindTheAgentsNameIsAskedFor) {
  install("codex", R"(
cat > /dev/null
printf '{"type":"item.completed","item":{"type":"agent_message","text":"%s"}}\n' "$*"
printf '{"type":"turn.completed","usage":{}}\n'
)");
  EXPECT_NE(ask("cli/codex/gpt-5").text.find("--model gpt-5 -"), std::string::npos);
}

TEST_F(CliBackendTest, AnAgentThatFailsSaysWhatItSaid) {
  install("claude", "cat > /dev/null; echo 'Workspace is not trusted' >&2; exit 3");
  const auto answer = ask("cli/claude");
  ASSERT_TRUE(answer.error);
  EXPECT_EQ(answer.error->code, Errc::upstream_failed);
  EXPECT_EQ(answer.error->message, "claude ended with code 3: Workspace is not trusted");
}

TEST_F(CliBackendTest, WordsWithoutAnEndAreNoAnswer) {
  install("claude", R"(
cat > /dev/null
printf '{"type":"assistant","message":{"content":[{"type":"text","text":"half"}]}}\n'
)");
  const auto answer = ask("cli/claude");
  EXPECT_EQ(answer.text, "half");
  ASSERT_TRUE(answer.error);
  EXPECT_EQ(answer.error->message, "claude ended without an answer.");
}

TEST_F(CliBackendTest, AnAgentThatTakesTooLongIsKilledWithAllItStarted) {
  install("claude", "sleep 600 & echo $! > " + folder_.path("pid") + "; wait");
  config_.run_max = 300ms;
  const auto answer = ask("cli/claude");
  ASSERT_TRUE(answer.error);
  EXPECT_EQ(answer.error->code, Errc::deadline_exceeded);
  EXPECT_EQ(answer.error->message, "claude took too long and was ended.");
  EXPECT_TRUE(ends(std::stoi(folder_.read("pid")), 10s));
}

TEST_F(CliBackendTest, WhatAnAgentCannotBeToldIsNamedOrRefused) {
  install("gemini", R"(cat > /dev/null; printf '{"type":"result","status":"success"}\n')");
  const llm::Chat chat{.messages = {llm::message(llm::Role::user, "Why?")}, .temperature = 0.1};
  EXPECT_EQ(ask("cli/gemini", chat).notes.dropped, (std::vector<std::string>{"temperature"}));
  const auto strict = testkit::run_for_real([&](async::Loop& loop) {
    return play(loop, {.model = "cli/gemini", .chat = chat, .losses = llm::Losses::refused},
                config_);
  });
  ASSERT_TRUE(strict.error);
  EXPECT_EQ(strict.error->field, "temperature");
}

TEST_F(CliBackendTest, OnlySoManyRunAtATime) {
  install("claude", "cat > /dev/null");
  config_.processes_max = 0;
  EXPECT_EQ(ask("cli/claude").error->code, Errc::rate_limited);
}

TEST_F(CliBackendTest, WhatIsMissingIsNamedWithHowToGetIt) {
  config_.path = folder_.path("bin");
  EXPECT_TRUE(list_cli_models(config_).empty());
  const auto missing = find_cli_model(config_, "cli/codex");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::unavailable);
  EXPECT_NE(missing.error().message.find("npm install -g @openai/codex"), std::string::npos);
  EXPECT_EQ(ask("cli/codex").error->message, missing.error().message);
  EXPECT_EQ(find_cli_model(config_, "cli/nobody").error().code, Errc::not_found);

  install("codex", "");
  EXPECT_EQ(find_cli_model(config_, "cli/codex/gpt-5")->id, "cli/codex/gpt-5");
  ASSERT_EQ(list_cli_models(config_).size(), 1U);
  EXPECT_EQ(list_cli_models(config_)[0].id, "cli/codex");
}

}  // namespace
}  // namespace quorum::providers
