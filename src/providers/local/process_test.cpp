#include "providers/local/process.hpp"

#include <gtest/gtest.h>

#include "async/combine.hpp"
#include "core/try.hpp"
#include "testkit/temp_folder.hpp"

namespace quorum::providers {
namespace {

using std::chrono::milliseconds;

/// What every scripted worker begins with. `say` writes a line, `hear` reads one; `starts` counts
/// the workers started so far, this one included.
constexpr std::string_view kPrelude = R"(
import json, os, socket, sys, time
link = socket.socket(fileno=3)
lines = link.makefile('r')
def say(**what): link.sendall((json.dumps(what) + '\n').encode())
def hear():
    line = lines.readline()
    if not line: sys.exit(0)
    return json.loads(line)
with open('STARTS', 'a') as file: file.write('x')
starts = os.path.getsize('STARTS')
def done(ask): say(piece=ask, text='done', finish='stop', usage=dict(prompt=3, completion=1))
)";

/// A process whose worker is a script: what a real one does only when it is broken.
class ProcessTest : public testing::Test {
 public:
  void open(std::string_view script, LocalConfig config = {}) {
    std::string text(kPrelude);
    for (std::size_t at = text.find("STARTS"); at != text.npos; at = text.find("STARTS")) {
      text.replace(at, 6, folder_.path("starts"));
    }
    folder_.write("worker.py", text + std::string(script));
    config.worker_command = {"python3", folder_.path("worker.py")};
    process_ = std::make_unique<LocalProcess>(*loop_, std::move(config), "local/m", "m.gguf");
  }

  /// The whole text of an answer, or why there is none.
  Task<Result<std::string>> answer(std::string question) {
    llm::Chat chat{.messages = {llm::message(llm::Role::user, std::move(question))}};
    QUORUM_CO_TRY(const auto asked, co_await process_->ask(std::move(chat)));
    std::string text;
    while (true) {
      QUORUM_CO_TRY(auto batch, co_await asked->next());
      if (!batch) co_return text;
      for (const llm::Delta& delta : batch->deltas) text += delta.text;
    }
  }
  Result<std::string> run(std::string question = "?") {
    return loop_->run_until_done(answer(std::move(question)));
  }

  std::size_t starts() const { return folder_.read("starts").size(); }

  testkit::TempFolder folder_;
  std::unique_ptr<async::Loop> loop_ = std::move(async::Loop::create().value());
  std::unique_ptr<LocalProcess> process_;
};

Errc code_of(const Result<std::string>& answer) {
  return answer ? Errc::internal : answer.error().code;
}

TEST_F(ProcessTest, OneWorkerAnswersAskAfterAsk) {
  open(
      "say(ready=dict(context_tokens=64))\n"
      "while True: done(hear()['ask'])\n");
  EXPECT_EQ(run().value_or(""), "done");
  EXPECT_EQ(run().value_or(""), "done");
  EXPECT_EQ(starts(), 1u);
}

TEST_F(ProcessTest, AnAnswerCutInTheMiddleIsAnErrorAndTheNextAskStartsAnew) {
  open(
      "say(ready={})\n"
      "ask = hear()['ask']\n"
      "if starts == 1:\n"
      "    say(piece=ask, text='half')\n"
      "    os.abort()\n"
      "done(ask)\n"
      "hear()\n");
  EXPECT_EQ(code_of(run()), Errc::upstream_failed);
  EXPECT_EQ(run().value_or(""), "done");
  EXPECT_EQ(starts(), 2u);
}

TEST_F(ProcessTest, AWorkerThatKeepsCrashingIsNotStartedAtEveryAsk) {
  open("sys.exit(3)\n");
  EXPECT_EQ(code_of(run()), Errc::upstream_failed);
  EXPECT_EQ(code_of(run()), Errc::upstream_failed);  // The first restart is free.
  const auto refused = run();
  EXPECT_EQ(code_of(refused), Errc::upstream_failed);
  ASSERT_TRUE(refused.error().retry_after);
  EXPECT_GT(*refused.error().retry_after, milliseconds(0));
  EXPECT_LE(*refused.error().retry_after, milliseconds(1'000));
  EXPECT_EQ(starts(), 2u);
}

TEST_F(ProcessTest, AFileThatCannotBeLoadedIsSaidInTheWorkersWords) {
  open("say(failed=0, code='unavailable', message='No sound GGUF file.')\n");
  const auto refused = run();
  EXPECT_EQ(code_of(refused), Errc::unavailable);
  EXPECT_EQ(refused.error().message, "No sound GGUF file.");
}

TEST_F(ProcessTest, ARefusedAskLeavesTheWorkerAlone) {
  open(
      "say(ready={})\n"
      "say(failed=hear()['ask'], code='invalid_request', message='No.', field='messages')\n"
      "done(hear()['ask'])\n"
      "hear()\n");
  const auto refused = run();
  EXPECT_EQ(code_of(refused), Errc::invalid_request);
  EXPECT_EQ(refused.error().field, "messages");
  EXPECT_EQ(run().value_or(""), "done");
  EXPECT_EQ(starts(), 1u);
}

TEST_F(ProcessTest, NonsenseFromAWorkerEndsItAndItsAnswers) {
  for (const char* nonsense : {"link.sendall(b'GGML_ASSERT failed\\n')", "say(piece='x')",
                               "link.sendall(b'x' * (17 << 20))"}) {
    open("say(ready={})\nhear()\n" + std::string(nonsense) + "\nhear()\n");
    const auto failed = run();
    EXPECT_TRUE(code_of(failed) == Errc::upstream_failed || code_of(failed) == Errc::too_large)
        << nonsense;
  }
}

TEST_F(ProcessTest, AWorkerThatNeverGetsReadyIsGivenUp) {
  open("time.sleep(60)\n", {.models_folder = {}, .load_wait_max = milliseconds(300)});
  const auto failed = run();
  EXPECT_EQ(code_of(failed), Errc::unavailable);
  EXPECT_NE(failed.error().message.find("too long"), std::string::npos);
}

TEST_F(ProcessTest, OnlySoManyMayWait) {
  open("time.sleep(60)\n", {.models_folder = {}, .waiting_max = 2});
  const auto main = [](ProcessTest* test) -> Task<Result<std::string>> {
    async::Scope scope(*test->loop_);
    const auto wait = [](ProcessTest* same) -> Task<> { (void)co_await same->answer("wait"); };
    scope.spawn(wait(test));
    scope.spawn(wait(test));
    co_await test->loop_->yield();
    co_await test->loop_->yield();
    co_return co_await test->answer("one too many");
  };
  const auto refused = loop_->run_until_done(main(this));
  EXPECT_EQ(code_of(refused), Errc::rate_limited);
  EXPECT_TRUE(refused.error().retry_after);
}

TEST_F(ProcessTest, LettingAnAskGoCancelsItAndTheNextIsAnswered) {
  // Patient, and with the worker up before the clock runs: the machine may have much else to do.
  open(
      "say(ready={})\n"
      "done(hear()['ask'])\n"
      "first = hear()['ask']\n"
      "assert hear()['cancel'] == first\n"
      "say(failed=first, code='cancelled', message='')\n"
      "done(hear()['ask'])\n"
      "hear()\n",
      {.models_folder = {}, .cancel_wait_max = milliseconds(60'000)});
  const auto main = [](ProcessTest* test) -> Task<Result<std::string>> {
    EXPECT_TRUE(co_await test->answer("up"));
    auto first = test->answer("let go");
    const auto gone = co_await async::with_deadline(
        *test->loop_, test->loop_->now() + milliseconds(300), std::move(first));
    EXPECT_EQ(code_of(gone), Errc::deadline_exceeded);
    co_return co_await test->answer("again");
  };
  EXPECT_EQ(loop_->run_until_done(main(this)).value_or(""), "done");
  EXPECT_EQ(starts(), 1u);
}

TEST_F(ProcessTest, AWorkerThatDoesNotStopIsKilled) {
  open(
      "say(ready={})\n"
      "ask = hear()['ask']\n"
      "if starts == 1:\n"
      "    say(piece=ask, text='on')\n"
      "    time.sleep(60)\n"
      "done(ask)\n"
      "hear()\n",
      {.models_folder = {}, .cancel_wait_max = milliseconds(100)});
  const auto main = [](ProcessTest* test) -> Task<Result<std::string>> {
    llm::Chat chat{.messages = {llm::message(llm::Role::user, "?")}};
    QUORUM_CO_TRY(const auto asked, co_await test->process_->ask(chat));
    test->process_->cancel(asked->id());
    // The deaf worker takes this one down with it; the one after finds a new worker.
    const auto lost = co_await test->answer("lost");
    EXPECT_EQ(code_of(lost), Errc::upstream_failed);
    co_return co_await test->answer("found");
  };
  EXPECT_EQ(loop_->run_until_done(main(this)).value_or(""), "done");
  EXPECT_EQ(starts(), 2u);
}

TEST_F(ProcessTest, AnIdleWorkerIsEndedAndStartedAgainWhenAsked) {
  open("say(ready={})\nwhile True: done(hear()['ask'])\n",
       {.models_folder = {}, .idle_max = milliseconds(50)});
  EXPECT_EQ(run().value_or(""), "done");
  const auto pause = [](ProcessTest* test) -> Task<> {
    co_await test->loop_->sleep(milliseconds(300));
  };
  loop_->run_until_done(pause(this));
  EXPECT_EQ(run().value_or(""), "done");
  EXPECT_EQ(starts(), 2u);
}

}  // namespace
}  // namespace quorum::providers
