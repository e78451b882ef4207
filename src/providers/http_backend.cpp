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
#include "http/next_piece.hpp"
#include "providers/relay.hpp"
#include "providers/shown_headers.hpp"

namespace quorum::providers {
namespace {

constexpr std::chrono::seconds kDrainMax{2};

using dialects::Delivery;
using Response = std::unique_ptr<http::ClientResponse>;
using Next = Result<std::optional<llm::Batch>>;
using Opened = Result<std::unique_ptr<llm::ChatStream>>;

/// A call on its way: whom it goes to, and how.
struct Composed {
  std::shared_ptr<const Plan> plan{};
  dialects::Outgoing outgoing{};
  llm::Dialect instead_of = llm::Dialect::none;  ///< A dialect that the server seems to lack.
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
  WholeReply(llm::Batch&& batch, llm::Notes&& notes)
      : batch_(std::move(batch)), notes_(std::move(notes)) {}
  const llm::Notes& notes() const override { return notes_; }
  std::optional<llm::Batch> ready() override { return std::exchange(batch_, std::nullopt); }
  bool is_told() const override { return !batch_; }
  Task<Next> next() override { return batch_ ? take() : Task<Next>::done(); }

 private:
  Task<Next> take() { co_return ready(); }

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
        notes_(std::make_unique<llm::Notes>(std::move(notes))),
        trace_(trace) {}

  const llm::Notes& notes() const override { return notes_ ? *notes_ : ChatStream::notes(); }
  void forget_notes() override { notes_ = nullptr; }
  void leave_footprint(async::Footprint& footprint) const override {
    footprint.add(*this);
    if (response_) response_->leave_footprint(footprint);
  }
  std::optional<llm::Batch> ready() override {
    const auto first = std::exchange(first_, nullptr);
    return first ? std::optional(std::move(*first)) : std::nullopt;
  }
  Task<Next> next() override { return first_ ? take_first() : advance(); }

  /// `first` is told before all else.
  void keep(std::optional<llm::Batch> first) {
    if (first) first_ = std::make_unique<llm::Batch>(std::move(*first));
  }

 private:
  Task<Next> take_first() { co_return ready(); }

  /// What came before an error is told before the error.
  Task<Next> advance() {
    while (going_) {
      if (!response_) co_return std::nullopt;
      llm::ProviderWait wait(trace_, site_.loop());
      auto read = co_await http::NextPiece(*response_);
      wait.end();
      if (!read) continue;
      llm::Batch batch;
      take(std::move(*read), batch);
      if (!batch.bytes.empty() || !batch.deltas.empty()) co_return std::move(batch);
    }
    co_return std::exchange(going_, Result<>{}).error();
  }

  /// Not in `advance`, whose frame would keep room for all that this needs as long as it waits.
  [[gnu::noinline]] void take(Result<std::string> read, llm::Batch& batch) {
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
    going_ = std::move(error);
  }

  const Site& site_;
  async::Scope& drains_;
  Response response_;  ///< Null once the answer has ended.
  Relay relay_;
  std::unique_ptr<llm::Notes> notes_;  ///< Null once they are no longer asked for.
  llm::CallTrace* trace_;
  std::unique_ptr<llm::Batch> first_{};  ///< Null once it is told.
  Result<> going_{};                     ///< Or why it goes no further, to be told once.
};

class HttpBackend final : public llm::ChatBackend {
 public:
  HttpBackend(Site& site, HttpBackendConfig config)
      : site_(site),
        plans_(site, std::move(config.aliases)),
        reply_bytes_max_(config.reply_bytes_max),
        drains_(site.loop()) {}

  /// One frame from the request to the whole answer, or to a stream's first event.
  Task<Opened> open(llm::Shared<llm::Call> call, llm::CallContext context) override {
    Composed asked;
    QUORUM_CO_CHECK(compose(*call, llm::Dialect::none, asked));
    Response response;
    do {
      if (context.trace != nullptr) context.trace->asks(site_.name(), asked.plan->model);
      llm::ProviderWait waiting(context.trace, site_.loop());
      auto sent = co_await begin(*call, asked, context);
      QUORUM_CO_TRY(response, site_.begun(std::move(sent), waiting, context.trace));
    } while (goes_elsewhere(*call, response->head().status, asked));

    const auto& head = response->head();
    if (head.status < 200 || head.status > 299) {
      co_return co_await site_.refusal(std::move(response), asked.plan->target);
    }
    QUORUM_CO_CHECK(check_encoding(head, site_));
    if (is_event_stream(head, asked.plan->framing, asked.plan->delivery)) {
      auto stream = streamed(*call, asked, std::move(response), context.trace);
      QUORUM_CO_TRY(auto first, co_await stream->next());
      if (context.trace != nullptr) context.trace->first_answer = site_.loop().now();
      stream->keep(std::move(first));
      co_return std::move(stream);
    }
    llm::ProviderWait waiting(context.trace, site_.loop());
    auto body = co_await response->read_all(reply_bytes_max_);
    waiting.end();
    if (!body) co_return site_.unreached(std::move(body.error()));
    co_return whole(*call, asked, std::move(*body), response->head(), context.trace);
  }

 private:
  /// How `call` is asked, not in the client's own dialect where that is `lacking`.
  Result<> compose(const llm::Call& call, llm::Dialect lacking, Composed& asked) {
    const auto own = call.wire.dialect;
    const bool is_had = own != lacking && !lacking_.contains(own);
    const auto delivery = call.stream ? Delivery::streamed : Delivery::whole;
    asked.instead_of = lacking;
    QUORUM_TRY(asked.plan, plans_.find(call.model, is_had ? own : llm::Dialect::none, delivery));
    const auto& plan = *asked.plan;
    const dialects::Ask ask{.model = plan.model,
                            .delivery = delivery,
                            .quirks = plan.quirks,
                            .glance = call.wire.glance,
                            .may_borrow = true};
    if (plan.is_spliced) {
      QUORUM_TRY(asked.outgoing, plan.target->splice(*call.wire.body, ask));
    } else {
      QUORUM_TRY(const auto chat, call.words());
      if (!chat.continuations.empty()) return cannot_score(site_);
      QUORUM_TRY(asked.outgoing, plan.target->write(chat, ask));
    }
    auto& outgoing = asked.outgoing;
    if (call.losses == llm::Losses::refused && !outgoing.dropped.empty()) {
      return too_much_asked(site_, outgoing.dropped);
    }
    if (plan.is_spliced) {
      // The client's own come last, and count.
      for (const auto& header : call.wire.headers) outgoing.headers.push_back(header);
    }
    return {};
  }

  Task<Result<Response>> begin(const llm::Call& call, const Composed& asked,
                               const llm::CallContext& context) {
    const bool is_own = asked.outgoing.is_untouched;
    return site_.begin({.form = asked.plan->form,
                        .body = is_own ? *call.wire.body : asked.outgoing.body,
                        .headers = asked.outgoing.headers,
                        .delivery = asked.plan->delivery,
                        .deadline = context.deadline});
  }

  /// Whether `asked` was answered as by who lacks such an endpoint, and is to be asked in another
  /// dialect, as it then is. Not everybody who spells like another has all of its endpoints.
  bool goes_elsewhere(const llm::Call& call, int status, Composed& asked) {
    const bool may_lack = status == 404 || status == 405 || status == 501;
    if (asked.instead_of != llm::Dialect::none) {
      if (!may_lack) lacking_.insert(asked.instead_of);
      return false;
    }
    if (!may_lack || !asked.plan->is_spliced || site_.is_vendors_own()) return false;
    const auto dialect = asked.plan->target->dialect();
    Composed other;
    if (!compose(call, dialect, other) || other.plan->target->dialect() == dialect) return false;
    asked = std::move(other);
    return true;
  }

  llm::Notes notes_of(Composed& asked, const http::ResponseHead& head, llm::CallTrace* trace) {
    llm::Notes notes{.dropped = std::move(asked.outgoing.dropped),
                     .emulated = std::move(asked.outgoing.emulated),
                     .provider = site_.name(),
                     .headers = shown_headers(head.headers)};
    if (trace != nullptr) note_id(*trace, notes);
    return notes;
  }

  std::unique_ptr<StreamedReply> streamed(const llm::Call& call, Composed& asked, Response response,
                                          llm::CallTrace* trace) {
    const auto& target = *asked.plan->target;
    // Who asked for a whole answer and got events all the same can only be told their words.
    const bool is_bytes = call.reply == target.dialect() && call.stream;
    Relay relay({.form = is_bytes ? Relay::Form::bytes : Relay::Form::words,
                 .framing = asked.plan->framing,
                 .hides_usage = asked.outgoing.hides_usage,
                 .trace = trace},
                target.stream_reader(site_.name()));
    auto notes = notes_of(asked, response->take_head(), trace);
    return std::make_unique<StreamedReply>(site_, drains_, std::move(response), std::move(relay),
                                           std::move(notes), trace);
  }

  Opened whole(const llm::Call& call, Composed& asked, std::string&& body,
               const http::ResponseHead& head, llm::CallTrace* trace) {
    const auto& target = *asked.plan->target;
    llm::Batch batch;
    if (call.reply == target.dialect() && !call.stream) {
      const auto meters = target.read_meters(site_.name(), body, *asked.plan->memory);
      if (!meters) return meters.error();
      if (trace != nullptr) {
        trace->finish = meters->finish;
        trace->usage = meters->usage;
      }
      batch.bytes = std::move(body);
    } else {
      QUORUM_TRY(batch.deltas, target.read_reply(site_.name(), body));
    }
    return std::make_unique<WholeReply>(std::move(batch), notes_of(asked, head, trace));
  }

  Site& site_;
  Plans plans_;
  std::size_t reply_bytes_max_;
  std::set<llm::Dialect> lacking_{};  ///< Of the row's dialects those that this server has not.
  async::Scope drains_;
};

}  // namespace

std::unique_ptr<llm::ChatBackend> http_backend(Site& site, HttpBackendConfig config) {
  return std::make_unique<HttpBackend>(site, std::move(config));
}

}  // namespace quorum::providers
