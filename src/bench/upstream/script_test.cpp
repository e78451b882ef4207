#include "bench/upstream/script.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "bench/stamp.hpp"
#include "http/body_decoder.hpp"
#include "http/framing.hpp"
#include "http/head_parser.hpp"
#include "sse/lines.hpp"
#include "sse/parser.hpp"

namespace quorum::bench {
namespace {

using dialects::Framing;

/// Head and body as any HTTP client reads them.
struct Read {
  int status = 0;
  std::string type{};
  std::string body{};
};

Read read_http(std::string_view bytes) {
  http::ResponseHeadParser parser({});
  const auto taken = parser.push(bytes);
  EXPECT_TRUE(taken && parser.is_done());
  if (!taken) return {};
  const auto framing = http::response_framing(parser.head(), "POST");
  EXPECT_TRUE(framing);
  http::BodyDecoder decoder(*framing);
  Read read{.status = parser.head().status,
            .type = std::string(parser.head().headers.get("content-type").value_or(""))};
  EXPECT_EQ(decoder.push(bytes.substr(*taken), read.body), bytes.size() - *taken);
  EXPECT_TRUE(decoder.is_done());
  return read;
}

/// What the dialect's own reader makes of a stream.
struct Told {
  std::vector<Stamp> stamps{};
  std::string text{};
  bool is_done = false;
  std::string error{};
  std::optional<llm::Usage> usage{};
};

Told read_stream(const Wording& wording, std::string_view body) {
  Told told;
  std::vector<sse::Event> events;
  if (wording.target.framing() == Framing::ndjson) {
    sse::Lines lines(1 << 20);
    std::vector<std::string> found;
    EXPECT_TRUE(lines.push(body, found));
    for (auto& line : found) events.push_back({.data = std::move(line)});
  } else {
    sse::Parser parser(1 << 20);
    EXPECT_TRUE(parser.push(body, events));
  }
  const auto reader = wording.target.stream_reader("bench");
  std::vector<llm::Delta> deltas;
  for (const auto& event : events) {
    if (const auto read = reader->read(event.name, event.data, deltas); !read) {
      told.error = read.error().message;
      break;
    }
  }
  for (const auto& delta : deltas) {
    told.text += delta.text;
    if (const auto found = find_stamp(delta.text)) told.stamps.push_back(found->stamp);
    if (delta.usage) told.usage = delta.usage;
  }
  if (told.error.empty()) {
    deltas.clear();
    told.is_done = reader->end(deltas).has_value();
  }
  return told;
}

std::string tell(const Script& script, std::uint32_t events) {
  std::string out(script.stream_head());
  Telling telling(script, 77);
  for (std::uint32_t i = 0; i < events; ++i) telling.next(out);
  telling.end(out);
  append_last_chunk(out);
  return out;
}

TEST(Script, EveryDialectReadsItsStreamsToTheEnd) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {.event_bytes = 100});
    const auto read = read_http(tell(script, 5));
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(read.type, wording.face.stream_type());
    const auto told = read_stream(wording, read.body);
    EXPECT_TRUE(told.is_done) << wording.name << told.error;
    EXPECT_EQ(told.text.size(), 500u) << wording.name;
    ASSERT_EQ(told.stamps.size(), 5u) << wording.name;
    for (std::uint32_t i = 0; i < 5; ++i) {
      EXPECT_EQ(told.stamps[i].event, i);
      EXPECT_EQ(told.stamps[i].ask, 77u);
      EXPECT_GT(told.stamps[i].at_ns, 0u);
    }
  }
}

TEST(Script, MostDialectsAreCopiedRatherThanSpelledAnew) {
  for (const auto* name : {"openai", "anthropic", "gemini", "completions"}) {
    EXPECT_TRUE(Script(*find_wording(name), {}).is_copied()) << name;
  }
  // Its events are numbered, and its last one repeats all of them.
  EXPECT_FALSE(Script(*find_wording("responses"), {}).is_copied());
}

TEST(Script, EveryDialectReadsItsWholeAnswers) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {.answer_bytes = 300});
    std::string out;
    script.append_reply(9, out);
    const auto read = read_http(out);
    EXPECT_EQ(read.status, 200);
    const auto deltas = wording.target.read_reply("bench", read.body);
    ASSERT_TRUE(deltas) << wording.name << deltas.error().message;
    std::string text;
    for (const auto& delta : *deltas) text += delta.text;
    EXPECT_EQ(text.size(), 300u) << wording.name;
    EXPECT_EQ(find_stamp(text)->stamp.ask, 9u);
  }
}

TEST(Script, AnErrorInAStreamIsOneToItsReader) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {});
    std::string out(script.stream_head());
    Telling telling(script, 1);
    for (int i = 0; i < 3; ++i) telling.next(out);
    telling.fail({.code = Errc::upstream_failed, .message = "It broke."}, out);
    append_last_chunk(out);
    const auto told = read_stream(wording, read_http(out).body);
    EXPECT_FALSE(told.is_done) << wording.name;
    EXPECT_EQ(told.stamps.size(), 3u) << wording.name;
  }
}

TEST(Script, BabbleIsNotTakenForAnEnd) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {});
    std::string out(script.stream_head());
    Telling telling(script, 1);
    telling.next(out);
    telling.babble(out);
    append_last_chunk(out);
    EXPECT_FALSE(read_stream(wording, read_http(out).body).is_done) << wording.name;
  }
}

TEST(Script, ARefusalHasItsStatusAndSaysWhenToComeBack) {
  for (const auto& wording : wordings()) {
    const Script script(wording, {});
    std::string out;
    script.append_refusal({.code = Errc::rate_limited,
                           .message = "Too many.",
                           .retry_after = std::chrono::milliseconds{2'000}},
                          out);
    EXPECT_EQ(read_http(out).status, 429) << wording.name;
    EXPECT_NE(out.find("\r\nRetry-After: 2\r\n"), std::string::npos) << wording.name;
  }
}

}  // namespace
}  // namespace quorum::bench
