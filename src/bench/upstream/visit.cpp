#include "bench/upstream/visit.hpp"

#include <fmt/format.h>

#include <utility>

#include "async/combine.hpp"
#include "bench/stamp.hpp"

namespace quorum::bench {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kCancelledKept = 100;
constexpr milliseconds kDripGap{1};
constexpr std::string_view kGarbage = "\x16\x03\x01 this is not HTTP\r\n\r\nnor is this\r\n";
constexpr std::string_view kNoise = "zz no chunk\r\n\xff\xfe";

http::RequestLimits limits() { return {.head = {}, .body_bytes_max = 64 << 20}; }

Error refusal_of(const Plan& plan) {
  switch (plan.fault) {
    case Fault::rate_limited:
      return {.code = Errc::rate_limited,
              .message = "Too many requests, says the bench.",
              .retry_after = plan.retry_after};
    case Fault::overloaded:
      return {.code = Errc::unavailable, .message = "Overloaded, says the bench."};
    default: return {.code = Errc::internal, .message = "Failed, says the bench."};
  }
}

}  // namespace

void Counters::note_cancelled() {
  ++cancelled;
  cancelled_ns.push_back(now_ns());
  if (cancelled_ns.size() > kCancelledKept) cancelled_ns.pop_front();
}

std::string Counters::json() const {
  return fmt::format(
      R"({{"connections":{},"accepted":{},"requests":{},"events":{},"answers":{},"streams":{},)"
      R"("cancelled":{},"cancelled_ns":[{}]}})",
      connections, accepted, requests, events, answers, streams, cancelled,
      fmt::join(cancelled_ns, ","));
}

const Script& Provider::script(const Wording& wording, Script::Sizes sizes) {
  for (const auto& script : scripts_) {
    if (&script->wording() == &wording && script->sizes() == sizes) return *script;
  }
  return *scripts_.emplace_back(std::make_unique<Script>(wording, sizes));
}

Visit::Visit(Provider& provider, std::unique_ptr<async::ByteStream> stream)
    : provider_(provider), stream_(std::move(stream)), reader_(limits()) {
  ++provider_.counters.connections;
  ++provider_.counters.accepted;
}

Visit::~Visit() { --provider_.counters.connections; }

Task<> Visit::run() {
  auto next = Next::keep;
  while (next == Next::keep) {
    if (!co_await receive()) co_return;
    next = co_await answer();
    if (!reader_.framing().is_kept_alive) co_return;
  }
}

Task<bool> Visit::receive() {
  reader_ = http::RequestReader(limits());
  if (!carry_.empty()) {
    const auto carried = std::exchange(carry_, {});
    const auto taken = reader_.push(carried);
    if (!taken) co_return false;
    carry_ = carried.substr(*taken);
  }
  while (reader_.phase() != http::RequestReader::Phase::done) {
    if (!co_await stream_->readable()) co_return false;
    const auto size = co_await stream_->read(provider_.scratch);
    if (!size || *size == 0) co_return false;
    const std::string_view bytes(provider_.scratch.data(), *size);
    const auto taken = reader_.push(bytes);
    if (!taken) co_return false;
    carry_ = bytes.substr(*taken);
  }
  co_return true;
}

Task<Visit::Next> Visit::answer() {
  const auto& head = reader_.head();
  if (head.method == "POST") co_return co_await answer_post();
  if (head.path() == "/bench/state") co_return co_await send_json(200, provider_.counters.json());
  if (head.path().ends_with("/models")) {
    co_return co_await send_json(200, R"({"object":"list","data":[]})");
  }
  co_return co_await send_json(404, R"({"error":{"message":"Nothing is here."}})");
}

Task<Visit::Next> Visit::answer_post() {
  ++provider_.counters.requests;
  const auto head = reader_.take_head();
  const auto body = reader_.take_body();
  const auto heard = hear(head.path(), body);
  const auto* only = provider_.config.only;
  if (!heard || (only && heard->wording != only)) {
    const bool is_known = heard || heard.error().code != Errc::not_found;
    co_return co_await send_json(
        is_known && !heard ? 400 : 404,
        R"({"error":{"message":"The bench understands no such request here."}})");
  }
  Order order{.plan = provider_.config.plan, .delivery = heard->delivery};
  read_words(heard->model, order.plan);
  if (const auto words = head.headers.get("x-bench")) read_words(*words, order.plan);
  if (order.plan.fault == Fault::none) order.plan.fault = provider_.dice.roll();
  order.script = &provider_.script(*heard->wording, {.event_bytes = order.plan.event_bytes,
                                                     .answer_bytes = order.plan.answer_bytes});
  order.ask = find_ask(body).value_or(0);
  co_return co_await serve(order);
}

Task<Visit::Next> Visit::serve(Order order) {
  const auto& plan = order.plan;
  is_cancelled_ = false;
  const bool is_at_once = order.delivery == dialects::Delivery::whole &&
                          plan.fault == Fault::none && plan.delay.count() == 0 &&
                          plan.jitter.count() == 0;
  if (is_at_once) co_return co_await tell_whole(&order);
  auto performing = perform(order);
  auto gone = stream_->peer_gone();
  const auto first = co_await async::race(std::move(performing), std::move(gone));
  if (first.index() == 1 || is_cancelled_) {
    provider_.counters.note_cancelled();
    co_return Next::close;
  }
  co_return std::get<0>(first);
}

Task<Visit::Next> Visit::perform(Order order) {
  co_await pause(order.plan.delay, order.plan.jitter);
  switch (order.plan.fault) {
    case Fault::rate_limited:
    case Fault::failed:
    case Fault::overloaded: co_return co_await refuse(&order);
    case Fault::stall: co_return co_await stay_silent();
    case Fault::garbage: (void)co_await send(kGarbage, nullptr); co_return Next::close;
    default: break;
  }
  if (order.delivery == dialects::Delivery::streamed) co_return co_await tell_stream(&order);
  co_return co_await tell_whole(&order);
}

Task<Visit::Next> Visit::refuse(const Order* order) {
  out_.clear();
  order->script->append_refusal(refusal_of(order->plan), out_);
  co_return co_await send(out_, nullptr) ? Next::keep : Next::close;
}

Task<Visit::Next> Visit::stay_silent() {
  co_await stream_->peer_gone();
  is_cancelled_ = true;
  co_return Next::close;
}

Task<Visit::Next> Visit::tell_whole(const Order* order) {
  out_.clear();
  order->script->append_reply(order->ask, out_);
  const auto fault = order->plan.fault;
  if (fault == Fault::none || fault == Fault::drip) {
    const bool is_sent = co_await send(out_, &order->plan);
    if (is_sent) ++provider_.counters.answers;
    co_return is_sent ? Next::keep : Next::close;
  }
  // What is late in a stream comes amidst a whole answer's body.
  if (!co_await send(std::string_view(out_).substr(0, out_.size() - 40), nullptr)) {
    co_return Next::close;
  }
  // A reset overtakes what was not read yet.
  if (fault == Fault::reset) {
    co_await pause(order->plan.gap, {});
    stream_->reset_on_close();
  }
  if (fault == Fault::half_open) (void)co_await stream_->finish();
  if (fault == Fault::half_open || fault == Fault::pause) co_return co_await stay_silent();
  co_return Next::close;
}

Task<Visit::Next> Visit::tell_stream(const Order* order) {
  struct Open {
    explicit Open(std::uint64_t& streams) : count(streams) { ++count; }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open() { --count; }
    std::uint64_t& count;
  };
  const Open open(provider_.counters.streams);
  const auto& plan = order->plan;
  const bool is_broken = plan.fault != Fault::none && plan.fault != Fault::drip;
  Telling telling(*order->script, order->ask);
  out_ = order->script->stream_head();
  auto due = provider_.loop.now();
  while (plan.events == 0 || telling.told() < plan.events) {
    if (is_broken && telling.told() >= plan.fault_after) break;
    telling.next(out_);
    if (!co_await send(out_, &plan)) co_return Next::close;
    ++provider_.counters.events;
    out_.clear();
    // Against the clock rather than from the last event: a busy moment delays, but slows nothing.
    due += plan.gap;
    if (plan.gap.count() > 0) co_await provider_.loop.sleep_until(due);
    co_await pause({}, plan.jitter);
  }
  if (is_broken) co_return co_await break_stream(order, &telling);
  telling.end(out_);
  append_last_chunk(out_);
  if (!co_await send(out_, &plan)) co_return Next::close;
  ++provider_.counters.answers;
  co_return Next::keep;
}

Task<Visit::Next> Visit::break_stream(const Order* order, Telling* telling) {
  switch (order->plan.fault) {
    case Fault::reset: stream_->reset_on_close(); break;
    case Fault::noise: out_ += kNoise; break;
    case Fault::babble:
      telling->babble(out_);
      append_last_chunk(out_);
      break;
    case Fault::unfinished: append_last_chunk(out_); break;
    case Fault::error:
      telling->fail({.code = Errc::upstream_failed, .message = "Failed, says the bench."}, out_);
      append_last_chunk(out_);
      break;
    default: break;
  }
  if (!out_.empty() && !co_await send(out_, nullptr)) co_return Next::close;
  if (order->plan.fault == Fault::half_open) (void)co_await stream_->finish();
  if (order->plan.fault == Fault::half_open || order->plan.fault == Fault::pause) {
    co_return co_await stay_silent();
  }
  co_return Next::close;
}

Task<bool> Visit::send(std::string_view bytes, const Plan* plan) {
  const bool is_drip = plan && plan->fault == Fault::drip;
  while (!bytes.empty()) {
    const auto piece = is_drip ? bytes.substr(0, 1) : bytes;
    const std::array pieces{piece};
    if (!co_await stream_->write(pieces)) {
      is_cancelled_ = true;
      co_return false;
    }
    bytes.remove_prefix(piece.size());
    if (is_drip) co_await provider_.loop.sleep(kDripGap);
  }
  co_return true;
}

Task<Visit::Next> Visit::send_json(int status, std::string body) {
  out_ = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", status,
      http::reason_phrase(status), body.size(), body);
  co_return co_await send(out_, nullptr) ? Next::keep : Next::close;
}

Task<> Visit::pause(milliseconds least, milliseconds jitter) {
  const auto wait = least + provider_.dice.jitter(jitter);
  if (wait.count() > 0) co_await provider_.loop.sleep(wait);
}

}  // namespace quorum::bench
