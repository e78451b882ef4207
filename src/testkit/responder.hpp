#pragma once
/// An answer taken down instead of sent, for tests of handlers without sockets.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/try.hpp"
#include "http/server.hpp"

namespace quorum::testkit {

class FakeResponder final : public http::Responder {
 public:
  http::ResponseHead head{};
  std::string body{};
  std::size_t writes = 0;
  bool is_finished = false;
  std::unique_ptr<http::Upgraded> protocol{};  ///< What was switched to.
  bool has_left = false;                       ///< The client has gone: every write fails.

  std::string header(std::string_view name) const {
    return std::string(head.headers.get(name).value_or("(none)"));
  }

  Task<Result<>> send(http::Response response) override {
    QUORUM_CO_CHECK(co_await start(std::move(response.head)));
    body = std::move(response.body);
    co_return co_await finish();
  }
  Task<Result<>> start(http::ResponseHead sent) override {
    if (has_left) co_return gone();
    head = std::move(sent);
    is_started_ = true;
    co_return Result<>{};
  }
  Task<Result<>> start_with(http::ResponseHead sent, std::string_view first) override {
    QUORUM_CO_CHECK(co_await start(std::move(sent)));
    body += first;
    co_return Result<>{};
  }
  Task<Result<>> write(std::string_view bytes) override {
    if (has_left) co_return gone();
    ++writes;
    body += bytes;
    co_return Result<>{};
  }
  Task<Result<>> finish() override {
    if (has_left) co_return gone();
    is_finished = true;
    co_return Result<>{};
  }
  Task<Result<>> switch_to(http::ResponseHead sent,
                           std::unique_ptr<http::Upgraded> spoken) override {
    QUORUM_CO_CHECK(co_await start(std::move(sent)));
    protocol = std::move(spoken);
    co_return Result<>{};
  }
  bool is_started() const override { return is_started_; }

 private:
  static Error gone() { return {.code = Errc::cancelled, .message = "The client has gone."}; }

  bool is_started_ = false;
};

}  // namespace quorum::testkit
