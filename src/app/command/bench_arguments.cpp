#include "app/command/bench_arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <functional>
#include <span>

#include "core/try.hpp"
#include "http/url.hpp"

namespace quorum::app {
namespace {

using std::chrono::milliseconds;

Error misused(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

template <typename T>
Result<T> read_number(std::string_view flag, std::string_view text) {
  T value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    return misused(fmt::format("{} takes a number, not '{}'.", flag, text));
  }
  return value;
}

/// Bytes may end in K or M, as in `10K`.
Result<std::size_t> read_bytes(std::string_view flag, std::string_view text) {
  std::size_t unit = 1;
  if (text.ends_with('K')) unit = std::size_t{1} << 10;
  if (text.ends_with('M')) unit = std::size_t{1} << 20;
  if (unit > 1) text.remove_suffix(1);
  QUORUM_TRY(const auto count, read_number<std::size_t>(flag, text));
  return count * unit;
}

Result<const bench::Wording*> read_dialect(std::string_view text) {
  if (const auto* found = bench::find_wording(text)) return found;
  return misused(fmt::format("--dialect is one of {}.", bench::wording_names()));
}

/// A flag, what it takes, and what it does.
struct Flag {
  std::string_view name;
  std::string_view takes;  ///< Empty: nothing.
  std::string_view about;
  std::function<Result<>(std::string_view)> set;
};

using Flags = std::vector<Flag>;

template <typename T>
std::function<Result<>(std::string_view)> number(std::string_view name, T& into) {
  return [name, &into](std::string_view text) -> Result<> {
    QUORUM_TRY(into, read_number<T>(name, text));
    return {};
  };
}

std::function<Result<>(std::string_view)> wait(std::string_view name, milliseconds& into) {
  return [name, &into](std::string_view text) -> Result<> {
    QUORUM_TRY(const auto count, read_number<std::uint32_t>(name, text));
    into = milliseconds{count};
    return {};
  };
}

std::function<Result<>(std::string_view)> bytes(std::string_view name, std::size_t& into) {
  return [name, &into](std::string_view text) -> Result<> {
    QUORUM_TRY(into, read_bytes(name, text));
    return {};
  };
}

std::function<Result<>(std::string_view)> text(std::string& into) {
  return [&into](std::string_view value) -> Result<> {
    into = value;
    return {};
  };
}

std::function<Result<>(std::string_view)> set(bool& into) {
  return [&into](std::string_view) -> Result<> {
    into = true;
    return {};
  };
}

std::vector<std::string> split(std::string_view names) {
  std::vector<std::string> found;
  for (std::size_t comma = 0; comma != names.npos;) {
    comma = names.find(',');
    found.emplace_back(names.substr(0, comma));
    names.remove_prefix(std::min(names.size(), comma + 1));
  }
  return found;
}

Flags upstream_flags(BenchArguments& into) {
  auto& config = into.upstream;
  auto& plan = config.plan;
  return {
      {"--host", "ADDRESS", "to listen on (127.0.0.1)", text(config.host)},
      {"--port", "N", "0 takes a free one, which is printed (0)", number("--port", config.port)},
      {"--dialect", "NAME", "answers in no other",
       [&](std::string_view name) -> Result<> {
         QUORUM_TRY(config.only, read_dialect(name));
         return {};
       }},
      {"--events", "N", "of a stream; 0: without end (50)", number("--events", plan.events)},
      {"--gap-ms", "N", "between two events (20)", wait("--gap-ms", plan.gap)},
      {"--rate", "N", "events a second, instead of a gap",
       [&](std::string_view value) -> Result<> {
         QUORUM_TRY(const auto rate, read_number<std::uint32_t>("--rate", value));
         if (rate == 0 || rate > 1'000) return misused("--rate is between 1 and 1000.");
         plan.gap = milliseconds{1'000 / rate};
         return {};
       }},
      {"--delay-ms", "N", "before an answer begins (0)", wait("--delay-ms", plan.delay)},
      {"--jitter-ms", "N", "at most so much more, each time (0)", wait("--jitter-ms", plan.jitter)},
      {"--event-bytes", "N", "of text in an event", bytes("--event-bytes", plan.event_bytes)},
      {"--answer-bytes", "N", "of text in a whole answer",
       bytes("--answer-bytes", plan.answer_bytes)},
      {"--fault", "NAME=CHANCE,…", "how often which fault comes, as cut=0.01",
       [&](std::string_view value) -> Result<> {
         config.faults.emplace_back(value);
         return bench::FaultDice(1).add(value);
       }},
      {"--fault-after", "N", "events before a fault in a stream (3)",
       number("--fault-after", plan.fault_after)},
      {"--seed", "N", "of chance (1)", number("--seed", config.seed)},
      {"--tls-cert", "FILE", "PEM; TLS where both are given", text(config.tls_certificate_file)},
      {"--tls-key", "FILE", "PEM", text(config.tls_key_file)},
      {"--json", "", "prints its address as JSON", set(into.is_json)},
  };
}

/// `http://127.0.0.1:8000`; the path is the dialect's own.
Result<> read_address(std::string_view value, bench::LoadConfig& config) {
  QUORUM_TRY(const auto url, http::Url::parse(value));
  config.is_tls = url.scheme == "https";
  config.host = url.host == "localhost" ? "127.0.0.1" : url.host;
  config.port = url.port;
  return {};
}

Flags load_flags(BenchArguments& into) {
  auto& config = into.load;
  return {
      {"--url", "URL", "whom to ask (http://127.0.0.1:8000)",
       [&](std::string_view value) { return read_address(value, config); }},
      {"--host", "ADDRESS", "the same in parts (127.0.0.1)", text(config.host)},
      {"--port", "N", "and this (8000)", number("--port", config.port)},
      {"--dialect", "NAME", "in which to ask (openai)",
       [&](std::string_view name) -> Result<> {
         QUORUM_TRY(config.wording, read_dialect(name));
         return {};
       }},
      {"--model", "NAME,…", "to ask for (gpt-4); connections take them in turn",
       [&](std::string_view names) -> Result<> {
         config.models = split(names);
         return {};
       }},
      {"--key", "KEY", "shown as a bearer's token", text(config.key)},
      {"--header", "FIELD", "one more, as 'X-Name: value'",
       [&](std::string_view field) -> Result<> {
         const bool is_field = field.find(": ") != field.npos && field.find('\n') == field.npos;
         if (!is_field) return misused("--header takes 'Name: value'.");
         config.fields.emplace_back(field);
         return {};
       }},
      {"--stream", "", "asks for streams",
       [&](std::string_view) -> Result<> {
         config.question.delivery = dialects::Delivery::streamed;
         return {};
       }},
      {"--body", "BYTES", "of a request, as 1024 or 10K (1024)",
       bytes("--body", config.question.body_bytes)},
      {"--connections", "N", "at once (64)", number("--connections", config.connections)},
      {"--rate", "N", "requests a second, due whether or not answers come; else closed loop",
       [&](std::string_view value) -> Result<> {
         QUORUM_TRY(const auto rate, read_number<std::uint32_t>("--rate", value));
         config.rate = rate;
         return {};
       }},
      {"--seconds", "N", "then it ends (10)",
       [&](std::string_view value) -> Result<> {
         QUORUM_TRY(const auto count, read_number<std::uint32_t>("--seconds", value));
         config.duration = std::chrono::seconds{count};
         return {};
       }},
      {"--duration-ms", "N", "the same, finer", wait("--duration-ms", config.duration)},
      {"--requests", "N", "or after so many", number("--requests", config.requests_max)},
      {"--ramp-ms", "N", "over which the connections begin (0)", wait("--ramp-ms", config.ramp)},
      {"--wait-ms", "N", "for anything to come (60000)", wait("--wait-ms", config.wait_max)},
      {"--threads", "N", "each with its share (1)", number("--threads", config.threads)},
      {"--seed", "N", "of the requests' numbers (1)", number("--seed", config.seed)},
      {"--ca", "FILE", "PEM to check the server by; without it any will do", text(config.ca_file)},
      {"--json", "", "reports as JSON", set(into.is_json)},
  };
}

Result<> read_flags(std::span<const std::string> arguments, const Flags& flags) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& word = arguments[i];
    const auto found = std::find_if(flags.begin(), flags.end(),
                                    [&](const Flag& flag) { return flag.name == word; });
    if (found == flags.end()) {
      return misused(fmt::format("'{}' is not understood. See: quorum bench --help", word));
    }
    if (found->takes.empty()) {
      QUORUM_CHECK(found->set({}));
      continue;
    }
    if (i + 1 == arguments.size()) return misused(fmt::format("{} takes {}.", word, found->takes));
    QUORUM_CHECK(found->set(arguments[++i]));
  }
  return {};
}

void append_flags(std::string& out, const Flags& flags) {
  for (const auto& flag : flags) {
    out += fmt::format("  {:<30}{}\n", fmt::format("{} {}", flag.name, flag.takes), flag.about);
  }
}

}  // namespace

std::string bench_usage() {
  BenchArguments unused;
  std::string out = "quorum bench upstream: a fast fake provider, every dialect at its path\n";
  append_flags(out, upstream_flags(unused));
  out += fmt::format(
      "  A model's name or the header X-Bench may ask for its own: gpt-4-events-9-gap-5-fault-cut-"
      "after-3.\n  Dialects: {}.\n  Faults: {}.\n\n",
      bench::wording_names(), bench::fault_names());
  out += "quorum bench load: asks a chat endpoint, and checks every event of what comes back\n";
  append_flags(out, load_flags(unused));
  return out;
}

Result<BenchArguments> read_bench_arguments(const std::vector<std::string>& arguments) {
  BenchArguments read;
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "help") return read;
  for (const auto& word : arguments) {
    if (word == "--help") return read;
  }
  const auto rest = std::span(arguments).subspan(1);
  if (arguments[0] == "upstream") {
    read.action = BenchAction::upstream;
    QUORUM_CHECK(read_flags(rest, upstream_flags(read)));
    return read;
  }
  if (arguments[0] == "load") {
    read.action = BenchAction::load;
    QUORUM_CHECK(read_flags(rest, load_flags(read)));
    return read;
  }
  return misused("Say: quorum bench upstream, or: quorum bench load");
}

}  // namespace quorum::app
