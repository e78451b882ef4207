#include "api/request_log.hpp"

#include <fmt/format.h>

#include <chrono>

#include "core/log.hpp"

namespace quorum::api {
namespace {

constexpr std::size_t kPathShownMax = 200;

/// One line stays one line, and a terminal that shows it is not told what to do.
std::string plain(std::string_view text) {
  std::string shown(text.substr(0, kPathShownMax));
  for (char& c : shown) {
    if (c < ' ' || c > '~') c = '?';
  }
  return shown;
}

}  // namespace

RequestLog::RequestLog(const Clock& clock, const http::RequestHead& head, std::string request_id)
    : clock_(clock),
      began_(clock.now()),
      request_(plain(head.method) + " " + plain(head.path())),
      request_id_(std::move(request_id)) {}

RequestLog::~RequestLog() {
  // What clients get wrong is no trouble of ours.
  if (status_ >= 500 || (status_ < 400 && !fault_.empty())) {
    log::warning("{}", line());
  } else {
    log::info("{}", line());
  }
}

void RequestLog::failed(const Error& error) {
  fault_ = fmt::format("{}: {}", name(error.code), plain(error.message));
  if (!error.detail.empty()) fault_ += fmt::format(" ({})", plain(error.detail));
}

std::string RequestLog::line() const {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began_);
  // 499 is what many servers call a client that left before its answer.
  auto text = fmt::format("{} {} {} ms {}", request_, status_ == 0 ? 499 : status_, ms.count(),
                          request_id_);
  if (!is_finished_) text += " cut short";
  if (!fault_.empty()) text += " " + fault_;
  return text;
}

}  // namespace quorum::api
