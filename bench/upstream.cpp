/// A provider that answers at once: what a proxy costs is then the proxy's own.
///
///   bench_upstream PORT      POST with "stream":true → an event each 20 ms; else one JSON answer

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "http/server.hpp"

namespace quorum {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kAnswer =
    R"({"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4-0613","choices":[)"
    R"({"index":0,"message":{"role":"assistant","content":"Everything in moderation, and even that )"
    R"(only as far as it goes; the rest is a matter of taste.","refusal":null},"logprobs":null,)"
    R"("finish_reason":"stop"}],"usage":{"prompt_tokens":120,"completion_tokens":24,"total_tokens":144}})";

constexpr std::string_view kEvent =
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":"
    "\"gpt-4-0613\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" "
    "moderation\"},\"logprobs\":null,"
    "\"finish_reason\":null}]}\n\n";

class Provider final : public http::Handler {
 public:
  explicit Provider(async::Loop& loop) : loop_(loop) {}

  Task<> handle(http::Request request, http::Responder& responder) override {
    if (request.body.find("\"stream\":true") == std::string::npos) {
      http::Response answer{.head = {}, .body = std::string(kAnswer)};
      answer.head.headers.add("Content-Type", "application/json");
      (void)co_await responder.send(std::move(answer));
      co_return;
    }
    http::ResponseHead head;
    head.headers.add("Content-Type", "text/event-stream");
    if (!co_await responder.start(std::move(head))) co_return;
    while (true) {
      if (!co_await responder.write(kEvent)) co_return;
      co_await loop_.sleep(milliseconds{20});
    }
  }

  http::Response refuse(const http::RequestHead&, int status, std::string_view message) override {
    return {.head = {.status = status, .headers = {}}, .body = std::string(message)};
  }

 private:
  async::Loop& loop_;
};

int serve(std::string_view port_text) {
  std::uint16_t port = 0;
  std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  auto loop = async::Loop::create();
  if (!loop) return EXIT_FAILURE;
  Provider provider(**loop);
  const auto server = http::Server::listen(**loop, provider, {.port = port});
  if (!server) return EXIT_FAILURE;
  (*loop)->run();
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace quorum

int main(int argc, char** argv) { return argc == 2 ? quorum::serve(argv[1]) : EXIT_FAILURE; }
