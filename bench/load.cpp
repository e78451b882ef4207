/// A closed loop of chat requests, or open streams whose events are counted.
///
///   bench_load --port P --connections N --seconds S [--body BYTES] [--stream]
///
/// Prints `answers N events N faults N`. A fault is anything but a whole answer with status 200.

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "async/scope.hpp"
#include "http/client.hpp"

namespace quorum {
namespace {

struct Options {
  std::uint16_t port = 0;
  std::size_t connections = 64;
  std::size_t seconds = 5;
  std::size_t body_bytes = 1024;
  bool is_stream = false;
};

struct Tally {
  std::size_t answers = 0;
  std::size_t events = 0;
  std::size_t faults = 0;
};

template <typename T>
void read_number(const char* text, T& number) {
  const std::string_view view(text);
  std::from_chars(view.data(), view.data() + view.size(), number);
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name(argv[i]);
    if (name == "--stream") options.is_stream = true;
    if (i + 1 == argc) break;
    if (name == "--port") read_number(argv[i + 1], options.port);
    if (name == "--connections") read_number(argv[i + 1], options.connections);
    if (name == "--seconds") read_number(argv[i + 1], options.seconds);
    if (name == "--body") read_number(argv[i + 1], options.body_bytes);
  }
  return options;
}

http::ClientRequest make_request(const Options& options) {
  http::ClientRequest request;
  request.url = {.scheme = "http",
                 .host = "127.0.0.1",
                 .port = options.port,
                 .target = "/v1/chat/completions"};
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Authorization", "Bearer sk-bench-0123456789");
  const std::string head = std::string(R"({"model":"gpt-4","stream":)") +
                           (options.is_stream ? "true" : "false") +
                           R"(,"messages":[{"role":"user","content":")";
  const std::string tail = R"("}]})";
  const auto used = head.size() + tail.size();
  request.body =
      head + std::string(options.body_bytes > used ? options.body_bytes - used : 1, 'x') + tail;
  return request;
}

std::size_t count_events(std::string_view piece) {
  std::size_t found = 0;
  for (std::size_t at = piece.find("data: "); at != std::string_view::npos;
       at = piece.find("data: ", at + 1)) {
    ++found;
  }
  return found;
}

Task<> ask_for_ever(http::Client& client, Options options, Tally& tally) {
  while (true) {
    auto request = make_request(options);
    auto answer = co_await client.send(std::move(request));
    if (!answer || (*answer)->head().status != 200) {
      ++tally.faults;
      co_return;
    }
    while (true) {
      const auto piece = co_await (*answer)->read();
      if (!piece) ++tally.faults;
      if (!piece || piece->empty()) break;
      tally.events += count_events(*piece);
    }
    ++tally.answers;
  }
}

Task<> run(async::Loop& loop, Options options) {
  const auto client = http::Client::create(loop, {.idle_per_origin_max = options.connections});
  Tally tally;
  async::Scope scope(loop);
  for (std::size_t i = 0; i < options.connections; ++i) {
    scope.spawn(ask_for_ever(*client, options, tally));
  }
  co_await loop.sleep(std::chrono::seconds{options.seconds});
  scope.cancel();
  std::printf("answers %zu events %zu faults %zu\n", tally.answers, tally.events, tally.faults);
}

}  // namespace
}  // namespace quorum

int main(int argc, char** argv) {
  auto loop = quorum::async::Loop::create();
  if (!loop) return EXIT_FAILURE;
  (*loop)->run_until_done(quorum::run(**loop, quorum::read_options(argc, argv)));
  return EXIT_SUCCESS;
}
