#include "dialects/openai_chat/head.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

TEST(Head, FindsModelStreamAndUsage) {
  const auto plain = scan_head(R"({"messages":[{"model":"inner","stream":true}],"model":"gpt-4"})");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->model, "gpt-4");
  EXPECT_FALSE(plain->is_stream);
  EXPECT_FALSE(plain->include_usage);

  const auto full = scan_head(
      R"({"model":"a\/b","stream" : true,"stream_options":{"include_usage":true,"x":1}})");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->model, "a/b");
  EXPECT_TRUE(full->is_stream);
  EXPECT_TRUE(full->include_usage);
}

TEST(Head, TellsWhoKnowsOnlyTheOldFormOfCalls) {
  const auto is_old = [](std::string_view members) {
    return scan_head(R"({"model":"a",)" + std::string{members} + "}")->has_old_calls;
  };
  EXPECT_TRUE(is_old(R"("functions":[{"name":"f"}])"));
  EXPECT_TRUE(is_old(R"("functions":[{"name":"f"}],"tools":null)"));
  EXPECT_FALSE(is_old(R"("functions":null)"));
  EXPECT_FALSE(is_old(R"("functions":[{"name":"f"}],"tools":[])"));
}

TEST(Head, OfTwoMembersTheLastCounts) {
  const auto head = scan_head(R"({"model":"a","model":"b","stream":true,"stream":false})");
  EXPECT_EQ(head->model, "b");
  EXPECT_FALSE(head->is_stream);
}

TEST(Head, NamesTheFieldThatIsWrong) {
  const auto field = [](std::string_view body) {
    const auto head = scan_head(body);
    return head ? "fine" : head.error().field;
  };
  EXPECT_EQ(field(R"({})"), "model");
  EXPECT_EQ(field(R"({"model":7})"), "model");
  EXPECT_EQ(field(R"({"model":""})"), "model");
  EXPECT_EQ(field(R"({"model":null})"), "model");
  EXPECT_EQ(field(R"({"model":"m","stream":"yes"})"), "stream");
  EXPECT_EQ(field(R"({"model":"m","stream":1})"), "stream");
  EXPECT_EQ(field(R"({"model":"m","stream_options":[]})"), "stream_options");
  EXPECT_EQ(field(R"({"model":"m","stream_options":{"include_usage":0}})"),
            "stream_options.include_usage");
  EXPECT_EQ(field(R"({"model":"m","stream":null,"stream_options":null})"), "fine");
  EXPECT_EQ(scan_head("{\"model\":").error().code, Errc::invalid_request);
}

std::string spliced(std::string_view body, std::string_view model,
                    Metering metering = Metering::as_asked) {
  const auto spliced = splice(body, model, metering);
  return spliced ? spliced->body : "refused";
}

TEST(Splice, ChangesOnlyTheModelsBytes) {
  EXPECT_EQ(spliced("{ \"x\":1.0e0,\n\"model\" : \"openai/gpt-4\" ,\"y\":[1.10] }\n", "gpt-4"),
            "{ \"x\":1.0e0,\n\"model\" : \"gpt-4\" ,\"y\":[1.10] }\n");
  EXPECT_EQ(spliced(R"({"model":"gp\u0074-4"})", "gpt-4"), R"({"model":"gp\u0074-4"})");
  EXPECT_EQ(spliced(R"({"model":"a","mode\u006c":"b"})", "c\"d"),
            R"({"model":"c\"d","mode\u006c":"c\"d"})");
}

TEST(Splice, ForcesUsageWhereverItStands) {
  const auto forced = [](std::string_view body) { return spliced(body, "m", Metering::forced); };
  EXPECT_EQ(forced(R"({"model":"m","stream":true })"),
            R"({"stream_options":{"include_usage":true},"model":"m","stream":true })");
  EXPECT_EQ(forced(R"({"stream_options":null,"model":"m","stream":true})"),
            R"({"stream_options":{"include_usage":true},"model":"m","stream":true})");
  EXPECT_EQ(forced(R"({"stream_options":{ },"model":"x","stream":true})"),
            R"({"stream_options":{"include_usage":true },"model":"m","stream":true})");
  EXPECT_EQ(forced(R"({"model":"m","stream":true,"stream_options":{"a":"}"}})"),
            R"({"model":"m","stream":true,"stream_options":{"include_usage":true,"a":"}"}})");
  EXPECT_EQ(forced(R"({"model":"m","stream":true,"stream_options":{"include_usage":false}})"),
            R"({"model":"m","stream":true,"stream_options":{"include_usage":true}})");
}

TEST(Splice, SaysWhetherTheClientWillSeeAUsageItDidNotAskFor) {
  const std::string_view plain = R"({"model":"m","stream":true})";
  EXPECT_TRUE(splice(plain, "m", Metering::forced)->is_usage_forced);
  EXPECT_FALSE(splice(plain, "m", Metering::as_asked)->is_usage_forced);
  EXPECT_FALSE(splice(R"({"model":"m"})", "m", Metering::forced)->is_usage_forced);
  EXPECT_FALSE(splice(R"({"model":"m","stream":true,"stream_options":{"include_usage":true}})", "m",
                      Metering::forced)
                   ->is_usage_forced);
}

TEST(Splice, LeavesAloneWhatDoesNotStreamOrAsksItself) {
  for (const std::string_view body :
       {R"({"model":"m"})", R"({"model":"m","stream":false,"stream_options":{}})",
        R"({"model":"m","stream":true,"stream_options":{"include_usage":true}})"}) {
    EXPECT_EQ(spliced(body, "m", Metering::forced), body);
  }
  EXPECT_FALSE(splice("{", "m", Metering::forced));
}

}  // namespace
}  // namespace quorum::openai_chat
