// Whatever a client sends as HTTP/2, on a clock of its own: no head that HTTP/1 would refuse
// reaches a handler, no handler outlives its connection, and a connection whose client has gone
// ends.

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "fuzz.hpp"
#include "http/h2/server_connection.hpp"
#include "http/syntax.hpp"
#include "testkit/run.hpp"

namespace {

using namespace quorum;
using namespace std::chrono_literals;

/// What a client must say first; most inputs get it from us, to be spared learning it.
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::string_view kSettings{"\0\0\0\4\0\0\0\0\0", 9};

class Echo final : public http::Handler {
 public:
  explicit Echo(async::Loop& loop) : loop_(loop) {}

  Task<> handle(http::Request request, http::Responder& responder) override {
    const Count count(running);
    check(request.head);
    if (request.head.target == "/slow") co_await loop_.sleep(1s);
    if (!co_await responder.start_with({}, request.head.target)) co_return;
    if (!request.body.empty() && !co_await responder.write(request.body)) co_return;
    (void)co_await responder.finish();
  }
  http::Response refuse(const http::RequestHead&, int status, std::string_view) override {
    fuzz::require(status >= 400 && status <= 599);
    return {.head = {.status = status}, .body = "refused"};
  }

  int running = 0;

 private:
  struct Count {
    explicit Count(int& counted) : count(counted) { ++count; }
    ~Count() { --count; }
    int& count;
  };

  static void check(const http::RequestHead& head) {
    fuzz::require(http::is_token(head.method) && !head.target.empty());
    fuzz::require(std::ranges::none_of(head.target, [](unsigned char c) { return c <= ' '; }));
    for (std::size_t index = 0; index < head.headers.size(); ++index) {
      const auto [name, value, known] = head.headers[index];
      fuzz::require(http::is_token(name));
      fuzz::require(value.find_first_of(std::string_view("\0\r\n", 3)) == std::string_view::npos);
    }
  }

  async::Loop& loop_;
};

/// Reads what the server says, so that nothing waits for its client.
Task<> hear(async::ByteStream* stream) {
  std::array<char, 4096> buffer;
  while (true) {
    const auto size = co_await stream->read(buffer);
    if (!size || *size == 0) co_return;
  }
}

Task<> say(async::ByteStream* stream, std::string bytes, std::uint8_t seed) {
  std::string_view rest = bytes;
  std::uint32_t state = seed * 2654435761U + 1;
  while (!rest.empty()) {
    state = state * 1664525U + 1013904223U;
    const std::array<std::string_view, 1> piece{rest.substr(0, 1 + ((state >> 20U) & 0x3ffU))};
    if (!co_await stream->write(piece)) co_return;
    rest.remove_prefix(piece[0].size());
  }
}

Task<> converse(async::Loop* loop, std::string bytes, std::uint8_t seed) {
  Echo handler(*loop);
  http::ServerShared shared(*loop, handler, {.body_bytes_max = 4096, .streams_max = 8});
  auto [ours, theirs] = async::memory_pair(*loop);
  h2::ServerConnection connection(shared, std::move(ours), http::Peer{.address = "fuzz"}, "");
  async::Scope serving(*loop);
  serving.spawn(connection.run());
  {
    async::Scope client(*loop);
    client.spawn(hear(theirs.get()));
    client.spawn(say(theirs.get(), std::move(bytes), seed));
    co_await loop->sleep(2s);
  }
  theirs.reset();
  co_await loop->sleep(1s);
  fuzz::require(handler.running == 0 && serving.size() == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes((data[0] & 1) != 0 ? "" : kPreface);
  if ((data[0] & 2) == 0) bytes += kSettings;
  bytes += fuzz::text_of(data + 1, size - 1);
  testkit::run([&](async::Loop& loop) { return converse(&loop, std::move(bytes), data[0]); });
  return 0;
}
