#pragma once
/// The one line that every request leaves in the log, however it ends.

#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/message.hpp"

namespace quorum::api {

/// Made when a request comes; writes its line when destroyed, so also for a client that left.
/// Shows neither query nor body: those may hold prompts and keys.
class RequestLog {
 public:
  RequestLog(const Clock& clock, const http::RequestHead& head, std::string request_id);
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;
  ~RequestLog();

  void answered(int status) { status_ = status; }
  void finished() { is_finished_ = true; }
  void failed(const Error& error);

  /// `GET /v1/models 200 3 ms req_…`; what is not plain ASCII in a path shows as `?`.
  std::string line() const;

 private:
  const Clock& clock_;
  TimePoint began_;
  std::string request_;  ///< Method and path.
  std::string request_id_;
  std::string fault_{};
  int status_ = 0;
  bool is_finished_ = false;
};

}  // namespace quorum::api
