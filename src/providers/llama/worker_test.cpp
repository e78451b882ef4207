#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "async/loop.hpp"
#include "core/try.hpp"
#include "providers/llama/tiny_model.hpp"
#include "providers/local/models.hpp"

namespace quorum::llama {
namespace {

using llm::Role;
using providers::LocalConfig;
using providers::LocalModels;

/// What an answer amounts to.
struct Answer {
  std::string text;
  std::vector<double> continuations;
  std::optional<llm::Finish> finish;
  llm::Usage usage;
  std::string model;
};

void add(Answer& answer, const llm::Batch& batch) {
  for (const llm::Delta& delta : batch.deltas) {
    answer.text += delta.text;
    if (!delta.continuations.empty()) answer.continuations = delta.continuations;
    if (delta.finish) answer.finish = delta.finish;
    if (delta.usage) answer.usage = *delta.usage;
    answer.model += delta.model;
  }
}

Task<Result<Answer>> ask(llm::ChatBackend* backend, llm::Call call) {
  QUORUM_CO_TRY(auto stream, co_await backend->open(std::move(call), {}));
  Answer answer;
  while (true) {
    QUORUM_CO_TRY(auto batch, co_await stream->next());
    if (!batch) co_return answer;
    add(answer, *batch);
  }
}

llm::Call call_of(std::string text) {
  llm::Call call{.model = "local/tiny"};
  call.chat.edit().messages = {llm::message(Role::user, std::move(text))};
  call.chat.edit().temperature = 0;
  call.chat.edit().tokens_max = 12;
  return call;
}

/// The real thing, with workers that are this very program.
class WorkerTest : public testing::Test {
 public:
  WorkerTest() : loop_(std::move(async::Loop::create().value())) {
    folder_ = std::filesystem::path(TinyModel::file()).parent_path() / "models";
    std::filesystem::create_directories(folder_);
    std::error_code exists;
    std::filesystem::create_symlink(TinyModel::file(), folder_ / "tiny.gguf", exists);
    open({});
  }
  ~WorkerTest() override {
    backend_.reset();
    models_.reset();
  }

  void open(LocalConfig config) {
    backend_.reset();
    config.models_folder = folder_;
    models_ = LocalModels::create(*loop_, std::move(config));
    backend_ = models_->backend(*loop_);
  }

  Result<Answer> answer_to(llm::Call call) {
    return loop_->run_until_done(ask(backend_.get(), std::move(call)));
  }

  /// The processes that run for us.
  std::vector<int> workers() const {
    std::vector<int> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
      std::string path = entry.path() / "children";
      FILE* file = std::fopen(path.c_str(), "r");
      for (int pid = 0; file && std::fscanf(file, "%d", &pid) == 1;) found.push_back(pid);
      if (file) std::fclose(file);
    }
    return found;
  }

  std::filesystem::path folder_;
  std::unique_ptr<async::Loop> loop_;
  std::unique_ptr<LocalModels> models_;
  std::unique_ptr<llm::ChatBackend> backend_;
};

TEST_F(WorkerTest, AnswersWithRealCounts) {
  const auto answer = answer_to(call_of("Say something."));
  ASSERT_TRUE(answer) << answer.error().message << answer.error().detail;
  EXPECT_FALSE(answer->text.empty());
  EXPECT_EQ(answer->finish, llm::Finish::length);
  EXPECT_EQ(answer->usage.completion, 12);
  EXPECT_GT(answer->usage.prompt, 10);
  EXPECT_EQ(answer->usage.cached_read, 0);
  EXPECT_EQ(answer->model, "local/tiny");
}

TEST_F(WorkerTest, ASecondTurnReadsOnlyWhatIsNew) {
  llm::Call call = call_of("Say something about a house, a tree and a long river.");
  const auto first = answer_to(call);
  ASSERT_TRUE(first);
  call.chat.edit().messages.push_back(llm::message(Role::user, "More."));
  const auto second = answer_to(call);
  ASSERT_TRUE(second);
  EXPECT_GT(*second->usage.cached_read, first->usage.prompt / 2);
  EXPECT_LT(*second->usage.cached_read, second->usage.prompt);
}

TEST_F(WorkerTest, AWorkerKilledInTheMiddleFailsTheTurnAndTheNextAskFindsANewOne) {
  llm::Call call = call_of("Go on for long.");
  call.chat.edit().tokens_max = 150;
  const auto run = [](WorkerTest* test, llm::Call asked) -> Task<Result<Answer>> {
    QUORUM_CO_TRY(auto stream, co_await test->backend_->open(std::move(asked), {}));
    const auto workers = test->workers();
    EXPECT_EQ(workers.size(), 1u);
    kill(workers.at(0), SIGKILL);
    Answer answer;
    while (true) {
      QUORUM_CO_TRY(auto batch, co_await stream->next());
      if (!batch) co_return answer;
      add(answer, *batch);
    }
  };
  const auto cut = loop_->run_until_done(run(this, call));
  // Where the worker had written all before it was killed, the answer is whole: never half.
  if (!cut) {
    EXPECT_EQ(cut.error().code, Errc::upstream_failed) << cut.error().message;
  } else {
    EXPECT_EQ(cut->usage.completion, 150);
  }
  const auto next = answer_to(call_of("Are you there?"));
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->usage.completion, 12);
}

TEST_F(WorkerTest, TheContextsLimitIsSaidWithItsNumbers) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "word ";
  const auto answer = answer_to(call_of(text));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::invalid_request);
  EXPECT_EQ(answer.error().reason, "context_length_exceeded");
  EXPECT_NE(answer.error().message.find("256"), std::string::npos) << answer.error().message;
}

TEST_F(WorkerTest, ScoresContinuationsBeforeAnythingIsWritten) {
  llm::Call call = call_of("Who was better?");
  call.chat.edit().messages.push_back(llm::message(Role::assistant, "Speaker"));
  call.chat.edit().continuations = {" A", " B"};
  call.chat.edit().tokens_max = 0;
  const auto answer = answer_to(call);
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_EQ(answer->continuations.size(), 2u);
  EXPECT_LT(answer->continuations[0], 0);
  EXPECT_NE(answer->continuations[0], answer->continuations[1]);
  EXPECT_EQ(answer->text, "");
  EXPECT_EQ(answer->usage.completion, 0);
}

TEST_F(WorkerTest, ACallersWordsReachNoLog) {
  llm::Call call = call_of("?");
  call.chat.edit().format = llm::ResponseFormat{.kind = llm::ResponseFormat::Kind::grammar,
                                                .schema = "my secret grammar"};
  testing::internal::CaptureStderr();
  const auto answer = answer_to(call);
  backend_.reset();
  models_.reset();  // The worker has ended: it says nothing more.
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_FALSE(answer);
  EXPECT_EQ(said.find("secret"), std::string::npos) << said;
}

TEST_F(WorkerTest, AnUnloadedModelIsLoadedAgain) {
  open({.models_folder = {}, .idle_max = std::chrono::milliseconds(1)});
  ASSERT_TRUE(answer_to(call_of("One.")));
  const auto until_none = [](WorkerTest* test) -> Task<> {
    while (!test->workers().empty()) co_await test->loop_->sleep(std::chrono::milliseconds(5));
  };
  loop_->run_until_done(until_none(this));
  EXPECT_TRUE(answer_to(call_of("Two.")));
}

/// What a caller on a loop of its own does: one answer it lets go of, and one it hears out.
Task<Result<Answer>> ask_from_elsewhere(llm::ChatBackend* backend) {
  llm::Call dropped = call_of("Never mind.");
  dropped.chat.edit().tokens_max = 200;
  {
    QUORUM_CO_TRY(auto stream, co_await backend->open(std::move(dropped), {}));
    QUORUM_CO_CHECK(co_await stream->next());
  }
  co_return co_await ask(backend, call_of("Do you hear me?"));
}

TEST_F(WorkerTest, AnyThreadsLoopMayAsk) {
  std::vector<std::optional<Result<Answer>>> answers(2);
  std::atomic<int> running = 2;
  std::vector<std::jthread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([this, &answer, &running] {
      const auto loop = std::move(async::Loop::create().value());
      const auto backend = models_->backend(*loop);
      EXPECT_EQ(models_->list().size(), 1u);
      answer = loop->run_until_done(ask_from_elsewhere(backend.get()));
      if (--running == 0) loop_->stop();
    });
  }
  loop_->run();
  threads.clear();
  for (const auto& answer : answers) {
    ASSERT_TRUE(*answer) << answer->error().message;
    EXPECT_EQ((*answer)->usage.completion, 12);
  }
}

TEST_F(WorkerTest, NoWorkerOutlivesItsOwner) {
  ASSERT_TRUE(answer_to(call_of("One.")));
  EXPECT_EQ(workers().size(), 1u);
  backend_.reset();
  models_.reset();
  EXPECT_TRUE(workers().empty());
}

TEST_F(WorkerTest, AFileThatIsNoModelSaysSoOnce) {
  std::filesystem::copy_file("/proc/self/status", folder_ / "broken.gguf",
                             std::filesystem::copy_options::overwrite_existing);
  llm::Call call = call_of("Hello?");
  call.model = "local/broken";
  const auto answer = answer_to(call);
  std::filesystem::remove(folder_ / "broken.gguf");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
  EXPECT_NE(answer.error().message.find("no sound GGUF"), std::string::npos)
      << answer.error().message;
}

}  // namespace
}  // namespace quorum::llama
