#include "providers/relay.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "dialects/ollama/target.hpp"
#include "dialects/openai_chat/target.hpp"

namespace quorum::providers {
namespace {

std::string chunk(std::string_view text, std::string_view more = R"("finish_reason":null)") {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + std::string{text} + "\"}," +
         std::string{more} + "}]}\n\n";
}
const std::string kStop = chunk("", R"("finish_reason":"stop")");
const std::string kUsage =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";
const std::string kDone = "data: [DONE]\n\n";

struct Relayed {
  std::string bytes{};
  std::string text{};
  int finishes = 0;
  std::optional<llm::Usage> usage{};
  std::optional<Error> error{};
  bool operator==(const Relayed& other) const {
    return bytes == other.bytes && text == other.text && finishes == other.finishes &&
           usage == other.usage && error.has_value() == other.error.has_value();
  }
};

/// What was told in words, and what was metered of bytes.
void take(Relayed& out, const llm::Batch& batch, const llm::CallTrace& trace) {
  out.bytes = batch.bytes;
  out.finishes = trace.finish ? 1 : 0;
  out.usage = trace.usage;
  for (const auto& delta : batch.deltas) {
    out.text += delta.text;
    out.finishes += delta.finish ? 1 : 0;
    if (delta.usage) out.usage = delta.usage;
  }
}

Relayed relay(const std::vector<std::string_view>& pieces, Relay::Config config) {
  llm::CallTrace trace;
  config.trace = &trace;
  Relay relay{config, openai_chat::target().stream_reader("acme")};
  llm::Batch batch;
  Relayed out;
  for (const auto piece : pieces) {
    if (out.error) break;
    if (auto pushed = relay.push(std::string(piece), batch); !pushed) out.error = pushed.error();
  }
  if (!out.error) {
    if (auto ended = relay.end(batch); !ended) out.error = ended.error();
  }
  take(out, batch, trace);
  return out;
}

const Relay::Config kBytes{.form = Relay::Form::bytes};
const Relay::Config kHiding{.form = Relay::Form::bytes, .hides_usage = true};

TEST(Relay, AChunkOfWholeEventsIsNotCopied) {
  for (const auto& config : {kBytes, kHiding}) {
    Relay relay{config, openai_chat::target().stream_reader("acme")};
    llm::Batch first;
    ASSERT_TRUE(relay.push(chunk("a"), first));
    auto events = chunk("b") + chunk("c");
    const auto wanted = events;
    const auto* const place = events.data();
    llm::Batch batch;
    ASSERT_TRUE(relay.push(std::move(events), batch));
    EXPECT_EQ(batch.bytes, wanted);
    EXPECT_EQ(batch.bytes.data(), place);
  }
}

TEST(Relay, EventsThatAreAlikePassWhereverTheyAreCutAndTheEndIsNoted) {
  const auto stream = chunk("a") + chunk(R"(b \"c\"\n)") + chunk("") + chunk(R"(\\)") + kStop +
                      chunk("late") + kUsage + kDone + chunk("behind the end");
  const auto wanted = stream.substr(0, stream.find(kUsage)) + kDone;
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    const std::string_view whole = stream;
    const auto out = relay({whole.substr(0, cut), whole.substr(cut)}, kHiding);
    EXPECT_EQ(out.bytes, wanted) << cut;
    EXPECT_EQ(out.finishes, 1) << cut;
    EXPECT_EQ(out.usage, (llm::Usage{.prompt = 7, .completion = 2})) << cut;
  }
}

TEST(Relay, AnErrorBehindEventsThatAreAlikeIsAnError) {
  const std::string error = "data: {\"error\":{\"message\":\"full\"}}\n\n";
  for (const auto& config : {kBytes, kHiding}) {
    const auto out = relay({chunk("a") + chunk("b"), chunk("c") + error}, config);
    EXPECT_EQ(out.bytes, chunk("a") + chunk("b") + chunk("c"));
    EXPECT_TRUE(out.error.has_value());
  }
}

TEST(Relay, WhatBeginsBehindWholeEventsIsKept) {
  Relay relay{kHiding, openai_chat::target().stream_reader("acme")};
  llm::Batch batch;
  ASSERT_TRUE(relay.push(chunk("a"), batch));
  const auto event = chunk("b");
  for (std::size_t cut = 1; cut < event.size(); ++cut) {
    batch.bytes.clear();
    ASSERT_TRUE(relay.push(event + event.substr(0, cut), batch));
    EXPECT_EQ(batch.bytes, event) << cut;
    batch.bytes.clear();
    ASSERT_TRUE(relay.push(event.substr(cut) + event, batch));
    EXPECT_EQ(batch.bytes, event + event) << cut;
  }
}

TEST(Relay, BytesPassAsTheyAreWhereverTheyAreCut) {
  const std::string comments = ": hi\r\n\r\n";
  const std::string stream = chunk("a") + comments + chunk("b \\\"usage\\\": 1") +
                             "event: x\r\ndata:{\"choices\":[]}\r\n\r\n" + kStop + kUsage + kDone;
  const Relayed expected{.bytes = stream,
                         .text = "",
                         .finishes = 1,
                         .usage = llm::Usage{.prompt = 7, .completion = 2}};
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    const std::string_view whole = stream;
    EXPECT_EQ(relay({whole.substr(0, cut), whole.substr(cut)}, kBytes), expected) << cut;
  }
}

TEST(Relay, WhereAStreamIsCutDoesNotDecideWhatIsLookedInto) {
  // The second event is no JSON, and passes unread as nothing in it could matter.
  std::string stream =
      chunk("Hi") + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"}},]}\n\n" + kStop + kDone;
  for (auto at = stream.find('\n'); at != stream.npos; at = stream.find('\n', at + 2)) {
    stream.replace(at, 1, "\r\n");
  }
  const auto whole = relay({stream}, {.form = Relay::Form::bytes});
  EXPECT_EQ(whole.error, std::nullopt);
  EXPECT_EQ(whole.bytes, stream);
  // After the end's own CR nothing more is waited for.
  for (std::size_t cut = 1; cut < stream.size() - 1; ++cut) {
    const auto pieces =
        relay({std::string_view(stream).substr(0, cut), std::string_view(stream).substr(cut)},
              {.form = Relay::Form::bytes});
    EXPECT_EQ(pieces, whole) << "cut at " << cut;
  }
}

TEST(Relay, AByteOrderMarkBeginsAStreamAndNothingElse) {
  const std::string mark = "\xEF\xBB\xBF";
  const Relay::Config bytes{.form = Relay::Form::bytes};
  EXPECT_TRUE(relay({mark + kUsage + kStop + kDone}, bytes).usage);
  // Behind one its field is one that nobody knows, so it says nothing; but it passes.
  const auto later = relay({chunk("a") + mark + kUsage + kStop + kDone}, bytes);
  EXPECT_FALSE(later.usage);
  EXPECT_EQ(later.bytes, chunk("a") + mark + kUsage + kStop + kDone);
}

TEST(Relay, AUsageThatWasNotAskedForIsNotedAndHidden) {
  const auto out = relay({chunk("a") + kStop + kUsage + kDone}, kHiding);
  EXPECT_EQ(out.bytes, chunk("a") + kStop + kDone);
  EXPECT_EQ(out.usage, (llm::Usage{.prompt = 7, .completion = 2}));
  // The empty member that stands in every other chunk for the same reason goes with it.
  const auto with_nulls = relay({R"(data: {"choices":[],"usage":null})"
                                 "\n\n",
                                 kStop, kDone},
                                kHiding);
  EXPECT_EQ(with_nulls.bytes, "data: {\"choices\":[]}\n\n" + kStop + kDone);
  // What a provider sends unasked, in a chunk with words, stays.
  const auto with_words =
      chunk("a", R"("finish_reason":"stop"}],"usage":{"prompt_tokens":1},"x":[{"y":0)");
  EXPECT_EQ(relay({with_words + kDone}, kHiding).bytes, with_words + kDone);
  // So does Azure's first chunk, which has no choice and no usage.
  const std::string first = "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n";
  EXPECT_EQ(relay({first + kStop + kDone}, kHiding).bytes, first + kStop + kDone);
}

TEST(Relay, NothingButEventsBeginsAnAnswer) {
  Relay relay{kBytes, openai_chat::target().stream_reader("acme")};
  llm::Batch batch;
  ASSERT_TRUE(relay.push(": PROCESSING\n\n\n\n", batch));
  EXPECT_EQ(batch.bytes, "");
  ASSERT_TRUE(relay.push(chunk("a"), batch));
  EXPECT_EQ(batch.bytes, chunk("a"));
}

TEST(Relay, AStreamThatForgetsItsEndIsGivenOne) {
  EXPECT_EQ(relay({chunk("a") + kStop}, kBytes).bytes, chunk("a") + kStop + kDone);
  const auto unfinished = kStop.substr(0, kStop.size() - 2);
  EXPECT_EQ(relay({chunk("a") + unfinished}, kBytes).bytes, chunk("a") + kStop + kDone);
}

TEST(Relay, ACutStreamIsAnErrorAndNeverAnEnd) {
  for (const auto form : {Relay::Form::bytes, Relay::Form::words}) {
    const auto out = relay({chunk("Hal") + chunk("f")}, {.form = form});
    ASSERT_TRUE(out.error);
    EXPECT_EQ(out.error->code, Errc::upstream_failed);
    EXPECT_EQ(out.bytes.find("[DONE]"), std::string::npos);
    EXPECT_TRUE(relay({chunk("a") + "data: {\"choi"}, {.form = form}).error);
    EXPECT_TRUE(relay({}, {.form = form}).error);
  }
}

TEST(Relay, AnErrorInsideComesAfterWhatCameBeforeIt) {
  const std::string stream = chunk("a") + "data: {\"error\":{\"message\":\"no\"}}\n\n" + kDone;
  const auto bytes = relay({stream}, kBytes);
  EXPECT_EQ(bytes.bytes, chunk("a"));
  EXPECT_TRUE(bytes.error);
  const auto words = relay({stream}, {});
  EXPECT_EQ(words.text, "a");
  EXPECT_TRUE(words.error);
}

TEST(Relay, WordsDoNotDependOnTheCut) {
  const std::string stream = chunk("Grü") + chunk("ße") + kStop + kUsage + kDone;
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    const std::string_view whole = stream;
    const auto out = relay({whole.substr(0, cut), whole.substr(cut)}, {});
    EXPECT_EQ(out.text, "Grüße") << cut;
    EXPECT_EQ(out.finishes, 1) << cut;
    EXPECT_EQ(out.usage, (llm::Usage{.prompt = 7, .completion = 2})) << cut;
    EXPECT_EQ(out.bytes, "");
  }
}

TEST(Relay, NothingPassesAfterTheEnd) {
  EXPECT_EQ(relay({kStop + kDone + chunk("more")}, kBytes).bytes, kStop + kDone);
}

TEST(Relay, AnEventHasALimit) {
  auto config = kBytes;
  config.event_bytes_max = 1000;
  const std::string endless = "data: " + std::string(1000, 'x');
  EXPECT_TRUE(relay({endless}, config).error);
  EXPECT_TRUE(relay({std::string_view{endless}.substr(0, 600), endless}, config).error);
}

TEST(EventCutter, KnowsEveryKindOfBlankLine) {
  const auto cut = [](std::string_view text) {
    EventCutter cutter{1000};
    std::vector<std::string> events;
    const auto into = [](std::vector<std::string>& list) {
      return [&list](std::string_view event) {
        list.emplace_back(event);
        return Result<>{};
      };
    };
    for (const char& byte : text) EXPECT_TRUE(cutter.push({&byte, 1}, into(events)));
    std::vector<std::string> at_once;
    EXPECT_TRUE(EventCutter{1000}.push(text, into(at_once)));
    EXPECT_EQ(events.size(), at_once.size()) << text;
    return at_once;
  };
  using Events = std::vector<std::string>;
  EXPECT_EQ(cut("a\n\nb\r\n\r\nc\r\rd\n"), (Events{"a\n\n", "b\r\n\r\n", "c\r\r"}));
  EXPECT_EQ(cut("a\nb\n\r\nc"), (Events{"a\nb\n\r\n"}));
  EXPECT_EQ(cut("\n\na"), (Events{"\n", "\n"}));
}

const std::string kLines =
    R"({"model":"m","message":{"role":"assistant","content":"Hal"},"done":false})"
    "\r\n\n"
    R"({"model":"m","message":{"role":"assistant","content":"lo"},"done":false})"
    "\n"
    R"({"model":"m","message":{"content":""},"done":true,"done_reason":"stop",)"
    R"("prompt_eval_count":7,"eval_count":2})"
    "\n";

Relayed relay_lines(const std::vector<std::string_view>& pieces, Relay::Form form) {
  llm::CallTrace trace;
  Relay relay{{.form = form, .framing = dialects::Framing::ndjson, .trace = &trace},
              ollama::target().stream_reader("acme")};
  llm::Batch batch;
  Relayed out;
  for (const auto piece : pieces) {
    if (auto pushed = relay.push(std::string(piece), batch); !pushed) out.error = pushed.error();
  }
  if (!out.error) {
    if (auto ended = relay.end(batch); !ended) out.error = ended.error();
  }
  take(out, batch, trace);
  return out;
}

TEST(Relay, LinesAreCutAnywhereAndKeptAsTheyAre) {
  const llm::Usage usage{.prompt = 7, .completion = 2};
  const std::string_view lines{kLines};
  for (std::size_t at = 0; at <= lines.size(); ++at) {
    const std::vector<std::string_view> pieces{lines.substr(0, at), lines.substr(at)};
    const auto words = relay_lines(pieces, Relay::Form::words);
    EXPECT_EQ(words, (Relayed{.text = "Hallo", .finishes = 1, .usage = usage})) << at;
    const auto bytes = relay_lines(pieces, Relay::Form::bytes);
    EXPECT_EQ(bytes, (Relayed{.bytes = kLines, .finishes = 1, .usage = usage})) << at;
  }
  // The last line's end may be missing.
  const auto open_ended = lines.substr(0, lines.size() - 1);
  EXPECT_EQ(relay_lines({open_ended}, Relay::Form::words).text, "Hallo");
  EXPECT_EQ(relay_lines({open_ended}, Relay::Form::bytes).bytes, open_ended);
}

TEST(Relay, LinesThatEndBeforeTheAnswerDoesAreCut) {
  const std::string_view lines{kLines};
  const auto last = lines.rfind('{', lines.size() - 2);
  for (const auto form : {Relay::Form::words, Relay::Form::bytes}) {
    for (std::size_t size = 0; size < last; ++size) {
      EXPECT_TRUE(relay_lines({lines.substr(0, size)}, form).error) << size;
    }
    EXPECT_TRUE(relay_lines({"{\"error\":\"out of memory\"}\n"}, form).error);
  }
}

TEST(Relay, ALineWithoutEndIsRefused) {
  Relay relay{{.framing = dialects::Framing::ndjson, .event_bytes_max = 100},
              ollama::target().stream_reader("acme")};
  llm::Batch batch;
  EXPECT_FALSE(relay.push(std::string(101, 'x'), batch));
}

}  // namespace
}  // namespace quorum::providers
