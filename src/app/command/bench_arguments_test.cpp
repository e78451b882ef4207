#include "app/command/bench_arguments.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using std::chrono::milliseconds;

TEST(BenchArguments, AnUpstreamIsToldItsPaceAndItsFaults) {
  const auto read = read_bench_arguments({"upstream", "--port", "9000", "--dialect", "anthropic",
                                          "--events", "7", "--rate", "100", "--event-bytes", "2K",
                                          "--fault", "cut=0.1,429=0.2", "--seed", "5", "--json"});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->action, BenchAction::upstream);
  EXPECT_EQ(read->upstream.port, 9000);
  EXPECT_EQ(read->upstream.only->name, "anthropic");
  EXPECT_EQ(read->upstream.plan.events, 7u);
  EXPECT_EQ(read->upstream.plan.gap, milliseconds{10});
  EXPECT_EQ(read->upstream.plan.event_bytes, 2048u);
  EXPECT_EQ(read->upstream.faults, std::vector<std::string>{"cut=0.1,429=0.2"});
  EXPECT_EQ(read->upstream.seed, 5u);
  EXPECT_TRUE(read->is_json);
}

TEST(BenchArguments, ALoadIsToldWhomToAskAndHow) {
  const auto read =
      read_bench_arguments({"load", "--url", "https://localhost:8443", "--stream", "--body", "10K",
                            "--rate", "1000", "--seconds", "3", "--connections", "8", "--model",
                            "m,n", "--key", "sk-1", "--header", "X-A: b"});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->action, BenchAction::load);
  EXPECT_EQ(read->load.host, "127.0.0.1");
  EXPECT_EQ(read->load.port, 8443);
  EXPECT_TRUE(read->load.is_tls);
  EXPECT_EQ(read->load.question.delivery, dialects::Delivery::streamed);
  EXPECT_EQ(read->load.question.body_bytes, 10'240u);
  EXPECT_EQ(read->load.models, (std::vector<std::string>{"m", "n"}));
  EXPECT_EQ(read->load.rate, 1'000.0);
  EXPECT_EQ(read->load.duration, milliseconds{3'000});
  EXPECT_EQ(read->load.connections, 8u);
  EXPECT_EQ(read->load.key, "sk-1");
  EXPECT_EQ(read->load.fields, std::vector<std::string>{"X-A: b"});
}

TEST(BenchArguments, WhatIsNotUnderstoodIsSaid) {
  const auto told = [](std::vector<std::string> arguments) {
    const auto read = read_bench_arguments(arguments);
    return read ? "understood" : read.error().message;
  };
  EXPECT_EQ(told({"load", "--port"}), "--port takes N.");
  EXPECT_EQ(told({"load", "--port", "x"}), "--port takes a number, not 'x'.");
  EXPECT_EQ(told({"load", "--port", "70000"}), "--port takes a number, not '70000'.");
  EXPECT_EQ(told({"load", "--what"}), "'--what' is not understood. See: quorum bench --help");
  EXPECT_TRUE(told({"upstream", "--dialect", "latin"}).starts_with("--dialect is one of openai"));
  EXPECT_TRUE(told({"upstream", "--fault", "bite=1"}).starts_with("A fault is written"));
  EXPECT_EQ(told({"load", "--header", "X"}), "--header takes 'Name: value'.");
  EXPECT_EQ(told({"upstream", "--rate", "0"}), "--rate is between 1 and 1000.");
  EXPECT_TRUE(told({"sideways"}).starts_with("Say: quorum bench upstream"));
}

TEST(BenchArguments, HelpNamesEveryDialectAndFault) {
  EXPECT_EQ(read_bench_arguments({})->action, BenchAction::help);
  EXPECT_EQ(read_bench_arguments({"load", "--help"})->action, BenchAction::help);
  const auto usage = bench_usage();
  for (const auto* word : {"--connections N", "anthropic", "half-open", "--gap-ms N"}) {
    EXPECT_NE(usage.find(word), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace quorum::app
