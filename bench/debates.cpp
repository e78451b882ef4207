/// Many debates at once, each watched by viewers that count every event.
///
///   bench_debates --port P --debates N --viewers V --rounds R
///
/// Half of the viewers come late; a third of them leave in the middle and come back with
/// `Last-Event-ID`. Prints one line, `debates N completed N events N deltas N faults N`; a fault is
/// an event lost, doubled or out of order, a turn whose deltas are not its text, or a bad answer.

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "http/client.hpp"
#include "json/value.hpp"
#include "sse/parser.hpp"

namespace quorum {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kEventBytesMax = 4 << 20;

struct Options {
  std::uint16_t port = 0;
  std::size_t debates = 200;
  std::size_t viewers = 2;
  std::size_t rounds = 3;
};

struct Tally {
  std::size_t completed = 0;
  std::size_t events = 0;
  std::size_t deltas = 0;
  std::size_t faults = 0;
  std::size_t explained = 0;

  void fault(std::string_view why, std::string_view what) {
    ++faults;
    if (++explained <= 10) {
      fmt::print(stderr, "fault: {}: {}\n", why, what.substr(0, 300));
    }
  }
};

/// What one viewer has seen of one debate.
class Watch {
 public:
  explicit Watch(Tally& tally) : tally_(tally) {}

  void see(const sse::Event& event) {
    ++tally_.events;
    std::uint64_t seq = 0;
    std::from_chars(event.id.data(), event.id.data() + event.id.size(), seq);
    if (seq != last_seq_ + 1) tally_.fault("expected " + std::to_string(last_seq_ + 1), event.id);
    last_seq_ = seq;
    if (event.name == "turn.delta") see_delta(event.data);
    if (event.name == "turn.finished") see_turn(event.data);
    if (event.name == "debate.completed") is_complete_ = true;
    if (event.name == "debate.failed") tally_.fault("failed", event.data);
  }

  std::uint64_t last_seq() const { return last_seq_; }
  bool is_complete() const { return is_complete_; }

 private:
  static std::string turn_of(json::Value data) {
    return std::string(data["turn"].string().value_or(data["turn_id"].string().value_or("")));
  }

  void see_delta(std::string_view text) {
    ++tally_.deltas;
    const auto document = json::Document::parse(text);
    if (!document) return tally_.fault("not JSON", text);
    const auto data = document->root();
    auto& so_far = turns_[turn_of(data)];
    if (data["offset"].integer() != static_cast<std::int64_t>(so_far.size())) {
      tally_.fault("offset is not " + std::to_string(so_far.size()), text);
    }
    so_far += data["text"].string().value_or("");
  }

  void see_turn(std::string_view text) {
    const auto document = json::Document::parse(text);
    if (!document) return tally_.fault("not JSON", text);
    const auto data = document->root();
    if (data["text"].string() != turns_[turn_of(data)]) tally_.fault("deltas are not it", text);
  }

  Tally& tally_;
  std::uint64_t last_seq_ = 0;
  bool is_complete_ = false;
  std::map<std::string, std::string> turns_;
};

struct Bench {
  async::Loop& loop;
  http::Client& client;
  Options options;
  Tally tally{};

  http::ClientRequest request(std::string method, std::string target) const {
    http::ClientRequest made;
    made.method = std::move(method);
    made.url = {
        .scheme = "http", .host = "127.0.0.1", .port = options.port, .target = std::move(target)};
    made.waits.head_max = milliseconds{120'000};
    made.waits.chunk_max = milliseconds{120'000};
    return made;
  }
};

/// Reads events until the stream ends, or until `leave_after` of them.
Task<> follow(Bench* bench, Watch* watch, std::string id, std::size_t leave_after) {
  auto request = bench->request("GET", "/v1/debates/" + id + "/events");
  if (watch->last_seq() > 0)
    request.headers.add("Last-Event-ID", std::to_string(watch->last_seq()));
  auto answer = co_await bench->client.send(std::move(request));
  if (!answer) {
    bench->tally.fault("no events", answer.error().message + answer.error().detail);
    co_return;
  }
  sse::Parser parser(kEventBytesMax);
  std::vector<sse::Event> events;
  std::size_t seen = 0;
  while (seen < leave_after) {
    const auto piece = co_await (*answer)->read();
    if (!piece) {
      bench->tally.fault("stream cut", piece.error().message);
      co_return;
    }
    if (piece->empty()) co_return;
    events.clear();
    if (!parser.push(*piece, events)) co_return;
    for (const auto& event : events) watch->see(event);
    seen += events.size();
  }
}

Task<> view(Bench* bench, std::string id, std::size_t number) {
  Watch watch(bench->tally);
  if (number % 2 == 1) co_await bench->loop.sleep(milliseconds{50 * (number % 60)});
  if (number % 3 == 2) co_await follow(bench, &watch, id, 40);
  co_await follow(bench, &watch, id, SIZE_MAX);
  if (watch.is_complete()) {
    ++bench->tally.completed;
  } else {
    bench->tally.fault("ended without debate.completed", id);
  }
}

Task<> debate(Bench* bench, std::size_t number) {
  auto request = bench->request("POST", "/v1/debates");
  request.headers.add("Content-Type", "application/json");
  request.body =
      R"({"question":"Tea or coffee, the )" + std::to_string(number) + R"(th time?","rounds":)" +
      std::to_string(bench->options.rounds) +
      R"(,"seats":[{"model":"gpt-4"},{"model":"gpt-4-turbo"},{"model":"gpt-3.5-turbo"},)" +
      R"({"model":"gpt-4o"}],"judges":[{"model":"gpt-4o-mini"}]})";
  auto answer = co_await bench->client.send(std::move(request));
  if (!answer) {
    bench->tally.fault("not started", answer.error().message + answer.error().detail);
    co_return;
  }
  const auto body = co_await (*answer)->read_all(1 << 20);
  const auto document = json::Document::parse(body ? *body : "");
  if ((*answer)->head().status != 201 || !document) {
    bench->tally.fault("not started", body ? *body : body.error().message);
    co_return;
  }
  const std::string id(document->root()["id"].string().value_or(""));
  async::Scope viewers(bench->loop);
  for (std::size_t i = 0; i < bench->options.viewers; ++i) {
    viewers.spawn(view(bench, id, number * bench->options.viewers + i));
  }
  co_await viewers.join();
}

Task<> run(async::Loop& loop, Options options) {
  const auto client = http::Client::create(loop, {.idle_per_origin_max = 512});
  Bench bench{.loop = loop, .client = *client, .options = options};
  async::Scope scope(loop);
  for (std::size_t i = 0; i < options.debates; ++i) scope.spawn(debate(&bench, i));
  co_await scope.join();
  std::printf("debates %zu completed %zu events %zu deltas %zu faults %zu\n", options.debates,
              bench.tally.completed / options.viewers, bench.tally.events, bench.tally.deltas,
              bench.tally.faults);
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name(argv[i]);
    const std::string_view text(argv[i + 1]);
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    if (name == "--port") options.port = static_cast<std::uint16_t>(value);
    if (name == "--debates") options.debates = value;
    if (name == "--viewers") options.viewers = value;
    if (name == "--rounds") options.rounds = value;
  }
  return options;
}

}  // namespace
}  // namespace quorum

int main(int argc, char** argv) {
  auto loop = quorum::async::Loop::create();
  if (!loop) return EXIT_FAILURE;
  (*loop)->run_until_done(quorum::run(**loop, quorum::read_options(argc, argv)));
  return EXIT_SUCCESS;
}
