#include "http/h2/codec.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "http/h2/fake_peer.hpp"

namespace quorum::h2 {
namespace {

constexpr CodecConfig kServer{};
constexpr CodecConfig kClient{.side = CodecConfig::Side::client};

Fields ok() {
  Fields fields;
  fields.add(":status", "200");
  return fields;
}

/// Lets both speak until neither has anything to say, in pieces of `piece` bytes.
void talk(FakePeer& one, FakePeer& other, std::size_t piece = 1 << 20) {
  const auto pass = [&](FakePeer& from, FakePeer& to) {
    const auto bytes = from.said();
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      (void)to.codec->push(std::string_view(bytes).substr(at, piece));
    }
    return !bytes.empty();
  };
  bool has_spoken = true;
  while (has_spoken) {
    has_spoken = pass(one, other);
    has_spoken = pass(other, one) || has_spoken;
  }
}

TEST(Codec, CarriesARequestAndItsAnswerInWhateverPieces) {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 9U, 24U, 1'000'000U}) {
    FakePeer client(kClient);
    FakePeer server(kServer);
    const auto id = client.ask("POST", "/x", "question");
    talk(client, server, piece);
    EXPECT_EQ(server.seen(id).head, ":method: POST\n:scheme: http\n:authority: h\n:path: /x\n");
    EXPECT_EQ(server.seen(id).body, "question");
    EXPECT_TRUE(server.seen(id).is_ended);

    Outgoing answer{.bytes = "answer"};
    EXPECT_TRUE(server.codec->respond(id, ok(), &answer));
    talk(client, server, piece);
    EXPECT_EQ(client.seen(id).body, "answer");
    EXPECT_FALSE(client.seen(id).is_ended);
    EXPECT_TRUE(answer.bytes.empty());

    answer.is_last = true;
    server.codec->resume(id);
    talk(client, server, piece);
    EXPECT_TRUE(client.seen(id).is_ended);
    EXPECT_TRUE(client.seen(id).is_closed);
    EXPECT_TRUE(server.seen(id).is_closed);
    EXPECT_TRUE(answer.is_done);
  }
}

TEST(Codec, GrantsNoMoreThanIsConsumed) {
  FakePeer client(kClient);
  FakePeer server(kServer, FakePeer::Reading::off);
  const auto id = client.ask("POST", "/", std::string(1 << 20, 'x'));
  talk(client, server);
  EXPECT_EQ(server.seen(id).body.size(), 256U << 10);
  for (std::size_t size = 512 << 10; size <= 1 << 20; size += 256 << 10) {
    server.read_on(id);
    talk(client, server);
    EXPECT_EQ(server.seen(id).body.size(), size);
  }
}

TEST(Codec, TakesNoMoreThanItIsAskedFor) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  const auto id = client.ask("POST", "/", std::string(200'000, 'x'));
  talk(client, server);
  const std::string body(200'000, 'y');
  Outgoing answer{.bytes = body, .is_last = true};
  EXPECT_TRUE(server.codec->respond(id, ok(), &answer));
  std::string bytes;
  server.codec->pull(bytes, 20'000);
  EXPECT_LT(bytes.size(), 40'000U);
  EXPECT_FALSE(answer.is_taken());
  (void)client.codec->push(bytes);
  talk(client, server);
  EXPECT_EQ(client.seen(id).body.size(), 200'000U);
  EXPECT_TRUE(client.seen(id).is_ended);
}

TEST(Codec, ResetsOneStreamAndNoOther) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  const auto first = client.ask("GET", "/1");
  const auto second = client.ask("GET", "/2");
  talk(client, server);
  server.codec->reset(first, Code::internal_error);
  EXPECT_TRUE(server.codec->respond(second, ok(), nullptr));
  talk(client, server);
  EXPECT_EQ(client.seen(first).code, Code::internal_error);
  EXPECT_TRUE(client.seen(first).is_closed);
  EXPECT_TRUE(client.seen(second).is_ended);
}

TEST(Codec, AnnouncesItsEndAndTakesWhatWasOnItsWay) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  talk(client, server);
  server.codec->announce_end();
  const auto notice = server.said();
  const auto late = client.ask("GET", "/late");
  (void)server.codec->push(client.said());
  (void)client.codec->push(notice);
  EXPECT_EQ(client.last_of_goaway, 0x7FFF'FFFF);
  talk(client, server);
  EXPECT_TRUE(server.seen(late).is_ended);
  EXPECT_EQ(client.last_of_goaway, late);
  EXPECT_TRUE(server.codec->respond(late, ok(), nullptr));
  talk(client, server);
  EXPECT_TRUE(client.seen(late).is_ended);
  EXPECT_TRUE(server.codec->is_over());
}

TEST(Codec, EndsAConnectionWhoseHeadIsUnbearable) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  server.field_bytes_borne = 10;
  client.ask("GET", "/");
  talk(client, server);
  EXPECT_EQ(client.code_of_goaway, Code::enhance_your_calm);
  EXPECT_TRUE(server.codec->is_over());
}

/// Sends `frames` behind a client's preface; gives how the server ended the connection.
Code answer_to(std::string_view frames) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  talk(client, server);
  (void)server.codec->push(frames);
  (void)client.codec->push(server.said());
  return client.last_of_goaway < 0 ? Code::no_error : client.code_of_goaway;
}

using namespace std::string_view_literals;

// A request for / on stream 5, from HPACK's static table: method, scheme, path; no authority.
constexpr auto kRequestOn5 = "\0\0\3\1\5\0\0\0\5\x82\x86\x84"sv;

TEST(Codec, EndsConnectionsThatBreakTheProtocol) {
  EXPECT_EQ(answer_to("\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0"sv), Code::no_error);  // A ping.
  EXPECT_EQ(answer_to("\0\0\10\6\0\0\0\0\1\0\0\0\0\0\0\0\0"sv), Code::protocol_error);
  EXPECT_EQ(answer_to("\0\0\4\10\0\0\0\0\0\0\0\0\0"sv), Code::protocol_error);  // No window.
  EXPECT_EQ(answer_to("\0\0\1\0\0\0\0\0\1x"sv), Code::protocol_error);  // A body without a head.
  EXPECT_EQ(answer_to("\0\0\3\1\5\0\0\0\2\x82\x86\x84"sv), Code::protocol_error);  // Even stream.
  const std::string later(kRequestOn5);
  auto earlier = later;
  earlier[8] = 3;
  EXPECT_EQ(answer_to(later), Code::no_error);
  EXPECT_EQ(answer_to(later + earlier), Code::protocol_error);
}

TEST(Codec, HearsTheNoiseOfFloods) {
  FakePeer client(kClient);
  FakePeer server(kServer);
  talk(client, server);
  const auto before = server.noises;
  (void)server.codec->push("\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0"sv);
  EXPECT_EQ(server.noises - before, 1U);
  (void)server.codec->push("\0\0\0\4\0\0\0\0\0"sv);
  EXPECT_EQ(server.noises - before, 11U);
  const auto id = client.ask("GET", "/");
  (void)server.codec->push(client.said());
  client.codec->reset(id, Code::cancel);
  (void)server.codec->push(client.said());
  EXPECT_EQ(server.noises - before, 21U);
  EXPECT_TRUE(server.seen(id).is_closed);
}

}  // namespace
}  // namespace quorum::h2
