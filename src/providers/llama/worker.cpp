#include <fcntl.h>
#include <ggml.h>
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
#include "providers/local/worker.hpp"

namespace quorum::llama {
namespace {

using providers::LocalNews;

constexpr int kDescriptor = 3;

Error misused() {
  return {.code = Errc::invalid_request,
          .message =
              "llama-worker is started by quorum itself, which passes its socket as "
              "descriptor 3: --model FILE [--context-tokens N --conversations N --threads N]"};
}

Result<ModelOptions> parse_options(const std::vector<std::string>& arguments) {
  ModelOptions options;
  if (arguments.size() % 2 != 0) return misused();
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const std::string& value = arguments[i + 1];
    if (arguments[i] == "--model") {
      options.file = value;
      continue;
    }
    std::int64_t* const number = arguments[i] == "--context-tokens"  ? &options.context_tokens
                                 : arguments[i] == "--conversations" ? &options.conversations
                                 : arguments[i] == "--threads"       ? &options.threads
                                                                     : nullptr;
    if (!number) return misused();
    const auto read = std::from_chars(value.data(), value.data() + value.size(), *number);
    if (read.ec != std::errc{} || *number < 1 || *number > 1'000'000) return misused();
  }
  if (options.file.empty()) return misused();
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

/// Where memory ends, the system ends us before anything else.
void offer_for_killing() { std::ofstream("/proc/self/oom_score_adj") << 500; }

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

/// The library's own words may hold a caller's (a grammar that it cannot read): they go nowhere.
/// Its last ones, before it ends the process, are for the owner's log.
void silence_library() {
  if (const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC); nowhere >= 0) {
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  ggml_set_abort_callback([](const char* last_words) {
    send(providers::LocalFailure{.id = 0,
                                 .error = {.code = Errc::upstream_failed,
                                           .message = "The local model failed while it computed.",
                                           .detail = last_words}});
  });
}

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

Result<> run(const ModelOptions& options, Inbox& inbox) {
  QUORUM_CHECK(check_processor());
  const SystemClock clock;
  const TimePoint began_at = clock.now();
  QUORUM_TRY(const auto model, Model::load(options, inbox.is_urgent()));
  const auto conversations = options.conversations;
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

int run_local_worker(const std::vector<std::string>& arguments) {
  const auto options = llama::parse_options(arguments);
  if (!options || fcntl(llama::kDescriptor, F_GETFD) < 0) {
    std::fprintf(stderr, "%s\n", llama::misused().message.c_str());
    return 2;
  }
  // Ctrl-C is for the owner, who closes the socket.
  (void)std::signal(SIGINT, SIG_IGN);
  (void)std::signal(SIGPIPE, SIG_IGN);
  llama::offer_for_killing();
  llama::silence_library();
  llama::Inbox inbox(llama::kDescriptor);
  const auto ran = llama::run(*options, inbox);
  if (!ran) llama::send(LocalFailure{.id = 0, .error = ran.error()});
  // The reader may still wait for the owner; the process ends without it.
  std::_Exit(ran ? 0 : 1);
}

}  // namespace quorum::providers
