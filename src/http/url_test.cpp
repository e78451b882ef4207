#include "http/url.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::http {
namespace {

struct Case {
  std::string text;
  std::string scheme;
  std::string host;
  std::uint16_t port;
  std::string target;
  std::string authority;
};

TEST(Url, ReadsEveryForm) {
  for (const auto& expected : {
           Case{"http://localhost", "http", "localhost", 80, "/", "localhost"},
           Case{"HTTPS://Api.Example.com/v1", "https", "Api.Example.com", 443, "/v1",
                "Api.Example.com"},
           Case{"http://127.0.0.1:8000/a/b?c=d&e", "http", "127.0.0.1", 8000, "/a/b?c=d&e",
                "127.0.0.1:8000"},
           Case{"https://h:443/", "https", "h", 443, "/", "h"},
           Case{"http://h:443/", "http", "h", 443, "/", "h:443"},
           Case{"http://h:/x", "http", "h", 80, "/x", "h"},
           Case{"http://[::1]:9/x", "http", "::1", 9, "/x", "[::1]:9"},
           Case{"https://[2001:db8::1]", "https", "2001:db8::1", 443, "/", "[2001:db8::1]"},
           Case{"http://h?q=1", "http", "h", 80, "/?q=1", "h"},
           Case{"http://h/x#part", "http", "h", 80, "/x", "h"},
           Case{"http://h#part", "http", "h", 80, "/", "h"},
           Case{"unix:/run/a.sock:/v1/x?y", "unix", "/run/a.sock", 0, "/v1/x?y", "localhost"},
           Case{"unix:/run/a.sock:/x#part", "unix", "/run/a.sock", 0, "/x", "localhost"},
           Case{"unix:/run/a.sock", "unix", "/run/a.sock", 0, "/", "localhost"},
           Case{"unix:/run/a.sock:", "unix", "/run/a.sock", 0, "/", "localhost"},
       }) {
    const auto url = Url::parse(expected.text);
    ASSERT_TRUE(url) << expected.text;
    EXPECT_EQ(url->scheme, expected.scheme) << expected.text;
    EXPECT_EQ(url->host, expected.host) << expected.text;
    EXPECT_EQ(url->port, expected.port) << expected.text;
    EXPECT_EQ(url->target, expected.target) << expected.text;
    EXPECT_EQ(url->authority(), expected.authority) << expected.text;
  }
}

TEST(Url, RefusesWhatItCannotReach) {
  for (const std::string text : {"",
                                 "localhost",
                                 "localhost:8000/x",
                                 "ftp://h/",
                                 "http:/h",
                                 "http://",
                                 "http:///x",
                                 "http://:80/",
                                 "http://h:0/",
                                 "http://h:65536/",
                                 "http://h:8x/",
                                 "http://a b/",
                                 "http://h/a b",
                                 "http://h/a\r\nHost: evil",
                                 "http://h\r\n/",
                                 "http://user@h/",
                                 "http://user:secret@h/",
                                 "http://[::1/",
                                 "http://[zz]/",
                                 "http://h/caf\xc3\xa9",
                                 "unix:",
                                 "unix::/x",
                                 "unix:/a:b",
                                 "unix:/a:/b c",
                                 "http://h/\x7f"}) {
    const auto url = Url::parse(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, Errc::invalid_request);
    EXPECT_EQ(url.error().message.find("secret"), std::string::npos);
  }
}

TEST(Url, SharesConnectionsByOrigin) {
  const auto a = Url::parse("http://h/one");
  const auto b = Url::parse("http://h:80/two");
  const auto c = Url::parse("https://h:80/two");
  EXPECT_EQ(a->origin(), b->origin());
  EXPECT_NE(a->origin(), c->origin());
}

}  // namespace
}  // namespace quorum::http
