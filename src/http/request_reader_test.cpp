#include "http/request_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quorum::http {
namespace {

using namespace std::string_view_literals;

constexpr RequestLimits kLimits{.head = {.bytes_max = 1024, .headers_max = 8},
                                .body_bytes_max = 64};
constexpr int kServed = 0;
constexpr int kMore = -1;  // Nothing wrong so far: the rest is waited for.

struct Outcome {
  int status = kMore;
  std::string body{};
  std::string target{};
  std::size_t taken = 0;

  bool operator==(const Outcome&) const = default;
};

Outcome read(const std::vector<std::string_view>& pieces,
             HeadMemory<RequestHead>* memory = nullptr) {
  RequestReader reader{kLimits, memory};
  Outcome outcome;
  for (const auto piece : pieces) {
    const auto taken = reader.push(piece);
    if (!taken) {
      EXPECT_FALSE(taken.error().message.empty());
      return {.status = taken.error().status};
    }
    outcome.taken += *taken;
    if (reader.phase() == RequestReader::Phase::done) {
      outcome.status = kServed;
      outcome.target = reader.head().target;
      outcome.body = reader.take_body();
      return outcome;
    }
    EXPECT_EQ(*taken, piece.size());
  }
  return outcome;
}

struct Case {
  std::string_view says;
  std::string bytes;
  int status;
  std::string body{};
  std::string target = "/";
};

std::string with(std::string_view fields, std::string_view body = "") {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(fields) + "\r\n" + std::string(body);
}
std::string chunked(std::string_view body) { return with("Transfer-Encoding: chunked\r\n", body); }
std::string line(std::string_view request_line) {
  return std::string(request_line) + "\r\nHost: h\r\n\r\n";
}

const std::vector<Case>& corpus() {
  static const std::vector<Case> cases{
      // Request lines.
      {"a plain request", line("GET / HTTP/1.1"), kServed},
      {"a query", line("GET /a?b=c%20d HTTP/1.1"), kServed, "", "/a?b=c%20d"},
      {"two slashes", line("GET //a HTTP/1.1"), kServed, "", "//a"},
      {"a method of its own", line("PURGE-IT / HTTP/1.1"), kServed},
      {"leading line ends", "\r\n\r\n" + line("GET / HTTP/1.1"), kServed},
      {"a leading bare line feed", "\n" + line("GET / HTTP/1.1"), 400},
      {"a leading space", " " + line("GET / HTTP/1.1"), 400},
      {"HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", kServed},
      {"HTTP/0.9", "GET /\r\n\r\n", 400},
      {"HTTP/9.9", line("GET / HTTP/9.9"), 505},
      {"HTTP/2.0", line("GET / HTTP/2.0"), 505},
      {"the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"HTTP/1.2", line("GET / HTTP/1.2"), 505},
      {"HTTP/1.10", line("GET / HTTP/1.10"), 400},
      {"HTTP/11", line("GET / HTTP/11"), 400},
      {"http/1.1", line("GET / http/1.1"), 400},
      {"no version", line("GET /"), 400},
      {"no target", line("GET HTTP/1.1"), 400},
      {"an empty target", line("GET  HTTP/1.1"), 400},
      {"two spaces before the target", line("GET  / HTTP/1.1"), 400},
      {"two spaces after it", line("GET /  HTTP/1.1"), 400},
      {"a space after the version", line("GET / HTTP/1.1 "), 400},
      {"a tab between", line("GET\t/ HTTP/1.1"), 400},
      {"a space inside the target", line("GET /a b HTTP/1.1"), 400},
      {"a zero in the target", line("GET /\0a HTTP/1.1"sv), 400},
      {"a control byte in the target", line("GET /\x01 HTTP/1.1"), 400},
      {"an unencoded byte in the target", line("GET /\xc3\xa9 HTTP/1.1"), 400},
      {"a fragment", line("GET /a#b HTTP/1.1"), 400},
      {"a target without a slash", line("GET a HTTP/1.1"), 400},
      {"a method that is no token", line("GE(T / HTTP/1.1"), 400},
      {"an endless method", line(std::string(40, 'A') + " / HTTP/1.1"), 501},
      {"CONNECT", line("CONNECT h:443 HTTP/1.1"), 501},
      {"a TLS hello", "\x16\x03\x01\x02", 400},
      {"OPTIONS *", line("OPTIONS * HTTP/1.1"), kServed, "", "*"},
      {"GET *", line("GET * HTTP/1.1"), 400},
      {"an absolute target", line("GET http://x:80/a?b HTTP/1.1"), kServed, "", "/a?b"},
      {"an absolute target of a query", line("GET HTTP://x?b HTTP/1.1"), kServed, "", "/?b"},
      {"an absolute target without a path", line("GET https://x HTTP/1.1"), kServed, "", "/"},
      {"an absolute OPTIONS", line("OPTIONS http://x HTTP/1.1"), kServed, "", "*"},
      {"another scheme", line("GET ftp://x/ HTTP/1.1"), 400},
      {"an absolute target without a host", line("GET http:///a HTTP/1.1"), 400},
      {"an absolute target with a password", line("GET http://u:p@x/ HTTP/1.1"), 400},
      {"a bare line feed after the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", 400},
      {"a bare carriage return in it", "GET / HTTP/1.1\rHost: h\r\n\r\n", 400},
      {"a long target", line("GET /" + std::string(2000, 'a') + " HTTP/1.1"), 414},
      // Fields.
      {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", kServed},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400},
      {"two Hosts beside an absolute target",
       "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"a Host that is a list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
      {"a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"a Host with a name", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"a Host with a bad port", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", 400},
      {"an IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n", kServed},
      {"a space before the colon", with("X : y\r\n"), 400},
      {"a tab before the colon", with("X\t: y\r\n"), 400},
      {"no colon", with("Xy\r\n"), 400},
      {"an empty name", with(": y\r\n"), 400},
      {"a name that is no token", with("X(y): z\r\n"), 400},
      {"a zero in a name", with("X\0: y\r\n"sv), 400},
      {"an empty value", with("X:\r\nContent-Length: 0\r\n"), kServed},
      {"blanks around a value", with("X: \t y \t \r\n"), kServed},
      {"a folded field", with("X: y\r\n z\r\n"), 400},
      {"a field folded with a tab", with("X: y\r\n\tz\r\n"), 400},
      {"a blank before the first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400},
      {"a zero in a value", with("X: a\0b\r\n"sv), 400},
      {"a control byte in a value", with("X: a\x0b\r\n"), 400},
      {"a DEL in a value", with("X: a\x7f\r\n"), 400},
      {"bytes beyond ASCII in a value", with("X: caf\xc3\xa9\r\n"), kServed},
      {"a bare line feed after a field", with("X: y\n"), 400},
      {"a bare carriage return in a value", with("X: a\rb: c\r\n"), 400},
      {"two carriage returns", with("X: a\r\r\n"), 400},
      {"a bare line feed as the last line", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400},
      {"as many fields as allowed", with("A:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n"), kServed},
      {"one field more", with("A:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\nA:\r\n"), 431},
      {"a Connection that is no list of tokens", with("Connection: keep(alive\r\n"), 400},
      {"a Connection with empty elements", with("Connection: , close,\r\nContent-Length: 0\r\n"),
       kServed},
      {"a long field", with("X: " + std::string(2000, 'a') + "\r\n"), 431},
      {"a long name", with(std::string(2000, 'a') + ": x\r\n"), 431},
      // Lengths.
      {"a body", with("Content-Length: 5\r\n", "hello"), kServed, "hello"},
      {"no body", with("Content-Length: 0\r\n"), kServed},
      {"a body that is not there yet", with("Content-Length: 5\r\n", "hel"), kMore},
      {"the largest body", with("Content-Length: 64\r\n", std::string(64, 'x')), kServed,
       std::string(64, 'x')},
      {"a larger one", with("Content-Length: 65\r\n"), 413},
      {"a sum that overflows", with("Content-Length: 18446744073709551616\r\n"), 400},
      {"2^63", with("Content-Length: 9223372036854775808\r\n"), 400},
      {"2^63-1", with("Content-Length: 9223372036854775807\r\n"), 413},
      {"+5", with("Content-Length: +5\r\n", "hello"), 400},
      {"-1", with("Content-Length: -1\r\n"), 400},
      {"0x5", with("Content-Length: 0x5\r\n", "hello"), 400},
      {"5 5", with("Content-Length: 5 5\r\n", "hello"), 400},
      {"5,5", with("Content-Length: 5,5\r\n", "hello"), 400},
      {"5.0", with("Content-Length: 5.0\r\n", "hello"), 400},
      {"an empty length", with("Content-Length:\r\n"), 400},
      {"two lengths", with("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"), 400},
      {"one length twice", with("Content-Length: 5\r\ncontent-length: 5\r\n", "hello"), 400},
      {"a length and a coding", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"a coding and a length", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
      {"an expectation of something else", with("Expect: a-miracle\r\nContent-Length: 1\r\n"), 417},
      {"two expectations, one of something else",
       with("Expect: a-miracle\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"), 417},
      // Codings.
      {"chunks", chunked("5\r\nhello\r\n0\r\n\r\n"), kServed, "hello"},
      {"CHUNKED", with("TRANSFER-ENCODING: CHUNKED\r\n", "1\r\nx\r\n0\r\n\r\n"), kServed, "x"},
      {"gzip, chunked", with("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"gzip", with("Transfer-Encoding: gzip\r\n"), 501},
      {"identity", with("Transfer-Encoding: identity\r\n"), 501},
      {"xchunked", with("Transfer-Encoding: xchunked\r\n"), 501},
      {"chunked twice", with("Transfer-Encoding: chunked, chunked\r\n"), 400},
      {"chunked in two fields",
       with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
      {"chunked not last", with("Transfer-Encoding: chunked, gzip\r\n"), 400},
      {"chunked not last, in two fields",
       with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400},
      {"chunked with a parameter", with("Transfer-Encoding: chunked;q=1\r\n"), 400},
      {"an empty coding", with("Transfer-Encoding:\r\n"), 400},
      {"a comma too many", with("Transfer-Encoding: ,chunked\r\n"), 400},
      {"a comma behind", with("Transfer-Encoding: chunked,\r\n"), 400},
      {"quoted chunked", with("Transfer-Encoding: \"chunked\"\r\n"), 400},
      {"a coding after a vertical tab",
       with("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       400},
      {"a coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      // Chunks.
      {"capital digits and zeros before", chunked("000A\r\n0123456789\r\n0\r\n\r\n"), kServed,
       "0123456789"},
      {"several chunks", chunked("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n"), kServed, "abc"},
      {"extensions", chunked("1;a\r\nx\r\n1;a=b;c=\"d;\\\"\\\\ \"\r\ny\r\n0;z\r\n\r\n"), kServed,
       "xy"},
      {"extensions with blanks", chunked("1 ; a = b\r\nx\r\n0\r\n\r\n"), kServed, "x"},
      {"trailers", chunked("1\r\nx\r\n0\r\nX-Sum: 1\r\nY: z\r\n\r\n"), kServed, "x"},
      {"a size of +1", chunked("+1\r\nx\r\n0\r\n\r\n"), 400},
      {"a size of -1", chunked("-1\r\nx\r\n0\r\n\r\n"), 400},
      {"a size of 0x1", chunked("0x1\r\nx\r\n0\r\n\r\n"), 400},
      {"a size of 1g", chunked("1g\r\nx\r\n0\r\n\r\n"), 400},
      {"a size of 1_0", chunked("1_0\r\nx\r\n0\r\n\r\n"), 400},
      {"an empty size", chunked("\r\nx\r\n0\r\n\r\n"), 400},
      {"a blank before a size", chunked(" 1\r\nx\r\n0\r\n\r\n"), 400},
      {"a blank after a size", chunked("1 \r\nx\r\n0\r\n\r\n"), 400},
      {"a size that overflows", chunked("10000000000000001\r\nx"), 400},
      {"a size far beyond", chunked("fffffffffffffff\r\nx"), kMore},
      {"a bare line feed after a size", chunked("1\nx\r\n0\r\n\r\n"), 400},
      {"a bare carriage return after a size", chunked("1\rx\r\n0\r\n\r\n"), 400},
      {"a bare line feed after data", chunked("1\r\nx\n0\r\n\r\n"), 400},
      {"data longer than its size", chunked("1\r\nxy\r\n0\r\n\r\n"), 400},
      {"data shorter than its size", chunked("3\r\nx\r\n0\r\n\r\n"), 400},
      {"an extension without a name", chunked("1;\r\nx\r\n0\r\n\r\n"), 400},
      {"an extension without a semicolon", chunked("1 a\r\nx\r\n0\r\n\r\n"), 400},
      {"an extension without a value", chunked("1;a=\r\nx\r\n0\r\n\r\n"), 400},
      {"an extension's open quote", chunked("1;a=\"b\r\nx\r\n0\r\n\r\n"), 400},
      {"a bare line feed in an extension", chunked("1;a\nb\r\nx\r\n0\r\n\r\n"), 400},
      {"a bare carriage return in an extension", chunked("1;a\rb\r\nx\r\n0\r\n\r\n"), 400},
      {"a zero in an extension", chunked("1;a=\"\0\"\r\nx\r\n0\r\n\r\n"sv), 400},
      {"an endless extension", chunked("1;" + std::string(5000, 'a') + "\r\nx\r\n"), 400},
      {"an endless size", chunked(std::string(5000, '0')), 400},
      {"a length in the trailers", chunked("0\r\nContent-Length: 1\r\n\r\n"), 400},
      {"a coding in the trailers", chunked("0\r\ntransfer-encoding: chunked\r\n\r\n"), 400},
      {"a Host in the trailers", chunked("0\r\nHost: other\r\n\r\n"), 400},
      {"a trailer without a colon", chunked("0\r\nX\r\n\r\n"), 400},
      {"a folded trailer", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400},
      {"a bare line feed after a trailer", chunked("0\r\nX: y\n\r\n"), 400},
      {"a bare line feed at the end", chunked("0\r\n\n"), 400},
      {"the end not there yet", chunked("0\r\n"), kMore},
      {"chunks larger than allowed", chunked("41\r\n" + std::string(65, 'x') + "\r\n0\r\n\r\n"),
       413},
  };
  return cases;
}

TEST(RequestReader, TakesOrRefusesEveryRequestOfTheCorpus) {
  for (const auto& expected : corpus()) {
    const auto outcome = read({expected.bytes});
    EXPECT_EQ(outcome.status, expected.status) << expected.says;
    if (expected.status != kServed) continue;
    EXPECT_EQ(outcome.body, expected.body) << expected.says;
    EXPECT_EQ(outcome.target, expected.target) << expected.says;
    EXPECT_EQ(outcome.taken, expected.bytes.size()) << expected.says;
  }
}

TEST(RequestReader, DoesNotDependOnWhereARequestIsCut) {
  for (const auto& expected : corpus()) {
    const std::string_view bytes = expected.bytes;
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      const auto outcome = read({bytes.substr(0, cut), bytes.substr(cut)});
      ASSERT_EQ(outcome.status, expected.status) << expected.says << ", cut at byte " << cut;
      if (expected.status != kServed) continue;
      ASSERT_EQ(outcome.body, expected.body) << expected.says << ", cut at byte " << cut;
      ASSERT_EQ(outcome.target, expected.target) << expected.says << ", cut at byte " << cut;
    }
  }
}

TEST(RequestReader, TakesAByteAtATime) {
  for (const auto& expected : corpus()) {
    std::vector<std::string_view> pieces;
    for (const char& byte : expected.bytes) pieces.emplace_back(&byte, 1);
    const auto outcome = read(pieces);
    ASSERT_EQ(outcome.status, expected.status) << expected.says;
    if (expected.status == kServed) {
      ASSERT_EQ(outcome.body, expected.body) << expected.says;
    }
  }
}

TEST(RequestReader, ReadsTheSameWhateverItRemembers) {
  HeadMemory<RequestHead> memory;
  for (const auto& expected : corpus()) {
    for (int again = 0; again < 2; ++again) {
      ASSERT_EQ(read({expected.bytes}, &memory), read({expected.bytes})) << expected.says;
    }
  }
}

TEST(RequestReader, TakesTheRestOfABodyAtItsPlace) {
  constexpr auto kHead = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"sv;
  for (const std::size_t pushed : {0U, 1U, 8U}) {
    for (const std::size_t step : {1U, 3U, 100U}) {
      std::string_view rest = "some body";
      RequestReader reader{kLimits};
      EXPECT_FALSE(reader.has_room());
      ASSERT_TRUE(reader.push(std::string{kHead}.append(rest.substr(0, pushed))));
      rest.remove_prefix(pushed);
      while (reader.phase() == RequestReader::Phase::body) {
        ASSERT_TRUE(reader.has_room());
        reader.fill([&](std::span<char> place) {
          EXPECT_EQ(place.size(), rest.size());
          return rest.substr(0, step).copy(place.data(), place.size());
        });
        rest.remove_prefix(std::min(step, rest.size()));
      }
      EXPECT_EQ(reader.phase(), RequestReader::Phase::done);
      EXPECT_FALSE(reader.has_room());
      EXPECT_EQ(reader.body(), "some body");
    }
  }
}

TEST(RequestReader, GivesAPlaceOnlyToWhatIsSurelyTheBodys) {
  RequestReader chunked{kLimits};
  ASSERT_TRUE(
      chunked.push("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na"));
  EXPECT_EQ(chunked.phase(), RequestReader::Phase::body);
  EXPECT_FALSE(chunked.has_room());
  RequestReader mixed{kLimits};
  ASSERT_TRUE(mixed.push("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"));
  mixed.fill([](std::span<char>) { return std::size_t{0}; });
  EXPECT_TRUE(mixed.body().empty());
  mixed.fill([](std::span<char> place) { return "a"sv.copy(place.data(), 1); });
  ASSERT_EQ(mixed.push("bcGET"), 2U);
  EXPECT_EQ(mixed.phase(), RequestReader::Phase::done);
  EXPECT_EQ(mixed.body(), "abc");
}

TEST(RequestReader, LeavesTheNextRequestAlone) {
  const std::string first = chunked("1\r\na\r\n0\r\n\r\n");
  RequestReader reader{kLimits};
  EXPECT_EQ(reader.push(first + "GET /next HTTP/1.1\r\n"), first.size());
  EXPECT_EQ(reader.phase(), RequestReader::Phase::done);
}

TEST(RequestReader, GivesTheFieldsAsSent) {
  RequestReader reader{kLimits};
  ASSERT_TRUE(reader.push("GET /x HTTP/1.1\r\nHost: h\r\nX-Odd:  a  b \r\nx-odd: c\r\n\r\n"));
  ASSERT_EQ(reader.phase(), RequestReader::Phase::done);
  const auto head = reader.take_head();
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.minor_version, 1);
  ASSERT_EQ(head.headers.size(), 3);
  EXPECT_EQ(head.headers[1].name, "X-Odd");
  EXPECT_EQ(head.headers[1].value, "a  b");
  EXPECT_EQ(head.headers[2].value, "c");
}

TEST(RequestReader, LetsAnAbsoluteTargetsHostWin) {
  RequestReader reader{kLimits};
  ASSERT_TRUE(reader.push("GET http://right:1/x HTTP/1.1\r\nHost: wrong\r\nA: b\r\n\r\n"));
  const auto head = reader.take_head();
  EXPECT_EQ(head.headers.get("host"), "right:1");
  EXPECT_EQ(head.headers.get("a"), "b");
  EXPECT_EQ(head.target, "/x");
}

TEST(RequestReader, KnowsTheRequestLineOfWhatItRefuses) {
  RequestReader reader{kLimits};
  const auto refused = reader.push("POST /v1/x HTTP/1.1\r\nHost: h\r\nContent-Length: 99\r\n\r\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(reader.head().target, "/v1/x");
  EXPECT_EQ(reader.head().method, "POST");
}

TEST(RequestReader, SaysWhenTheClientWaitsForContinue) {
  RequestReader reader{kLimits};
  ASSERT_TRUE(reader.push(with("Content-Length: 2\r\nExpect: 100-Continue\r\n")));
  EXPECT_TRUE(reader.wants_continue());
  ASSERT_TRUE(reader.push("o"));
  EXPECT_FALSE(reader.wants_continue());
  ASSERT_TRUE(reader.push("k"));
  EXPECT_EQ(reader.phase(), RequestReader::Phase::done);

  RequestReader without_body{kLimits};
  ASSERT_TRUE(without_body.push(with("Expect: 100-continue\r\n")));
  EXPECT_FALSE(without_body.wants_continue());
  EXPECT_EQ(without_body.phase(), RequestReader::Phase::done);
}

TEST(RequestReader, KeepsTheConnectionAsItsVersionSays) {
  const auto is_kept = [](std::string_view bytes) {
    RequestReader reader{kLimits};
    EXPECT_TRUE(reader.push(bytes)) << bytes;
    return reader.framing().is_kept_alive;
  };
  EXPECT_TRUE(is_kept("GET / HTTP/1.1\r\nHost: h\r\n\r\n"));
  EXPECT_FALSE(is_kept("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n"));
  EXPECT_FALSE(is_kept("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(is_kept("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
  EXPECT_FALSE(is_kept("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"));
}

TEST(RequestReader, IsIdleUntilTheFirstByte) {
  RequestReader reader{kLimits};
  EXPECT_EQ(reader.phase(), RequestReader::Phase::idle);
  ASSERT_TRUE(reader.push(""));
  EXPECT_EQ(reader.phase(), RequestReader::Phase::idle);
  ASSERT_TRUE(reader.push("G"));
  EXPECT_EQ(reader.phase(), RequestReader::Phase::head);
}

}  // namespace
}  // namespace quorum::http
