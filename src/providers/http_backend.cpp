#include "providers/http_backend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "llm/name_rule.hpp"
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

Result<dialects::Outgoing> compose(const llm::Call& call, const HttpBackendConfig& config) {
  const auto alias = config.aliases.find(call.model);
  const std::string_view model = alias == config.aliases.end() ? call.model : alias->second;
  const auto quirks = quirks_for(*config.vendor, model);
  const dialects::Ask ask{
      .model = model,
      .delivery = call.stream ? dialects::Delivery::streamed : dialects::Delivery::whole,
      .quirks = quirks};
  const auto& target = *config.target;
  if (call.wire.dialect == target.dialect()) return target.splice(call.wire.body, ask);
  QUORUM_TRY(const auto chat, call.words());
  if (!chat.continuations.empty()) {
    return Error{
        .code = Errc::invalid_request,
        .message = fmt::format("{} cannot score given continuations.", config.vendor->name),
        .field = "model",
        .reason = "unsupported_value"};
  }
  QUORUM_TRY(auto outgoing, target.write(chat, ask));
  if (call.losses == llm::Losses::refused && !outgoing.dropped.empty()) {
    return Error{
        .code = Errc::invalid_request,
        .message = fmt::format("{} cannot take {}; leave it out, or do not ask for strict.",
                               config.vendor->name, fmt::join(outgoing.dropped, ", ")),
        .field = outgoing.dropped.front(),
        .reason = "unsupported_parameter"};
  }
  return outgoing;
}

/// The headers of an answer that its caller should see: limits, and whom to name when asking the
/// provider about it.
std::vector<std::pair<std::string, std::string>> shown_headers(const http::Headers& headers) {
  std::vector<std::pair<std::string, std::string>> shown;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    auto name = llm::lower_case(headers[i].name);
    const bool is_limit =
        name.starts_with("x-ratelimit-") || name.starts_with("anthropic-ratelimit-");
    if (is_limit) shown.emplace_back(std::move(name), headers[i].value);
  }
  return shown;
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
  WholeReply(llm::Batch batch, llm::Notes notes)
      : batch_(std::move(batch)), notes_(std::move(notes)) {}
  const llm::Notes& notes() const override { return notes_; }
  Task<Next> next() override { co_return std::exchange(batch_, std::nullopt); }

 private:
  std::optional<llm::Batch> batch_;
  llm::Notes notes_;
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
  StreamedReply(async::Loop& loop, async::Scope& drains, Response response, Relay relay,
                llm::Notes notes)
      : loop_(loop),
        drains_(drains),
        response_(std::move(response)),
        relay_(std::move(relay)),
        notes_(std::move(notes)) {}

  const llm::Notes& notes() const override { return notes_; }

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
      fail(unreached(notes_.provider, std::move(read.error())));
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
  Response response_;  ///< Null once the answer has ended.
  Relay relay_;
  llm::Notes notes_;
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
    llm::Notes notes{.dropped = std::move(outgoing.dropped),
                     .emulated = std::move(outgoing.emulated),
                     .provider = std::string{provider()},
                     .headers = shown_headers(response->head().headers)};
    const bool wants_bytes = call.reply == config_.target->dialect();
    if (!is_event_stream(response->head(), call)) {
      co_return co_await whole(std::move(response), std::move(notes), wants_bytes && !call.stream);
    }
    // Who asked for a whole answer and got events all the same can only be told their words.
    const auto form = wants_bytes && call.stream ? Relay::Form::bytes : Relay::Form::words;
    Relay relay({.form = form, .hides_usage = outgoing.hides_usage},
                config_.target->stream_reader(provider()));
    auto stream = std::make_unique<StreamedReply>(loop_, drains_, std::move(response),
                                                  std::move(relay), std::move(notes));
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
    co_return config_.target->explain(
        {.provider = provider(),
         .key_variable = config_.key_variable,
         .status = head.status,
         .body = text,
         .retry_after = head.headers.get("Retry-After").value_or(""),
         .retry_after_ms = head.headers.get("retry-after-ms").value_or(""),
         .should_retry = head.headers.get("x-should-retry").value_or(""),
         .now_ms = loop_.unix_ms()});
  }

  Task<Result<std::unique_ptr<llm::ChatStream>>> whole(Response response, llm::Notes notes,
                                                       bool wants_bytes) {
    auto body = co_await response->read_all(config_.reply_bytes_max);
    if (!body) co_return unreached(provider(), std::move(body.error()));
    QUORUM_CO_TRY(auto deltas, config_.target->read_reply(provider(), *body));
    llm::Batch batch;
    if (wants_bytes) {
      batch.bytes = std::move(*body);
      keep_meters(deltas);
    }
    batch.deltas = std::move(deltas);
    co_return std::make_unique<WholeReply>(std::move(batch), std::move(notes));
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
