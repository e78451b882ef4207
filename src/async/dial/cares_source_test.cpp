#include "async/dial/cares_source.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "async/combine.hpp"
#include "testkit/run.hpp"

namespace quorum::dial {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

/// A name server on a port of its own, which answers each question as `reply` says.
class NameServer {
 public:
  /// The answer's records and code from a question's type (1: A, 28: AAAA).
  struct Reply {
    int code = 0;
    int answers = 0;
    std::string records{};
    bool is_silent = false;
  };

  explicit NameServer(std::function<Reply(std::string_view name, int type)> reply)
      : socket_(::socket(AF_INET, SOCK_DGRAM, 0)), reply_(std::move(reply)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;
  ~NameServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    std::array<char, 1500> bytes{};
    while (true) {
      sockaddr_in peer{};
      socklen_t peer_size = sizeof peer;
      auto* const raw = reinterpret_cast<sockaddr*>(&peer);
      const auto size = ::recvfrom(socket_, bytes.data(), bytes.size(), 0, raw, &peer_size);
      if (size < 12) return;
      const std::string question(bytes.data(), static_cast<std::size_t>(size));
      std::string name;
      std::size_t at = 12;
      while (question[at] != 0) {
        const auto length = static_cast<std::size_t>(question[at]);
        name += question.substr(at + 1, length) + ".";
        at += length + 1;
      }
      const auto reply = reply_(name, question[at + 2]);
      if (reply.is_silent) continue;
      auto answer = question.substr(0, at + 5);
      answer[2] = '\x81';
      answer[3] = static_cast<char>(0x80 + reply.code);
      answer[7] = static_cast<char>(reply.answers);
      answer[9] = answer[11] = 0;
      answer += reply.records;
      ::sendto(socket_, answer.data(), answer.size(), 0, raw, peer_size);
    }
  }

  int socket_;
  std::uint16_t port_ = 0;
  std::function<Reply(std::string_view, int)> reply_;
  std::jthread thread_;
};

/// One record of the name that was asked for.
std::string record(char type, char ttl, const std::string& data) {
  return "\xC0\x0C\0"s + type + "\0\x01\0\0\0"s + ttl + '\0' + static_cast<char>(data.size()) +
         data;
}

NameServer::Reply known(std::string_view name, int type) {
  if (name == "a.example." && type == 1) {
    return {.answers = 2,
            .records = record(1, 60, "\xC0\0\x02\x01"s) + record(1, 30, "\xC0\0\x02\x02"s)};
  }
  if (name == "a.example." && type == 28) {
    return {.answers = 1, .records = record(28, 20, "\x20\x01\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\x01"s)};
  }
  if (name == "only4.example." && type == 28) return {};
  if (name == "broken.example.") return {.code = 2};
  if (name == "silent.example.") return {.is_silent = true};
  return {.code = 3};
}

Task<std::string> ask(CaresSource* source, std::string name, Family family) {
  const auto found = co_await source->ask(std::move(name), family);
  if (!found) co_return found.error().reason;
  auto text = std::to_string(found->ttl.count()) + "s";
  for (const auto& address : found->addresses) text += " " + address.text();
  co_return text;
}

TEST(CaresSource, TellsAddressesAndTheirTime) {
  NameServer server(known);
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    const auto source = *CaresSource::create(loop, {.servers = server.address()});
    EXPECT_EQ(co_await ask(source.get(), "a.example", Family::v4), "30s 192.0.2.1:0 192.0.2.2:0");
    EXPECT_EQ(co_await ask(source.get(), "a.example", Family::v6), "20s [2001:db8::1]:0");
  });
}

TEST(CaresSource, ANameWithoutAddressesIsAnAnswer) {
  NameServer server(known);
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    const auto source = *CaresSource::create(loop, {.servers = server.address()});
    EXPECT_EQ(co_await ask(source.get(), "none.example", Family::v4), "10s");
    EXPECT_EQ(co_await ask(source.get(), "only4.example", Family::v6), "10s");
    EXPECT_EQ(co_await ask(source.get(), "a..b", Family::v4), "10s");
  });
}

TEST(CaresSource, AServerThatFailsSaysNothingOfTheName) {
  NameServer server(known);
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    const auto source = *CaresSource::create(loop, {.servers = server.address()});
    EXPECT_EQ(co_await ask(source.get(), "broken.example", Family::v4), "no_name_server");
    // And the next question is asked as if nothing had been.
    EXPECT_EQ(co_await ask(source.get(), "a.example", Family::v6), "20s [2001:db8::1]:0");
  });
}

TEST(CaresSource, ASlowQuestionHoldsUpNoOther) {
  NameServer server(known);
  testkit::run_for_real([&](async::Loop& loop) -> Task<> {
    const auto source = *CaresSource::create(loop, {.servers = server.address()});
    auto silent = ask(source.get(), "silent.example", Family::v4);
    auto quick = ask(source.get(), "a.example", Family::v6);
    const auto first = co_await async::race(std::move(silent), std::move(quick));
    EXPECT_EQ(first.index(), 1U);
    // Ends with a question unanswered: nothing hangs, nothing leaks.
  });
}

}  // namespace
}  // namespace quorum::dial
