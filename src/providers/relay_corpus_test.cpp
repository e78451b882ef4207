// Every recorded stream on its way through, as bytes: what comes out is what went in.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "dialects/openai_chat/target.hpp"
#include "json/value.hpp"
#include "providers/relay.hpp"
#include "testkit/shared.hpp"

namespace quorum::providers {
namespace {

constexpr std::string_view kDone = "data: [DONE]\n\n";

struct Out {
  std::string bytes;
  int finishes = 0;
  std::optional<llm::Usage> usage;
  bool is_cut = false;
};

Out relay(std::string_view body, std::size_t piece_bytes, Relay::Form form) {
  llm::CallTrace trace;
  Relay relay{{.form = form, .trace = &trace}, openai_chat::target().stream_reader("acme")};
  llm::Batch batch;
  Out out;
  for (std::size_t at = 0; at < body.size() && !out.is_cut; at += piece_bytes) {
    out.is_cut = !relay.push(std::string(body.substr(at, piece_bytes)), batch);
  }
  if (!out.is_cut) out.is_cut = !relay.end(batch);
  out.bytes = std::move(batch.bytes);
  out.finishes = trace.finish ? 1 : 0;
  out.usage = trace.usage;
  for (const auto& delta : batch.deltas) {
    out.finishes += delta.finish ? 1 : 0;
    if (delta.usage) out.usage = delta.usage;
  }
  return out;
}

/// What the bytes should be: all, from the first event on, with an end where one was forgotten.
std::string expected(std::string_view body) {
  while (body.starts_with(":")) body.remove_prefix(body.find("\n\n") + 2);
  std::string all{body};
  while (!all.ends_with("\n\n") && !all.ends_with("\r\n\r\n")) all += '\n';
  if (all.find("[DONE]") == std::string::npos) all += kDone;
  return all;
}

TEST(RelayCorpus, EveryStreamsBytesPassAsTheyAre) {
  const auto paths = testkit::recorded_exchanges(QUORUM_SOURCE_DIR, "openai.chat");
  if (paths.empty()) GTEST_SKIP() << "no recorded exchanges beside the project";
  std::size_t streams = 0;
  for (const auto& path : paths) {
    const auto document = json::Document::parse(testkit::read_file(path));
    ASSERT_TRUE(document) << path;
    if (document->root()["kind"].string() != "sse") continue;
    SCOPED_TRACE(path.string());
    const std::string body{*document->root()["response"]["body"].string()};
    const auto words = relay(body, body.size(), Relay::Form::words);
    for (const std::size_t piece :
         {std::size_t{1}, std::size_t{7}, std::size_t{1024}, body.size()}) {
      const auto out = relay(body, piece, Relay::Form::bytes);
      ASSERT_EQ(out.is_cut, words.is_cut);
      if (out.is_cut) continue;
      EXPECT_EQ(out.bytes, expected(body)) << "in pieces of " << piece;
      // What is not looked at closely bears nothing that counts.
      EXPECT_EQ(out.finishes, words.finishes);
      EXPECT_EQ(out.usage, words.usage);
    }
    ++streams;
  }
  EXPECT_GT(streams, 150U);
}

}  // namespace
}  // namespace quorum::providers
