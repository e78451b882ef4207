#include "app/command/doctor_report.hpp"

#include <fmt/format.h>

#include <string>

#include "app/config/warnings.hpp"

namespace quorum::app {

namespace {

std::string_view word(log::Level level) {
  switch (level) {
    case log::Level::debug: return "DEBUG";
    case log::Level::info: return "INFO";
    case log::Level::warning: return "WARNING";
    case log::Level::error: return "ERROR";
    case log::Level::off: return "OFF";
  }
  return "INFO";
}

}  // namespace

void Report::heading(std::string_view text) {
  if (!lines_.empty()) lines_ += '\n';
  lines_ += fmt::format("{}\n", text);
}

void Report::add(Finding finding) {
  const std::string_view mark = finding.state == Finding::State::good   ? "ok   "
                                : finding.state == Finding::State::note ? "note "
                                                                        : "FAULT";
  has_fault_ = has_fault_ || finding.state == Finding::State::fault;
  lines_ += fmt::format("  {} {}\n", mark, finding.what);
  if (!finding.fix.empty()) lines_ += fmt::format("        fix: {}\n", finding.fix);
}

std::string Report::text() const {
  return lines_ + (has_fault_ ? "\nSomething is broken: see FAULT above.\n" : "\nAll is well.\n");
}

void describe(const Config& config, Report& report) {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const auto good = [&](std::string what) { report.add({.what = std::move(what)}); };
  report.heading("Settings");
  good(fmt::format("version {}, environment {}, log level {}", config.version, config.environment,
                   word(config.log.level)));
  good(fmt::format("serves on {}:{}", config.server.host, config.server.port));
  good(fmt::format("data in {}", config.data_dir));
  good(fmt::format("log in {}", config.log.file.empty() ? "(no file)" : config.log.file));
  good(fmt::format("pages of these origins may use it: {}", fmt::join(config.cors.origins, ", ")));
  good(fmt::format("default model {}, at most {} tokens, providers have {} s", config.default_model,
                   config.tokens_max_limit, duration_cast<seconds>(config.llm_wait_max).count()));
  for (const auto& [asked, sent] : config.model_aliases) {
    good(fmt::format("{} is sent on as {}", asked, sent));
  }
  for (auto& warning : warnings(config)) {
    report.add({.state = Finding::State::note, .what = std::move(warning)});
  }
}

Finding judge_answer(std::string_view provider, std::string_view key_variable, int status) {
  if (status >= 200 && status < 300) {
    return {.what = fmt::format("{} answers and takes the key", provider)};
  }
  if (status == 401 || status == 403) {
    const auto fix = key_variable.empty() ? std::string("set its key")
                                          : fmt::format("put a valid key into {}", key_variable);
    return {.state = Finding::State::fault,
            .what = fmt::format("{} refuses the key ({})", provider, status),
            .fix = fix};
  }
  if (status == 404 || status == 405) {
    return {.state = Finding::State::note,
            .what = fmt::format("{} answers, but lists no models ({}): the key is not tried",
                                provider, status)};
  }
  if (status == 429) {
    return {.state = Finding::State::note,
            .what = fmt::format("{} takes the key, but limits it now (429)", provider)};
  }
  return {.state = Finding::State::fault,
          .what = fmt::format("{} is in trouble ({})", provider, status),
          .fix = "try again later, or look at its status page"};
}

}  // namespace quorum::app
