#include "app/command/logs_command.hpp"

#include <gtest/gtest.h>

namespace quorum::app {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kNow = 1'800'000'000'000'000;

store::RequestRecord chat() {
  store::RequestRecord record;
  record.id.assign("req_1");
  record.started_us = kNow;
  record.method.assign("POST");
  record.route.assign("/v1/chat/completions");
  record.dialect = llm::Dialect::openai_chat;
  record.model.assign("gpt\x1b[2J");
  record.call.asks("openai", "gpt");
  record.call.usage = llm::Usage{.prompt = 10, .completion = 3, .cached_read = 2};
  record.call.finish = llm::Finish::stop;
  record.status = 200;
  record.ending = store::Ending::whole;
  record.cost_pico_usd = 1'250'000;
  record.duration = 1500ms;
  record.overhead = 12'300ns;
  return record;
}

TEST(LogsCommand, ReadsItsArguments) {
  const auto read = read_logs_arguments({"--json", "--key", "k", "--model", "m", "--status", "4xx",
                                         "--since", "1h", "--limit", "5", "-f"},
                                        kNow);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->is_json);
  EXPECT_TRUE(read->follows);
  EXPECT_EQ(read->query.key_id, "k");
  EXPECT_EQ(read->query.model, "m");
  EXPECT_EQ(read->query.status_min, 400);
  EXPECT_EQ(read->query.status_max, 499);
  EXPECT_EQ(read->query.since_us, kNow - 3'600'000'000);
  EXPECT_EQ(read->query.limit, 5U);
}

TEST(LogsCommand, SaysWhatIsWrong) {
  for (const std::vector<std::string>& wrong :
       std::vector<std::vector<std::string>>{{"--limit"},
                                             {"--limit", "0"},
                                             {"--limit", "x"},
                                             {"--since", "1y"},
                                             {"--since", "h"},
                                             {"--status", "9xx"},
                                             {"--status", "600"},
                                             {"--what", "x"},
                                             {"stray"}}) {
    EXPECT_FALSE(read_logs_arguments(wrong, kNow)) << wrong.front();
  }
}

TEST(LogsCommand, AJsonLineHasStableFields) {
  EXPECT_EQ(json_line(chat()),
            R"({"id":"req_1","started":"2027-01-15T08:00:00.000Z","method":"POST",)"
            R"("route":"/v1/chat/completions","dialect":"openai-chat","model":"gpt?[2J",)"
            R"("provider":"openai","provider_model":"gpt","stream":false,"status":200,)"
            R"("ending":"whole","finish":"stop","usage":{"prompt_tokens":10,)"
            R"("completion_tokens":3,"cached_read_tokens":2,"is_estimate":false},)"
            R"("cost_usd":0.00000125,"duration_ms":1500.000,"waited_ms":0.000,)"
            R"("overhead_us":12.3,"tries":1,"bytes_in":0,"bytes_out":0})");
}

TEST(LogsCommand, ATableLineSteersNoTerminal) {
  const auto line = table_line(chat());
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  EXPECT_TRUE(line.starts_with("2027-01-15T08:00:00.000 200 whole "));
  EXPECT_TRUE(line.ends_with("  req_1"));
  EXPECT_TRUE(line.contains(" 0.000001 ")) << line;
}

}  // namespace
}  // namespace quorum::app
