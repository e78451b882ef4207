#include "http/tunnel.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "async/memory_stream.hpp"
#include "async/scope.hpp"
#include "testkit/run.hpp"

namespace quorum::http {
namespace {

struct Tried {
  std::string asked;    ///< What the proxy read.
  std::string outcome;  ///< What came through the tunnel, or why there is none.
  std::string detail{};
};

Task<> play_proxy(async::ByteStream* stream, std::string answer, std::size_t cut,
                  std::string* asked) {
  std::array<char, 4096> bytes{};
  const auto size = co_await stream->read(bytes);
  asked->assign(bytes.data(), size.value_or(0));
  for (const std::string_view part :
       {std::string_view(answer).substr(0, cut), std::string_view(answer).substr(cut)}) {
    const std::array<std::string_view, 1> pieces{part};
    if (!part.empty()) (void)co_await stream->write(pieces);
  }
  (void)co_await stream->finish();
}

Tried tunnel(std::string answer, std::string proxy = "http://proxy:3128", std::size_t cut = 0) {
  return testkit::run([&](async::Loop& loop) -> Task<Tried> {
    Tried tried;
    auto [ours, theirs] = async::memory_pair(loop);
    async::Scope scope(loop);
    scope.spawn(play_proxy(theirs.get(), answer, cut, &tried.asked));
    const auto parsed = *Proxy::parse(proxy);
    auto stream = co_await open_tunnel(std::move(ours), &parsed, "api.example:443");
    if (!stream) {
      tried.outcome = stream.error().message;
      tried.detail = stream.error().detail;
      EXPECT_EQ(stream.error().code, Errc::unavailable);
      co_return tried;
    }
    std::array<char, 64> bytes{};
    const auto size = co_await (*stream)->read(bytes);
    tried.outcome = "open " + std::string(bytes.data(), size.value_or(0));
    co_return tried;
  });
}

TEST(Tunnel, AsksForTheOriginAndNothingElse) {
  const auto tried = tunnel("HTTP/1.1 200 Connection established\r\n\r\n");
  EXPECT_EQ(tried.asked,
            "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n"
            "User-Agent: quorum\r\n\r\n");
  EXPECT_EQ(tried.outcome, "open ");
}

TEST(Tunnel, ShowsTheProxyItsCredentials) {
  const auto tried = tunnel("HTTP/1.0 200 OK\r\n\r\n", "http://user:pass@proxy:3128");
  EXPECT_NE(tried.asked.find("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n"), std::string::npos);
}

TEST(Tunnel, IsOpenWhereverTheAnswerIsCut) {
  const std::string answer = "HTTP/1.1 200 OK\r\nVia: squid\r\n\r\n";
  for (std::size_t cut = 0; cut <= answer.size(); ++cut) {
    EXPECT_EQ(tunnel(answer, "proxy:1", cut).outcome, "open ") << "cut at byte " << cut;
  }
}

TEST(Tunnel, SaysInWordsWhyThereIsNone) {
  EXPECT_EQ(tunnel("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope").outcome,
            "The proxy will not pass this on (HTTP 403).");
  EXPECT_EQ(tunnel("HTTP/1.1 407 No\r\n\r\n").outcome,
            "The proxy wants a name and a password (HTTP 407): put them into its URL, as "
            "http://name:password@host:port.");
  const auto wrong = tunnel("HTTP/1.1 407 No\r\n\r\n", "http://user:secret@proxy:1");
  EXPECT_EQ(wrong.outcome, "The proxy does not take the name and password of its URL (HTTP 407).");
  EXPECT_EQ(wrong.detail, "proxy:1 answered 407");
  const std::string broken = "The proxy did not answer as HTTP asks, or broke off.";
  EXPECT_EQ(tunnel("").outcome, broken);
  EXPECT_EQ(tunnel("HTTP/1.1 200 OK\r\n").outcome, broken);
  EXPECT_EQ(tunnel("SSH-2.0-OpenSSH\r\n\r\n").outcome, broken);
  EXPECT_EQ(tunnel("HTTP/1.1 200 OK\r\n\r\nunasked").outcome, broken);
}

}  // namespace
}  // namespace quorum::http
