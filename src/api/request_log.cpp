#include "api/request_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "core/log.hpp"

namespace quorum::api {
namespace {

/// What many servers call a client that left before its answer.
constexpr int kClientLeft = 499;

// Nobody's path is to fill the log.
constexpr std::size_t kMethodMax = 15;
constexpr std::size_t kPathMax = 200;

/// One line stays one line, and a terminal that shows it is not told what to do.
std::string plain(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

/// Of a stream whose usage nobody told, as a rule because it ended too soon: what was sent is paid
/// for. Its pieces come token by token, and several at once only under load: at least so many.
std::optional<llm::Usage> estimated_use(const store::RequestRecord& record) {
  constexpr std::int64_t kBytesPerToken = 4;
  if (record.call.batches == 0) return std::nullopt;
  return llm::Usage{.prompt = static_cast<std::int64_t>(record.bytes_in) / kBytesPerToken,
                    .completion = record.call.batches,
                    .is_estimate = true};
}

}  // namespace

RequestLog::RequestLog(const Clock& clock, const http::RequestHead& head,
                       std::string_view request_id, store::Recorder* recorder)
    : clock_(clock),
      recorder_(recorder),
      began_(clock.now()),
      method_(head.method),
      path_(head.path()) {
  record_.id.assign(request_id);
  record_.started_us = clock.unix_ms() * 1000;
  if (const auto agent = head.headers.get("user-agent")) record_.user_agent.assign(*agent);
}

RequestLog::~RequestLog() {
  settle();
  // What clients get wrong is no trouble of ours.
  const bool is_trouble = record_.status >= 500 || (record_.status < 400 && record_.error);
  const auto level = is_trouble ? log::Level::warning : log::Level::info;
  if (log::is_on(level)) log::write(level, line());
  if (recorder_ != nullptr) recorder_->take(record_);
}

void RequestLog::failed(const Error& error) {
  record_.error = error.code;
  record_.error_reason.assign(error.reason);
  constexpr std::size_t kShownMax = 200;
  fault_ = fmt::format("{}: {}", name(error.code), plain(error.message.substr(0, kShownMax)));
  if (!error.detail.empty()) {
    fault_ += fmt::format(" ({})", plain(error.detail.substr(0, kShownMax)));
  }
}

Duration RequestLog::overhead_at(TimePoint now) const {
  auto waited = record_.call.waited;
  if (client_ != nullptr) waited += client_->waited();
  return std::max(Duration{}, now - began_ - waited);
}

void RequestLog::settle() {
  auto& record = record_;
  const auto now = clock_.read();
  record.overhead = overhead_at(now);
  record.duration = now - began_;
  if (record.call.first_answer) record.first_answer = *record.call.first_answer - began_;
  if (record.status == 0) record.status = kClientLeft;
  if (!is_finished_) {
    record.ending = record.error ? store::Ending::cut : store::Ending::left;
  } else {
    const bool is_error = record.status >= 400 || record.error;
    record.ending = is_error ? store::Ending::failed : store::Ending::whole;
  }
  if (!record.call.usage && record.is_stream) record.call.usage = estimated_use(record);
}

std::string RequestLog::line() const {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began_);
  const auto status = record_.status == 0 ? kClientLeft : record_.status;
  auto text = fmt::format("{} {} {} {} ms {}", plain(method_.substr(0, kMethodMax)),
                          plain(path_.substr(0, kPathMax)), status, ms.count(), record_.id.view());
  if (!is_finished_) text += " cut short";
  if (!fault_.empty()) text += " " + fault_;
  return text;
}

}  // namespace quorum::api
