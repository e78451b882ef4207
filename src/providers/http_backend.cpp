#include "providers/http_backend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "providers/relay.hpp"
#include "providers/shown_headers.hpp"

namespace quorum::providers {
namespace {

constexpr std::chrono::seconds kDrainMax{2};

using dialects::Delivery;
using Response = std::unique_ptr<http::ClientResponse>;
using Next = Result<std::optional<llm::Batch>>;

/// A call on its way: whom it goes to, and how.
struct Composed {
  Way way{};
  std::string model{};  ///< As the provider calls it.
  dialects::Outgoing outgoing{};
  bool is_spliced = false;
};

Error cannot_score(const Site& site) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{} cannot score given continuations.", site.name()),
          .field = "model",
          .reason = "unsupported_value"};
}

Error too_much_asked(const Site& site, const std::vector<std::string>& dropped) {
  return {.code = Errc::invalid_request,
          .message = fmt::format("{} cannot take {}; leave it out, or do not ask for strict.",
                                 site.name(), fmt::join(dropped, ", ")),
          .field = dropped.front(),
          .reason = "unsupported_parameter"};
}

/// Whether the answer comes in events. Where they were asked for, only JSON says otherwise: some
/// servers stream under any type or none.
bool is_event_stream(const http::ResponseHead& head, dialects::Framing framing, Delivery delivery) {
  const auto type = head.headers.get("Content-Type").value_or("");
  if (type.starts_with("text/event-stream")) return true;
  if (delivery == Delivery::whole) return false;
  // A whole answer is a line, too.
  if (framing == dialects::Framing::ndjson) return true;
  return type.find("json") == std::string_view::npos;
}

std::string_view media_type(dialects::Framing framing) {
  switch (framing) {
    case dialects::Framing::sse: return "text/event-stream";
    case dialects::Framing::ndjson: return "application/x-ndjson";
    case dialects::Framing::aws_event_stream: return "application/vnd.amazon.eventstream";
  }
  return "*/*";
}

/// Nothing was said to be taken encoded.
Result<> check_encoding(const http::ResponseHead& head, const Site& site) {
  const auto encoding = head.headers.get("Content-Encoding").value_or("identity");
  if (http::equals_ignoring_case(encoding, "identity") || encoding.empty()) return {};
  return Error{.code = Errc::upstream_failed,
               .message = fmt::format("{} sent its answer compressed, which it was asked not to.",
                                      site.name()),
               .detail = fmt::format("Content-Encoding: {}", encoding)};
}

/// Keeps the name under which the provider can be asked about the request.
void note_id(llm::CallTrace& trace, const llm::Notes& notes) {
  for (const auto& [name, value] : notes.headers) {
    if (name == kProviderRequestId) trace.upstream_id.assign(value);
  }
}

/// The one batch of an answer that came whole.
class WholeReply final : public llm::ChatStream {
 public:
  WholeReply(llm::Batch batch, llm::Notes notes)
      : batch_(std::move(batch)), notes_(std::move(notes)) {}
  const llm::Notes& notes() const override { return notes_; }
  Task<Next> next() override { return batch_ ? take() : Task<Next>::done(); }

 private:
  Task<Next> take() { co_return std::exchange(batch_, std::nullopt); }

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
  StreamedReply(const Site& site, async::Scope& drains, Response response, Relay relay,
                llm::Notes notes, llm::CallTrace* trace)
      : site_(site),
        drains_(drains),
        response_(std::move(response)),
        relay_(std::move(relay)),
        notes_(std::move(notes)),
        trace_(trace) {}

  const llm::Notes& notes() const override { return notes_; }

  /// Waits for the first batch and keeps it for `next`.
  Task<Result<>> prime() {
    QUORUM_CO_TRY(first_, co_await advance());
    if (trace_ != nullptr) trace_->first_answer = site_.loop().now();
    co_return {};
  }

  Task<Next> next() override { return first_ ? take_first() : advance(); }

 private:
  Task<Next> take_first() { co_return std::exchange(first_, std::nullopt); }

  /// What came before an error is told before the error.
  Task<Next> advance() {
    while (true) {
      if (failure_) {
        auto failure = std::move(*failure_);
        failure_.reset();
        co_return failure;
      }
      if (!response_) co_return std::nullopt;
      llm::ProviderWait wait(trace_, site_.loop());
      auto read = co_await response_->read();
      wait.end();
      llm::Batch batch;
      take(std::move(read), batch);
      if (!batch.bytes.empty() || !batch.deltas.empty()) co_return std::move(batch);
    }
  }

  void take(Result<std::string> read, llm::Batch& batch) {
    if (!read) {
      fail(site_.unreached(std::move(read.error())));
      return;
    }
    const bool is_end = read->empty();
    const auto taken = is_end ? Result<>{} : relay_.push(std::move(*read), batch);
    if (!taken) {
      fail(taken.error());
      return;
    }
    if (!is_end && !relay_.is_done()) return;
    if (const auto ended = relay_.end(batch); !ended) {
      fail(ended.error());
      return;
    }
    if (!is_end) drains_.spawn(drain(&site_.loop(), std::move(response_)));
    response_.reset();
  }

  void fail(Error error) {
    response_.reset();
    failure_ = std::move(error);
  }

  const Site& site_;
  async::Scope& drains_;
  Response response_;  ///< Null once the answer has ended.
  Relay relay_;
  llm::Notes notes_;
  llm::CallTrace* trace_;
  std::optional<llm::Batch> first_;
  std::optional<Error> failure_;
};

class HttpBackend final : public llm::ChatBackend {
 public:
  HttpBackend(Site& site, HttpBackendConfig config)
      : site_(site), config_(std::move(config)), drains_(site.loop()) {}

  Task<Result<std::unique_ptr<llm::ChatStream>>> open(llm::Shared<llm::Call> call,
                                                      llm::CallContext context) override {
    QUORUM_CO_TRY(auto composed, compose(*call));
    QUORUM_CO_TRY(auto response, co_await send(&composed, delivery_of(*call), &context));
    auto status = response->head().status;
    if (may_lack(status) && composed.is_spliced && !site_.is_vendors_own()) {
      // Not everybody who spells like another has all of its endpoints.
      const auto dialect = composed.way.target->dialect();
      auto again = compose(*call, dialect);
      if (again && again->way.target->dialect() != dialect) {
        composed = std::move(*again);
        QUORUM_CO_TRY(response, co_await send(&composed, delivery_of(*call), &context));
        status = response->head().status;
        if (!may_lack(status)) lacking_.insert(dialect);
      }
    }
    if (status < 200 || status > 299) {
      co_return co_await site_.refusal(std::move(response), composed.way.target);
    }
    QUORUM_CO_CHECK(check_encoding(response->head(), site_));
    co_return co_await answer(*call, std::move(composed), std::move(response), context.trace);
  }

 private:
  static Delivery delivery_of(const llm::Call& call) {
    return call.stream ? Delivery::streamed : Delivery::whole;
  }

  /// Whether a status may mean that there is no such endpoint.
  static bool may_lack(int status) { return status == 404 || status == 405 || status == 501; }

  /// How `call` is asked, not in the client's own dialect where that is `lacking`.
  Result<Composed> compose(const llm::Call& call, llm::Dialect lacking = llm::Dialect::none) const {
    const auto alias = config_.aliases.find(call.model);
    const std::string_view model = alias == config_.aliases.end() ? call.model : alias->second;
    const auto quirks = quirks_for(site_.vendor(), model);
    const dialects::Ask ask{.model = model,
                            .delivery = delivery_of(call),
                            .quirks = quirks,
                            .glance = call.wire.glance};
    const bool is_had = call.wire.dialect != lacking && !lacking_.contains(call.wire.dialect);
    auto way = is_had ? site_.way(call.wire.dialect, model, ask.delivery) : std::nullopt;
    if (way) {
      QUORUM_TRY(auto outgoing, way->target->splice(*call.wire.body, ask));
      if (call.losses == llm::Losses::refused && !outgoing.dropped.empty()) {
        return too_much_asked(site_, outgoing.dropped);
      }
      for (const auto& header : call.wire.headers) outgoing.headers.push_back(header);
      return Composed{.way = std::move(*way),
                      .model = std::string(model),
                      .outgoing = std::move(outgoing),
                      .is_spliced = true};
    }
    QUORUM_TRY(way, site_.best_way(model, ask.delivery));
    QUORUM_TRY(const auto chat, call.words());
    if (!chat.continuations.empty()) return cannot_score(site_);
    QUORUM_TRY(auto outgoing, way->target->write(chat, ask));
    if (call.losses == llm::Losses::refused && !outgoing.dropped.empty()) {
      return too_much_asked(site_, outgoing.dropped);
    }
    return Composed{
        .way = std::move(*way), .model = std::string(model), .outgoing = std::move(outgoing)};
  }

  Task<Result<Response>> send(Composed* composed, Delivery delivery,
                              const llm::CallContext* context) {
    if (context->trace != nullptr) context->trace->asks(site_.name(), composed->model);
    SiteRequest request{.url = std::move(composed->way.url),
                        .body = std::move(composed->outgoing.body),
                        .delivery = delivery,
                        .deadline = context->deadline,
                        .trace = context->trace};
    // Of other streams the site need not know.
    if (delivery == Delivery::streamed && composed->way.framing != dialects::Framing::sse) {
      request.headers.add("Accept", media_type(composed->way.framing));
    }
    // The client's own come last, and count.
    for (const auto& [name, value] : composed->outgoing.headers) request.headers.set(name, value);
    return site_.send(std::move(request));
  }

  Task<Result<std::unique_ptr<llm::ChatStream>>> answer(const llm::Call& call, Composed composed,
                                                        Response response, llm::CallTrace* trace) {
    const auto& target = *composed.way.target;
    llm::Notes notes{.dropped = std::move(composed.outgoing.dropped),
                     .emulated = std::move(composed.outgoing.emulated),
                     .provider = site_.name(),
                     .headers = shown_headers(response->head().headers)};
    if (trace != nullptr) note_id(*trace, notes);
    const bool wants_bytes = call.reply == target.dialect();
    if (!is_event_stream(response->head(), composed.way.framing, delivery_of(call))) {
      const auto form = wants_bytes && !call.stream ? Relay::Form::bytes : Relay::Form::words;
      return whole(std::move(response), std::move(notes), {&target, form, trace});
    }
    // Who asked for a whole answer and got events all the same can only be told their words.
    const auto form = wants_bytes && call.stream ? Relay::Form::bytes : Relay::Form::words;
    Relay relay({.form = form,
                 .framing = composed.way.framing,
                 .hides_usage = composed.outgoing.hides_usage,
                 .trace = trace},
                target.stream_reader(site_.name()));
    return begun(std::make_unique<StreamedReply>(site_, drains_, std::move(response),
                                                 std::move(relay), std::move(notes), trace));
  }

  /// Once its first event is there.
  Task<Result<std::unique_ptr<llm::ChatStream>>> begun(std::unique_ptr<StreamedReply> stream) {
    QUORUM_CO_CHECK(co_await stream->prime());
    co_return std::move(stream);
  }

  /// How a whole answer is to be read.
  struct Reading {
    const dialects::Target* target;
    Relay::Form form;
    llm::CallTrace* trace;
  };

  Task<Result<std::unique_ptr<llm::ChatStream>>> whole(Response response, llm::Notes notes,
                                                       Reading reading) {
    llm::ProviderWait wait(reading.trace, site_.loop());
    auto body = co_await response->read_all(config_.reply_bytes_max);
    wait.end();
    if (!body) co_return site_.unreached(std::move(body.error()));
    llm::Batch batch;
    if (reading.form == Relay::Form::bytes) {
      QUORUM_CO_TRY(const auto meters, reading.target->read_meters(site_.name(), *body));
      if (reading.trace != nullptr) {
        reading.trace->finish = meters.finish;
        reading.trace->usage = meters.usage;
      }
      batch.bytes = std::move(*body);
    } else {
      QUORUM_CO_TRY(batch.deltas, reading.target->read_reply(site_.name(), *body));
    }
    co_return std::make_unique<WholeReply>(std::move(batch), std::move(notes));
  }

  Site& site_;
  HttpBackendConfig config_;
  std::set<llm::Dialect> lacking_{};  ///< Of the row's dialects those that this server has not.
  async::Scope drains_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> http_backend(Site& site, HttpBackendConfig config) {
  return std::make_unique<HttpBackend>(site, std::move(config));
}

}  // namespace quorum::providers
