#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string_view>

#include "core/clock.hpp"
#include "core/try.hpp"
#include "providers/llama/engine.hpp"
#include "providers/llama/inbox.hpp"
#include "providers/local_worker.hpp"

namespace quorum::llama {
namespace {

using providers::LocalNews;

constexpr int kDescriptor = 3;

struct WorkerOptions {
  ModelOptions model{};
  std::int64_t niceness = 0;
};

Result<WorkerOptions> parse_options(const std::vector<std::string>& arguments) {
  WorkerOptions options;
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string& name = arguments[i];
    const std::string& value = arguments[i + 1];
    if (name == "--model") {
      options.model.file = value;
      continue;
    }
    std::int64_t* number = name == "--context-tokens"  ? &options.model.context_tokens
                           : name == "--conversations" ? &options.model.conversations
                           : name == "--threads"       ? &options.model.threads
                           : name == "--niceness"      ? &options.niceness
                                                       : nullptr;
    const auto read = std::from_chars(value.data(), value.data() + value.size(),
                                      number ? *number : options.niceness);
    if (!number || read.ec != std::errc{} || *number < 0 || *number > 1'000'000) {
      return Error{.code = Errc::invalid_request, .message = "Not understood: " + name};
    }
  }
  if (options.model.file.empty() || arguments.size() % 2 != 0 || options.model.threads < 1 ||
      options.model.conversations < 1 || options.model.context_tokens < 16) {
    return Error{.code = Errc::invalid_request,
                 .message =
                     "llama-worker is started by quorum itself: --model FILE "
                     "[--context-tokens N --conversations N --threads N --niceness N]"};
  }
  return options;
}

/// The engine is compiled for these; without them its first step would be an illegal instruction.
Result<> check_processor() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") ||
      !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("f16c")) {
    return Error{.code = Errc::unavailable,
                 .message =
                     "Local models need a processor with AVX2, FMA, F16C and BMI2 (2013 or "
                     "later), which this machine's is not. Use a provider's model instead."};
  }
#endif
  return {};
}

/// A good neighbour: everything else on the machine goes first, and lives longer when memory ends.
void step_back(std::int64_t niceness) {
  if (niceness > 0) (void)!nice(static_cast<int>(niceness));
  std::ofstream("/proc/self/oom_score_adj") << 500;
}

bool send(const std::vector<LocalNews>& news) {
  std::string bytes;
  for (const LocalNews& one : news) bytes += encode(one);
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const auto count = write(kDescriptor, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool send(LocalNews news) { return send(std::vector<LocalNews>{std::move(news)}); }

void serve(Engine& engine, Inbox& inbox) {
  while (true) {
    const auto wait = engine.has_work() ? Inbox::Wait::no : Inbox::Wait::yes;
    Engine::News news;
    for (auto& order : inbox.take(wait)) {
      if (auto* ask = std::get_if<providers::LocalAsk>(&order)) {
        engine.ask(std::move(*ask), news);
      } else {
        engine.cancel(std::get<providers::LocalCancel>(order).id, news);
      }
    }
    if (inbox.is_over()) return;
    engine.step(news);
    if (!send(news)) return;
  }
}

Result<> run(const WorkerOptions& options, Inbox& inbox) {
  QUORUM_CHECK(check_processor());
  const SystemClock clock;
  const TimePoint began_at = clock.now();
  QUORUM_TRY(const auto model, Model::load(options.model, inbox.is_urgent()));
  const auto conversations = options.model.conversations;
  Engine engine(*model, static_cast<std::size_t>(conversations), clock);
  const double load_ms = std::chrono::duration<double, std::milli>(clock.now() - began_at).count();
  providers::LocalReady ready{.context_tokens = static_cast<std::int64_t>(model->context_tokens()),
                              .conversations_max = conversations,
                              .description = model->description(),
                              .load_ms = load_ms};
  if (send(std::move(ready))) serve(engine, inbox);
  return {};
}

}  // namespace
}  // namespace quorum::llama

namespace quorum::providers {

int run_local_worker(std::vector<std::string> arguments) {
  const auto options = llama::parse_options(arguments);
  if (!options || fcntl(llama::kDescriptor, F_GETFD) < 0) {
    std::fprintf(stderr, "%s\n",
                 options ? "llama-worker is started by quorum itself: descriptor 3 "
                           "must be its socket"
                         : options.error().message.c_str());
    return 2;
  }
  // Ctrl-C is for the owner, who closes the socket.
  (void)std::signal(SIGINT, SIG_IGN);
  (void)std::signal(SIGPIPE, SIG_IGN);
  llama::step_back(options->niceness);
  llama::Inbox inbox(llama::kDescriptor);
  const auto ran = llama::run(*options, inbox);
  if (!ran) llama::send(LocalFailure{.id = 0, .error = ran.error()});
  // The reader may still wait for the owner; the process ends without it.
  std::_Exit(ran ? 0 : 1);
}

}  // namespace quorum::providers
