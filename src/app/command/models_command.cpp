#include "app/command/models_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "async/loop.hpp"
#include "core/clock.hpp"
#include "core/try.hpp"
#include "providers/local/known_weights.hpp"
#include "providers/local/weights.hpp"
#include "providers/local/weights_pull.hpp"

namespace quorum::app {
namespace {

using providers::KnownWeights;
using providers::Weights;
using Arguments = std::vector<std::string>;

constexpr std::string_view kUsage =
    "quorum models pull starter                        two small models (590 MB), enough to begin\n"
    "quorum models pull NAME                           one of those that `list` knows\n"
    "quorum models pull URL --sha256 HEX [--name N]    a GGUF file from an address or this "
    "machine\n"
    "quorum models list                                what is here, and what is known\n"
    "quorum models rm NAME                             removes its weights\n";

constexpr int kFailed = 1;
constexpr int kNotUnderstood = 2;

void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

int fail(const Error& error) {
  fmt::print(stderr, "quorum models: {}\n", error.message);
  // What another program said about it, which may say more.
  if (!error.detail.empty()) fmt::print(stderr, "{}\n", error.detail);
  return error.code == Errc::invalid_request ? kNotUnderstood : kFailed;
}

int misunderstood() {
  fmt::print(stderr, "{}", kUsage);
  return kNotUnderstood;
}

std::uint64_t megabytes(std::uint64_t bytes) { return (bytes + 500'000) / 1'000'000; }

/// A bar that moves on a terminal; elsewhere a line for every quarter.
class Bar final : public providers::PullListener {
 public:
  void begins(std::string_view what) override {
    what_ = what;
    quarter_ = 0;
    say(fmt::format("fetching {}\n", what));
  }

  void progress(std::uint64_t bytes, std::uint64_t total) override {
    if (total == 0) total = bytes;
    const std::uint64_t percent = total == 0 ? 0 : bytes * 100 / total;
    if (is_terminal_) {
      draw(percent, bytes, total);
    } else if (percent / 25 > quarter_) {
      quarter_ = percent / 25;
      say(fmt::format("  {} %\n", quarter_ * 25));
      std::fflush(stdout);
    }
  }

  ~Bar() override { clear(); }

  void clear() {
    if (std::exchange(is_drawn_, false)) say("\r\x1b[K");
    std::fflush(stdout);
  }

 private:
  void draw(std::uint64_t percent, std::uint64_t bytes, std::uint64_t total) {
    const auto now = clock_.now();
    if (is_drawn_ && now - drawn_at_ < std::chrono::milliseconds(80)) return;
    drawn_at_ = now;
    is_drawn_ = true;
    constexpr std::size_t kCells = 30;
    const std::size_t full = static_cast<std::size_t>(percent) * kCells / 100;
    std::string bar;
    for (std::size_t cell = 0; cell < kCells; ++cell) bar += cell < full ? "█" : "░";
    say(fmt::format("\r  {} {:3} %  {} of {} MB\x1b[K", bar, percent, megabytes(bytes),
                    megabytes(total)));
    std::fflush(stdout);
  }

  SystemClock clock_;
  const bool is_terminal_ = isatty(STDOUT_FILENO) == 1;
  std::string what_;
  bool is_drawn_ = false;
  TimePoint drawn_at_{};
  std::uint64_t quarter_ = 0;
};

void say_where(const Weights& weights) {
  say(fmt::format(
      "  local/{} is ready: {} MB, licence {}\n    from   {}\n    sha256 {}\n    file   {}\n",
      weights.name, megabytes(weights.bytes), weights.licence, weights.origin, weights.sha256,
      weights.file));
}

/// What `pull` is to bring: known weights, or something from an address.
struct Wanted {
  std::vector<const KnownWeights*> known;
  std::optional<providers::UrlSource> source;
};

Result<Wanted> parse_pull(const Arguments& arguments) {
  Wanted wanted;
  providers::UrlSource source;
  bool has_options = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    const bool is_option = word == "--sha256" || word == "--name";
    if (is_option && i + 1 < arguments.size()) {
      (word == "--name" ? source.name : source.sha256) = arguments[++i];
      has_options = true;
    } else if (source.url.empty() && !word.starts_with('-')) {
      source.url = word;
    } else {
      return Error{.code = Errc::invalid_request, .message = "Not understood: " + word};
    }
  }
  for (const KnownWeights& known : providers::known_weights()) {
    if (source.url == known.name || (source.url == "starter" && known.is_starter)) {
      wanted.known.push_back(&known);
    }
  }
  if (!wanted.known.empty() && !has_options) return wanted;
  const bool is_address = source.url.find('/') != source.url.npos;
  if (!is_address && !std::filesystem::exists(source.url)) {
    return Error{
        .code = Errc::not_found,
        .message = fmt::format("Nobody here knows a model '{}'. `quorum models list` shows "
                               "those that are known; any GGUF file can be pulled by its "
                               "address and hash.",
                               source.url)};
  }
  QUORUM_TRY(wanted.source, providers::check_source(std::move(source)));
  return wanted;
}

int pull(const std::string& folder, const Arguments& arguments) {
  if (arguments.empty()) return misunderstood();
  auto wanted = parse_pull(arguments);
  if (!wanted) return fail(wanted.error());
  auto loop = async::Loop::create();
  if (!loop) return fail(loop.error());
  const providers::PullPlaces places{.folder = folder};
  const auto bring = [&](auto make) -> int {
    Bar bar;
    const auto pulled = (*loop)->run_until_done(make(bar));
    bar.clear();
    if (!pulled) return fail(pulled.error());
    say_where(*pulled);
    return 0;
  };
  for (const KnownWeights* known : wanted->known) {
    const int code =
        bring([&](Bar& bar) { return providers::pull_known(**loop, places, known, &bar); });
    if (code != 0) return code;
  }
  if (!wanted->source) return 0;
  return bring(
      [&](Bar& bar) { return providers::pull_url(**loop, places, *wanted->source, &bar); });
}

int list(const std::string& folder) {
  const auto installed = providers::installed_weights(folder);
  for (const Weights& weights : installed) {
    say(fmt::format("local/{:<24} {:>6} MB  {}\n", weights.name, megabytes(weights.bytes),
                    weights.licence.empty() ? "licence unknown" : weights.licence));
  }
  if (installed.empty()) say("No weights are here yet. Say: quorum models pull starter\n");
  std::string known_lines;
  for (const KnownWeights& known : providers::known_weights()) {
    bool is_here = false;
    for (const Weights& weights : installed) is_here = is_here || weights.name == known.name;
    if (is_here) continue;
    known_lines += fmt::format("  quorum models pull {:<20} {:>6} MB  {}; {}\n", known.name,
                               megabytes(known.bytes), known.licence, known.origin);
  }
  if (!known_lines.empty()) say("Known, and not here:\n" + known_lines);
  return 0;
}

int remove(const std::string& folder, const Arguments& arguments) {
  if (arguments.size() != 1) return misunderstood();
  constexpr std::string_view kPrefix = "local/";
  std::string_view name = arguments[0];
  if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
  if (const auto removed = providers::remove_weights(folder, name); !removed) {
    return fail(removed.error());
  }
  say(fmt::format("removed {}\n", name));
  return 0;
}

}  // namespace

int run_models_command(const std::string& data_dir, std::vector<std::string> arguments) {
  const std::string folder = std::filesystem::path(data_dir) / "models";
  if (arguments.empty()) return misunderstood();
  const std::string command = arguments[0];
  arguments.erase(arguments.begin());
  if (command == "pull") return pull(folder, arguments);
  if (command == "list" && arguments.empty()) return list(folder);
  if (command == "rm") return remove(folder, arguments);
  if (command == "--help" || command == "help") {
    say(kUsage);
    return 0;
  }
  return misunderstood();
}

}  // namespace quorum::app
