#include "providers/http_backend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "dialects/openai_chat/error.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/reply.hpp"
#include "providers/relay.hpp"

namespace quorum::providers {
namespace {

constexpr std::size_t kRefusalBytesMax = 64 << 10;
constexpr std::chrono::seconds kDrainMax{2};

using Response = std::unique_ptr<http::ClientResponse>;
using Next = Result<std::optional<llm::Batch>>;

/// What the client says went wrong, without its hosts and ports.
Error unreached(std::string_view provider, Error error) {
  auto detail = fmt::format("{}: {} {}", provider, error.message, error.detail);
  switch (error.code) {
    case Errc::deadline_exceeded:
      error.message = fmt::format("{} did not answer in time.", provider);
      break;
    case Errc::unavailable: error.message = fmt::format("{} cannot be reached.", provider); break;
    case Errc::upstream_failed:
      error.message = fmt::format("{} broke off in the middle of its answer.", provider);
      break;
    default:
      error.code = Errc::upstream_failed;
      error.message = fmt::format("{} sent an answer that cannot be taken.", provider);
  }
  return {.code = error.code, .message = std::move(error.message), .detail = std::move(detail)};
}

/// A request on its way, and what its answer's reader must know of it.
struct Outgoing {
  std::string body;
  bool hides_usage = false;
};

Result<Outgoing> compose(const llm::Call& call, const HttpBackendConfig& config) {
  const auto alias = config.aliases.find(call.model);
  const std::string_view model = alias == config.aliases.end() ? call.model : alias->second;
  const auto spelling = spelling_for(*config.vendor, model);
  if (call.wire.dialect == llm::Dialect::openai_chat) {
    using openai_chat::Metering;
    const auto metering = spelling.takes_stream_options ? Metering::forced : Metering::as_asked;
    QUORUM_TRY(auto spliced, openai_chat::splice(call.wire.body, model, metering));
    return Outgoing{.body = std::move(spliced.body), .hides_usage = spliced.is_usage_forced};
  }
  QUORUM_TRY(const auto chat, call.words());
  if (!chat.continuations.empty()) {
    return Error{
        .code = Errc::invalid_request,
        .message = fmt::format("{} cannot score given continuations.", config.vendor->name),
        .field = "model",
        .reason = "unsupported_value"};
  }
  const auto delivery =
      call.stream ? openai_chat::Delivery::streamed : openai_chat::Delivery::whole;
  return Outgoing{.body = openai_chat::write_request(chat, model, delivery, spelling),
                  .hides_usage = !chat.include_usage};
}

/// Whether the answer comes in events. Where they were asked for, only JSON says otherwise: some
/// servers stream under any type or none.
bool is_event_stream(const http::ResponseHead& head, const llm::Call& call) {
  const auto type = head.headers.get("Content-Type").value_or("");
  if (type.starts_with("text/event-stream")) return true;
  return call.stream && type.find("json") == std::string_view::npos;
}

/// The one batch of an answer that came whole.
class WholeReply final : public llm::ChatStream {
 public:
  explicit WholeReply(llm::Batch batch) : batch_(std::move(batch)) {}
  Task<Next> next() override { co_return std::exchange(batch_, std::nullopt); }

 private:
  std::optional<llm::Batch> batch_;
};

/// Reads what follows an answer's end, so that the connection may be used again.
Task<> drain(async::Loop* loop, Response response) {
  const auto until = loop->now() + kDrainMax;
  while (true) {
    auto read = co_await async::with_deadline(*loop, until, response->read());
    if (!read || read->empty()) co_return;
  }
}

class StreamedReply final : public llm::ChatStream {
 public:
  StreamedReply(async::Loop& loop, async::Scope& drains, Response response, Relay::Config config)
      : loop_(loop),
        drains_(drains),
        provider_(config.provider),
        response_(std::move(response)),
        relay_(std::move(config)) {}

  /// Waits for the first batch and keeps it for `next`.
  Task<Result<>> prime() {
    QUORUM_CO_TRY(first_, co_await advance());
    co_return {};
  }

  Task<Next> next() override {
    if (first_) co_return std::exchange(first_, std::nullopt);
    co_return co_await advance();
  }

 private:
  /// What came before an error is told before the error.
  Task<Next> advance() {
    while (true) {
      if (failure_) {
        auto failure = std::move(*failure_);
        failure_.reset();
        co_return failure;
      }
      if (!response_) co_return std::nullopt;
      auto read = co_await response_->read();
      llm::Batch batch;
      take(std::move(read), batch);
      if (!batch.bytes.empty() || !batch.deltas.empty()) co_return std::move(batch);
    }
  }

  void take(Result<std::string> read, llm::Batch& batch) {
    if (!read) {
      fail(unreached(provider_, std::move(read.error())));
      return;
    }
    const bool is_end = read->empty();
    const auto taken = is_end ? Result<>{} : relay_.push(*read, batch);
    if (!taken) {
      fail(taken.error());
      return;
    }
    if (!is_end && !relay_.is_done()) return;
    if (const auto ended = relay_.end(batch); !ended) {
      fail(ended.error());
      return;
    }
    if (!is_end) drains_.spawn(drain(&loop_, std::move(response_)));
    response_.reset();
  }

  void fail(Error error) {
    response_.reset();
    failure_ = std::move(error);
  }

  async::Loop& loop_;
  async::Scope& drains_;
  std::string provider_;
  Response response_;  ///< Null once the answer has ended.
  Relay relay_;
  std::optional<llm::Batch> first_;
  std::optional<Error> failure_;
};

class HttpBackend final : public llm::ChatBackend {
 public:
  HttpBackend(async::Loop& loop, http::Client& client, HttpBackendConfig config)
      : loop_(loop), client_(client), config_(std::move(config)), drains_(loop) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Call call,
                                                      llm::CallContext context) override {
    QUORUM_CO_TRY(auto outgoing, compose(call, config_));
    auto request = make_request(std::move(outgoing.body), call, context);
    auto sent = co_await client_.send(std::move(request));
    if (!sent) co_return unreached(provider(), std::move(sent.error()));
    auto response = std::move(*sent);
    if (response->head().status < 200 || response->head().status > 299) {
      co_return co_await refusal(std::move(response));
    }
    const bool wants_bytes = call.reply == llm::Dialect::openai_chat;
    if (!is_event_stream(response->head(), call)) {
      co_return co_await whole(std::move(response), wants_bytes && !call.stream);
    }
    Relay::Config relay{.provider = std::string{provider()}};
    // Who asked for a whole answer and got events all the same can only be told their words.
    if (wants_bytes && call.stream) relay.form = Relay::Form::bytes;
    relay.hides_usage = outgoing.hides_usage;
    auto stream =
        std::make_unique<StreamedReply>(loop_, drains_, std::move(response), std::move(relay));
    QUORUM_CO_CHECK(co_await stream->prime());
    co_return std::unique_ptr<llm::ChatStream>{std::move(stream)};
  }

 private:
  std::string_view provider() const { return config_.vendor->name; }

  http::ClientRequest make_request(std::string body, const llm::Call& call,
                                   const llm::CallContext& context) const {
    http::ClientRequest request{.url = config_.url, .body = std::move(body)};
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Accept", call.stream ? "text/event-stream" : "application/json");
    request.headers.add("Accept-Encoding", "identity");
    request.headers.add("User-Agent", "quorum");
    if (!config_.key.empty()) {
      const bool is_bearer = config_.vendor->auth == Auth::bearer;
      const std::string scheme = is_bearer ? "Bearer " : "";
      request.headers.add(is_bearer ? "Authorization" : "api-key",
                          scheme + std::string{config_.key.reveal()});
    }
    const auto wait = config_.wait_max;
    request.waits = {.connect_max = std::min(wait, http::Waits{}.connect_max),
                     .head_max = wait,
                     .chunk_max = wait,
                     .deadline = context.deadline};
    if (!call.stream) request.waits.deadline = std::min(context.deadline, loop_.now() + wait);
    return request;
  }

  Task<Error> refusal(Response response) {
    const auto& head = response->head();
    auto body = co_await response->read_all(kRefusalBytesMax);
    const auto text = body.value_or("");
    co_return openai_chat::explain(
        {.provider = provider(),
         .key_variable = config_.key_variable,
         .status = head.status,
         .body = text,
         .retry_after = head.headers.get("Retry-After").value_or(""),
         .retry_after_ms = head.headers.get("retry-after-ms").value_or(""),
         .now_ms = loop_.unix_ms()});
  }

  Task<Result<std::unique_ptr<llm::ChatStream>>> whole(Response response, bool wants_bytes) {
    auto body = co_await response->read_all(config_.reply_bytes_max);
    if (!body) co_return unreached(provider(), std::move(body.error()));
    QUORUM_CO_TRY(auto reply, openai_chat::read_reply(provider(), *body));
    llm::Batch batch;
    if (wants_bytes) {
      batch.bytes = std::move(*body);
      batch.deltas.push_back({.finish = reply.finish,
                              .usage = reply.usage,
                              .id = std::move(reply.id),
                              .model = std::move(reply.model)});
    } else {
      batch.deltas.push_back(std::move(reply));
    }
    co_return std::make_unique<WholeReply>(std::move(batch));
  }

  async::Loop& loop_;
  http::Client& client_;
  HttpBackendConfig config_;
  async::Scope drains_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> http_backend(async::Loop& loop, http::Client& client,
                                               HttpBackendConfig config) {
  return std::make_unique<HttpBackend>(loop, client, std::move(config));
}

}  // namespace quorum::providers
