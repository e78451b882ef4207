#pragma once
/// The one record, and the one line in the log, that every request leaves, however it ends.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "http/message.hpp"
#include "http/server.hpp"
#include "store/request_record.hpp"

namespace quorum::api {

/// Made when a request comes; hands its record on and writes its line when destroyed, so also for a
/// client that left. Shows neither query nor body: those may hold prompts and keys.
class RequestLog {
 public:
  /// What is passed outlives it, the head's start line at least; `recorder` may be null.
  RequestLog(const Clock& clock, const http::RequestHead& head, std::string_view request_id,
             store::Recorder* recorder);
  RequestLog(const Clock&, http::RequestHead&&, std::string_view, store::Recorder*) = delete;
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;
  ~RequestLog();

  store::RequestRecord& record() { return record_; }
  const store::RequestRecord& record() const { return record_; }

  /// Who waits for the answer: the time in which it takes nothing is not ours.
  void answers_to(const http::Responder& client) { client_ = &client; }
  void answered(int status) { record_.status = status; }
  void wrote(std::size_t bytes) { record_.bytes_out += bytes; }
  void finished() { is_finished_ = true; }
  void failed(const Error& error);

  /// In which the request waited neither for its provider nor for its client, so far.
  Duration overhead() const { return overhead_at(clock_.read()); }

  /// `GET /v1/models 200 3 ms req_…`; what is not plain ASCII in a path shows as `?`.
  std::string line() const;

 private:
  Duration overhead_at(TimePoint now) const;
  void settle();

  const Clock& clock_;
  store::Recorder* recorder_;
  const http::Responder* client_ = nullptr;
  TimePoint began_;
  store::RequestRecord record_{};
  std::string_view method_;  ///< Of the request's head, as the path.
  std::string_view path_;
  std::string fault_{};
  bool is_finished_ = false;
};

}  // namespace quorum::api
