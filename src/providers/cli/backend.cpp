#include "providers/cli/backend.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "async/child_process.hpp"
#include "async/combine.hpp"
#include "async/scope.hpp"
#include "async/socket.hpp"
#include "core/try.hpp"
#include "providers/cli/prompt.hpp"
#include "providers/cli/reader.hpp"
#include "sse/lines.hpp"

namespace quorum::providers {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "cli/";
constexpr std::size_t kLineBytesMax = 8 << 20;
constexpr std::size_t kErrorBytesMax = 16 << 10;

using Next = Result<std::optional<llm::Batch>>;

struct Name {
  const Agent* agent = nullptr;
  std::string_view model{};  ///< Empty: the agent's own choice.
};

Result<Name> read_name(std::string_view id) {
  auto rest = id;
  if (rest.starts_with(kPrefix)) rest.remove_prefix(kPrefix.size());
  const auto slash = rest.find('/');
  const auto* agent = find_agent(rest.substr(0, slash));
  if (agent == nullptr) {
    std::string known;
    for (const auto& one : agents())
      known += fmt::format("{}cli/{}", known.empty() ? "" : ", ", one.name);
    return Error{
        .code = Errc::not_found,
        .message = fmt::format("No command-line agent is called {}; there are {}.", id, known),
        .field = "model",
        .reason = "model_not_found"};
  }
  return Name{.agent = agent, .model = slash == rest.npos ? "" : rest.substr(slash + 1)};
}

/// Where the agent's program is, or nothing.
std::optional<std::string> program_of(const Agent& agent, std::string_view path) {
  while (!path.empty()) {
    const auto folder = path.substr(0, path.find(':'));
    path.remove_prefix(std::min(path.size(), folder.size() + 1));
    if (folder.empty()) continue;
    std::string program = fmt::format("{}/{}", folder, agent.program);
    std::error_code fault;
    if (fs::is_regular_file(program, fault) && ::access(program.c_str(), X_OK) == 0) return program;
  }
  return std::nullopt;
}

Error not_installed(const Agent& agent) {
  return {.code = Errc::unavailable,
          .message = fmt::format("{} is not installed: {}.", agent.name, agent.how_to_install),
          .field = "model"};
}

llm::ModelInfo info(const Agent& agent, std::string id) {
  return {.id = std::move(id), .provider = "cli", .family = std::string{agent.family}};
}

/// A folder for one run, gone with it.
class Workspace {
 public:
  static Result<Workspace> make(const std::string& parent) {
    std::error_code fault;
    fs::create_directories(parent, fault);
    std::string path = parent + "/run-XXXXXX";
    if (fault || ::mkdtemp(path.data()) == nullptr) {
      return Error{.code = Errc::unavailable,
                   .message = "No folder can be made for the agent to work in.",
                   .detail = parent};
    }
    return Workspace(std::move(path));
  }
  Workspace(Workspace&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Workspace& operator=(Workspace&&) = delete;
  ~Workspace() {
    std::error_code fault;
    if (!path_.empty()) fs::remove_all(path_, fault);
  }
  const std::string& path() const { return path_; }

 private:
  explicit Workspace(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

/// A slot among the processes that may run at a time.
class Slot {
 public:
  explicit Slot(std::size_t& used) : used_(&used) { ++used; }
  Slot(Slot&& other) noexcept : used_(std::exchange(other.used_, nullptr)) {}
  Slot& operator=(Slot&&) = delete;
  ~Slot() {
    if (used_ != nullptr) --*used_;
  }

 private:
  std::size_t* used_;
};

/// One end of a pair becomes the child's descriptor `number`; ours is read or written.
Result<std::unique_ptr<async::ByteStream>> connect(async::Loop& loop, async::Command& command,
                                                   int number) {
  QUORUM_TRY(auto pair, async::socket_pair());
  command.descriptors.push_back({.ours = std::move(pair.theirs), .theirs = number});
  return async::adopt_socket(loop, std::move(pair.ours));
}

class CliStream final : public llm::ChatStream {
 public:
  struct Run {
    const Agent* agent = nullptr;
    std::vector<std::string> arguments{};
    std::vector<std::string> environment{};
    std::string input{};
    TimePoint deadline{};
  };

  CliStream(async::Loop& loop, Workspace workspace, Slot slot, Run run, llm::Notes notes)
      : loop_(loop),
        workspace_(std::move(workspace)),
        slot_(std::move(slot)),
        run_(std::move(run)),
        notes_(std::move(notes)),
        lines_(kLineBytesMax),
        reader_(agent_reader(*run_.agent)),
        scope_(loop) {}

  const llm::Notes& notes() const override { return notes_; }

  Result<> start() {
    async::Command command{.arguments = std::move(run_.arguments),
                           .environment = std::move(run_.environment),
                           .directory = workspace_.path()};
    QUORUM_TRY(input_, connect(loop_, command, 0));
    QUORUM_TRY(output_, connect(loop_, command, 1));
    QUORUM_TRY(errors_, connect(loop_, command, 2));
    QUORUM_TRY(child_, async::ChildProcess::spawn(loop_, std::move(command)));
    output_->set_deadline(run_.deadline);
    scope_.spawn(feed());
    scope_.spawn(overhear());
    return {};
  }

  /// Waits for the first batch and keeps it for `next`.
  Task<Result<>> prime() {
    QUORUM_CO_TRY(first_, co_await advance());
    co_return {};
  }

  Task<Next> next() override {
    if (first_) co_return std::exchange(first_, std::nullopt);
    co_return co_await advance();
  }

 private:
  /// An agent that does not read all of its input is no failure: what it answers counts.
  Task<> feed() {
    const std::array<std::string_view, 1> pieces{run_.input};
    if (co_await input_->write(pieces)) (void)co_await input_->finish();
  }

  /// Reads the agent's standard error: its start and its end say what went wrong.
  Task<> overhear() {
    std::array<char, 4096> bytes;
    while (true) {
      const auto count = co_await errors_->read(bytes);
      if (!count || *count == 0) co_return;
      said_.append(bytes.data(), *count);
      if (said_.size() > kErrorBytesMax) said_.erase(0, said_.size() - kErrorBytesMax / 2);
    }
  }

  Task<Next> advance() {
    while (!reader_->is_done()) {
      std::array<char, 8192> bytes;
      auto count = co_await output_->read(bytes);
      if (!count) co_return too_late(std::move(count.error()));
      llm::Batch batch;
      std::vector<std::string> whole;
      if (*count == 0) {
        lines_.finish(whole);
      } else {
        QUORUM_CO_CHECK(lines_.push({bytes.data(), *count}, whole));
      }
      for (const auto& line : whole) QUORUM_CO_CHECK(reader_->read(line, batch.deltas));
      if (!batch.deltas.empty()) co_return std::move(batch);
      if (*count == 0) co_return co_await ended();
    }
    child_.reset();
    co_return std::nullopt;
  }

  Error too_late(Error error) {
    child_.reset();
    if (error.code != Errc::deadline_exceeded) return error;
    error.message = fmt::format("{} took too long and was ended.", run_.agent->name);
    return error;
  }

  /// Its output is over, its answer is not.
  Task<Error> ended() {
    auto status = co_await async::with_deadline(loop_, run_.deadline, child_->exited());
    // What it complained of may still be on its way.
    (void)co_await async::with_deadline(loop_, loop_.now() + std::chrono::seconds(1), all_heard());
    child_.reset();
    if (!status) co_return too_late(std::move(status.error()));
    co_return agent_failed(*run_.agent, status->code, status->signal, said_);
  }

  Task<Result<>> all_heard() {
    co_await scope_.join();
    co_return Result<>{};
  }

  async::Loop& loop_;
  Workspace workspace_;
  Slot slot_;
  Run run_;
  llm::Notes notes_;
  sse::Lines lines_;
  std::unique_ptr<AgentReader> reader_;
  std::string said_;
  std::optional<llm::Batch> first_;
  std::unique_ptr<async::ByteStream> input_;
  std::unique_ptr<async::ByteStream> output_;
  std::unique_ptr<async::ByteStream> errors_;
  async::Scope scope_;                          ///< Ends before the streams that its tasks use.
  std::unique_ptr<async::ChildProcess> child_;  ///< Killed first, so that its folder can go.
};

class CliBackend final : public llm::ChatBackend {
 public:
  CliBackend(async::Loop& loop, CliConfig config) : loop_(loop), config_(std::move(config)) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    QUORUM_CO_TRY(const auto name, read_name(call->model));
    const auto program = program_of(*name.agent, config_.path);
    if (!program) co_return not_installed(*name.agent);
    if (running_ >= config_.processes_max) {
      co_return Error{.code = Errc::rate_limited,
                      .message = "As many command-line agents run as may run at a time.",
                      .retry_after = std::chrono::seconds(5)};
    }
    QUORUM_CO_TRY(const auto chat, call->words());
    const auto place = name.agent->system_flag.empty() ? SystemPlace::in_text : SystemPlace::apart;
    auto prompt = agent_prompt(chat, place);
    if (call->losses == llm::Losses::refused && !prompt.dropped.empty()) {
      co_return Error{.code = Errc::invalid_request,
                      .message = fmt::format("{} cannot take {}; leave it out, or do not ask for "
                                             "strict.",
                                             name.agent->name, fmt::join(prompt.dropped, ", ")),
                      .field = prompt.dropped.front(),
                      .reason = "unsupported_parameter"};
    }
    QUORUM_CO_TRY(auto workspace, Workspace::make(config_.scratch));
    QUORUM_CO_TRY(auto arguments, command_line(*name.agent, {.program = *program,
                                                             .model = name.model,
                                                             .system = prompt.system,
                                                             .prompt = prompt.text,
                                                             .workspace = workspace.path()}));
    const bool is_input = name.agent->prompt == PromptPlace::input;
    CliStream::Run run{.agent = name.agent,
                       .arguments = std::move(arguments),
                       .environment = environment_for(*name.agent, config_.environment),
                       .input = is_input ? std::move(prompt.text) : std::string{},
                       .deadline = std::min(context.deadline, loop_.now() + config_.run_max)};
    llm::Notes notes{.dropped = std::move(prompt.dropped),
                     .provider = fmt::format("cli/{}", name.agent->name)};
    auto stream = std::make_unique<CliStream>(loop_, std::move(workspace), Slot(running_),
                                              std::move(run), std::move(notes));
    QUORUM_CO_CHECK(stream->start());
    QUORUM_CO_CHECK(co_await stream->prime());
    co_return std::unique_ptr<llm::ChatStream>{std::move(stream)};
  }

 private:
  async::Loop& loop_;
  CliConfig config_;
  std::size_t running_ = 0;
};

}  // namespace

std::vector<llm::ModelInfo> list_cli_models(const CliConfig& config) {
  std::vector<llm::ModelInfo> models;
  for (const auto& agent : agents()) {
    if (!program_of(agent, config.path)) continue;
    models.push_back(info(agent, fmt::format("{}{}", kPrefix, agent.name)));
  }
  return models;
}

Result<llm::ModelInfo> find_cli_model(const CliConfig& config, std::string_view id) {
  QUORUM_TRY(const auto name, read_name(id));
  if (!program_of(*name.agent, config.path)) return not_installed(*name.agent);
  return info(*name.agent, std::string{id});
}

std::unique_ptr<llm::ChatBackend> cli_backend(async::Loop& loop, CliConfig config) {
  return std::make_unique<CliBackend>(loop, std::move(config));
}

}  // namespace quorum::providers
