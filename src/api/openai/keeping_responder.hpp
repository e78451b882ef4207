#pragma once
/// An answer that is kept on its way to the client.

#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "http/server.hpp"
#include "store/responses.hpp"

namespace quorum::api::openai {

/// Hands everything on, and puts the response object that passes by (the whole answer, or its last
/// event) into `kept` before the client can have seen it: who asks for it at once finds it. What
/// cannot be kept is logged, and reaches the client all the same.
class KeepingResponder final : public http::Responder {
 public:
  /// `row` lacks only the answer and its name. What is passed by reference outlives this.
  KeepingResponder(async::Loop& loop, store::Responses& kept, http::Responder& client,
                   store::ResponseRow row)
      : loop_(loop), kept_(kept), client_(client), row_(std::move(row)) {}

  Task<Result<>> send(http::Response response) override;
  Task<Result<>> start(http::ResponseHead head) override;
  Task<Result<>> start_with(http::ResponseHead head, std::string_view first) override;
  Task<Result<>> write(std::string_view bytes) override;
  Task<Result<>> finish() override { return client_.finish(); }
  bool is_started() const override { return client_.is_started(); }
  void set_last_words(http::LastWords* words) override { client_.set_last_words(words); }

 private:
  Task<> keep_last(std::string_view events);
  Task<> keep(std::string response);

  async::Loop& loop_;
  store::Responses& kept_;
  http::Responder& client_;
  store::ResponseRow row_;
};

}  // namespace quorum::api::openai
