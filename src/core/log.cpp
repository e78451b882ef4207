#include "core/log.hpp"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <vector>

namespace quorum::log {
namespace {

constexpr std::size_t kFileBytesMax = 10 << 20;
constexpr std::size_t kFilesKept = 5;

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warning: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::info;
}

// The one process-wide thing: a log that had to be handed to every room would be left out of most.
std::shared_ptr<spdlog::logger>& logger() {
  static auto instance = std::make_shared<spdlog::logger>("quorum");
  return instance;
}

}  // namespace

Result<Level> parse_level(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (upper == "DEBUG" || upper == "TRACE") return Level::debug;
  if (upper == "INFO") return Level::info;
  if (upper == "WARNING" || upper == "WARN") return Level::warning;
  if (upper == "ERROR" || upper == "CRITICAL") return Level::error;
  if (upper == "OFF") return Level::off;
  return Error{.code = Errc::invalid_request,
               .message = "A log level is DEBUG, INFO, WARNING, ERROR, CRITICAL or OFF, not \"" +
                          std::string(text) + "\".",
               .field = "LOG_LEVEL"};
}

Result<> open(const Config& config) {
  std::vector<spdlog::sink_ptr> sinks;
  if (config.to_stdout) sinks.push_back(std::make_shared<spdlog::sinks::stdout_sink_mt>());
  if (!config.file.empty()) {
    try {
      sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
          config.file, kFileBytesMax, kFilesKept));
    } catch (const spdlog::spdlog_ex& problem) {
      return Error{.code = Errc::unavailable,
                   .message = "The log file " + config.file + " cannot be written.",
                   .detail = problem.what()};
    }
  }
  auto made = std::make_shared<spdlog::logger>("quorum", sinks.begin(), sinks.end());
  made->set_level(to_spdlog(config.level));
  made->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  made->flush_on(spdlog::level::info);
  logger() = std::move(made);
  return {};
}

bool is_on(Level level) { return logger()->should_log(to_spdlog(level)); }

void write(Level level, std::string_view line) { logger()->log(to_spdlog(level), line); }

}  // namespace quorum::log
