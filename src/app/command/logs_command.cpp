#include "app/command/logs_command.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdio>

#include "async/loop.hpp"
#include "core/clock.hpp"
#include "core/money.hpp"
#include "core/try.hpp"
#include "json/writer.hpp"
#include "store/journal/journal.hpp"

namespace quorum::app {
namespace {

constexpr int kFailed = 1;
constexpr int kNotUnderstood = 2;
constexpr std::size_t kFollowedMax = 1000;
constexpr std::chrono::milliseconds kFollowWait{250};

constexpr std::string_view kUsage =
    "quorum logs [--json] [--follow] [--limit N] [--since 90s|15m|1h|7d]\n"
    "            [--key ID] [--model NAME] [--status 404|4xx]\n"
    "Records of requests, the newest last; never a word of a prompt or an answer.\n";

Error wrong(std::string message) {
  return {.code = Errc::invalid_request, .message = std::move(message)};
}

Result<std::int64_t> number(std::string_view text, std::string_view flag) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value <= 0) {
    return wrong(fmt::format("{} wants a number above 0, not `{}`.", flag, text));
  }
  return value;
}

Result<std::int64_t> microseconds(std::string_view text) {
  std::int64_t unit = 0;
  switch (text.empty() ? ' ' : text.back()) {
    case 's': unit = 1; break;
    case 'm': unit = 60; break;
    case 'h': unit = 3600; break;
    case 'd': unit = 86'400; break;
    default: return wrong("--since wants a time such as 90s, 15m, 1h or 7d.");
  }
  QUORUM_TRY(const auto count, number(text.substr(0, text.size() - 1), "--since"));
  if (count > 36'500) return wrong("--since reaches back at most 36500 of its unit.");
  return count * unit * 1'000'000;
}

Result<> read_status(std::string_view text, store::RequestQuery& query) {
  if (text.size() == 3 && text.ends_with("xx") && text[0] >= '1' && text[0] <= '5') {
    query.status_min = (text[0] - '0') * 100;
    query.status_max = query.status_min + 99;
    return {};
  }
  QUORUM_TRY(const auto status, number(text, "--status"));
  if (status > 599) return wrong("--status wants 100 to 599, or a class as 4xx.");
  query.status_min = query.status_max = static_cast<std::int32_t>(status);
  return {};
}

/// Clients choose some of these texts: nothing of them may steer a terminal.
std::string plain(std::string_view text, std::size_t width) {
  std::string shown(text.substr(0, width));
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

double milliseconds(Duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// JSON must be UTF-8, and what a client sends may not be.
std::string ascii(std::string_view text) { return plain(text, text.size()); }

void write_usage(json::Writer& writer, const llm::Usage& usage) {
  const auto optional = [&](std::string_view name, const std::optional<std::int64_t>& value) {
    if (value) writer.key(name).number(*value);
  };
  writer.key("usage").object();
  writer.key("prompt_tokens").number(usage.prompt);
  writer.key("completion_tokens").number(usage.completion);
  optional("cached_read_tokens", usage.cached_read);
  optional("cache_write_tokens", usage.cache_write);
  optional("reasoning_tokens", usage.reasoning);
  writer.key("is_estimate").boolean(usage.is_estimate);
  writer.end();
}

class LogsCommand {
 public:
  LogsCommand(const store::RequestReader& reader, const LogsArguments& arguments)
      : reader_(reader), arguments_(arguments) {}

  Result<> run() {
    // Taken before: what comes while the past is read is not missed.
    QUORUM_TRY(auto position, reader_.end());
    QUORUM_TRY(const auto past, reader_.find(arguments_.query));
    if (!arguments_.is_json) print(table_head());
    for (auto record = past.rbegin(); record != past.rend(); ++record) show(*record);
    while (arguments_.follows) {
      QUORUM_TRY(const auto fresh, reader_.read_on(position, kFollowedMax));
      for (const auto& record : fresh) {
        if (arguments_.query.matches(record)) show(record);
      }
      std::fflush(stdout);
      if (std::ferror(stdout) != 0) break;
      if (fresh.empty()) QUORUM_CHECK(pause());
    }
    return {};
  }

 private:
  static Result<> pause() {
    QUORUM_TRY(const auto loop, async::Loop::create());
    loop->run_until_done(sleep(loop.get()));
    return {};
  }
  static Task<> sleep(async::Loop* loop) { co_await loop->sleep(kFollowWait); }

  static void print(const std::string& line) { fmt::print("{}\n", line); }
  void show(const store::RequestRecord& record) const {
    print(arguments_.is_json ? json_line(record) : table_line(record));
  }

  const store::RequestReader& reader_;
  const LogsArguments& arguments_;
};

}  // namespace

std::string requests_folder(const Config& config) { return config.data_dir + "/requests"; }

Result<LogsArguments> read_logs_arguments(const std::vector<std::string>& arguments,
                                          std::int64_t now_us) {
  LogsArguments read;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& flag = arguments[i];
    if (flag == "--json") {
      read.is_json = true;
    } else if (flag == "--follow" || flag == "-f") {
      read.follows = true;
    } else if (flag == "--help" || flag == "-h") {
      read.wants_help = true;
    } else if (i + 1 == arguments.size()) {
      return wrong(fmt::format("`{}` is not understood, or lacks its value.", flag));
    } else if (const auto& value = arguments[++i]; flag == "--key") {
      read.query.key_id = value;
    } else if (flag == "--model") {
      read.query.model = value;
    } else if (flag == "--limit") {
      QUORUM_TRY(const auto limit, number(value, flag));
      read.query.limit = static_cast<std::size_t>(limit);
    } else if (flag == "--status") {
      QUORUM_CHECK(read_status(value, read.query));
    } else if (flag == "--since") {
      QUORUM_TRY(const auto time, microseconds(value));
      read.query.since_us = now_us - time;
    } else {
      return wrong(fmt::format("`{}` is not understood.", flag));
    }
  }
  return read;
}

std::string json_line(const store::RequestRecord& record) {
  std::string out;
  json::Writer writer(out);
  const auto text = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) writer.key(name).string(ascii(value));
  };
  writer.object();
  writer.key("id").string(ascii(record.id));
  writer.key("started").string(rfc3339(record.started_us / 1000));
  text("key_id", record.key_id);
  text("method", record.method);
  text("route", record.route);
  if (record.dialect != llm::Dialect::none) text("dialect", llm::name(record.dialect));
  text("model", record.model);
  text("provider", record.call.provider);
  text("provider_model", record.call.model);
  text("provider_request_id", record.call.upstream_id);
  writer.key("stream").boolean(record.is_stream);
  writer.key("status").number(std::int64_t{record.status});
  writer.key("ending").string(store::name(record.ending));
  if (record.error) text("error", name(*record.error));
  text("error_reason", record.error_reason);
  if (record.call.finish) text("finish", llm::name(*record.call.finish));
  if (record.call.usage) write_usage(writer, *record.call.usage);
  if (record.cost_pico_usd) {
    writer.key("cost_usd").raw(Money::pico_usd(*record.cost_pico_usd).str());
  }
  writer.key("duration_ms").raw(fmt::format("{:.3f}", milliseconds(record.duration)));
  if (record.first_answer) {
    writer.key("first_answer_ms").raw(fmt::format("{:.3f}", milliseconds(*record.first_answer)));
  }
  writer.key("waited_ms").raw(fmt::format("{:.3f}", milliseconds(record.call.waited)));
  writer.key("overhead_us").raw(fmt::format("{:.1f}", milliseconds(record.overhead) * 1000));
  writer.key("tries").number(std::int64_t{record.call.tries});
  writer.key("bytes_in").number(static_cast<std::int64_t>(record.bytes_in));
  writer.key("bytes_out").number(static_cast<std::int64_t>(record.bytes_out));
  text("peer", record.peer);
  text("user_agent", record.user_agent);
  text("dropped", record.dropped);
  writer.end();
  return out;
}

std::string table_head() {
  return fmt::format("{:<23} {:>3} {:<6} {:<28} {:<24} {:>7} {:>7} {:>10} {:>9} {:>8}  {}", "TIME",
                     "ST", "END", "ROUTE", "MODEL", "IN", "OUT", "COST $", "MS", "OVER us", "ID");
}

std::string table_line(const store::RequestRecord& record) {
  const auto& usage = record.call.usage;
  const auto tokens = [&](std::int64_t count) {
    return usage ? fmt::format("{}{}", usage->is_estimate ? "~" : "", count) : std::string("-");
  };
  const auto model = record.model.empty() ? record.call.model.view() : record.model.view();
  const auto cost = record.cost_pico_usd
                        ? fmt::format("{:.6f}", Money::pico_usd(*record.cost_pico_usd).usd())
                        : std::string("-");
  return fmt::format("{:<23} {:>3} {:<6} {:<28} {:<24} {:>7} {:>7} {:>10} {:>9.1f} {:>8.1f}  {}",
                     rfc3339(record.started_us / 1000).substr(0, 23), record.status,
                     store::name(record.ending), plain(record.route, 28), plain(model, 24),
                     tokens(usage ? usage->prompt : 0), tokens(usage ? usage->completion : 0), cost,
                     milliseconds(record.duration), milliseconds(record.overhead) * 1000,
                     plain(record.id, 63));
}

int run_logs_command(const Config& config, const std::vector<std::string>& arguments) {
  const auto read = read_logs_arguments(arguments, SystemClock().unix_ms() * 1000);
  if (!read || read->wants_help) {
    if (!read) fmt::print(stderr, "quorum logs: {}\n", read.error().message);
    fmt::print(read ? stdout : stderr, "{}", kUsage);
    return read ? 0 : kNotUnderstood;
  }
  const auto reader = store::journal::open_reader(requests_folder(config));
  const auto ran = LogsCommand(*reader, *read).run();
  if (ran) return 0;
  fmt::print(stderr, "quorum logs: {} {}\n", ran.error().message, ran.error().detail);
  return kFailed;
}

}  // namespace quorum::app
