#include "api/platform/chat_request.hpp"

#include <gtest/gtest.h>

namespace quorum::api::platform {
namespace {

ChatRequest read(std::string_view body, const Config& config = {}) {
  Issues issues;
  auto request = read_chat_request(body, config, issues);
  EXPECT_TRUE(issues.empty()) << issues.json();
  return request;
}

std::string faults(std::string_view body) {
  Issues issues;
  (void)read_chat_request(body, {}, issues);
  return issues.json();
}

TEST(ChatRequest, HasThePlatformsDefaults) {
  const auto request = read(R"({"messages":[{"role":"user","content":"Hi"}]})");
  EXPECT_EQ(request.model, "gpt-3.5-turbo");
  EXPECT_TRUE(request.stream);
  EXPECT_EQ(request.chat.temperature, 0.7);
  EXPECT_EQ(request.chat.tokens_max, 2048);
  EXPECT_EQ(request.chat.messages, (std::vector{llm::message(llm::Role::user, "Hi")}));
}

TEST(ChatRequest, TakesWhatItIsGiven) {
  const auto request = read(R"({"messages":[{"role":"system","content":"Be brief."},
      {"role":"assistant","content":"Yes?"},{"role":"user","content":" x ","extra":1}],
      "model":"gpt-4","temperature":2,"max_tokens":4096,"stream":false,"unknown":[1]})");
  EXPECT_EQ(request.model, "gpt-4");
  EXPECT_FALSE(request.stream);
  EXPECT_EQ(request.chat.temperature, 2.0);
  EXPECT_EQ(request.chat.tokens_max, 4096);
  EXPECT_EQ(request.chat.messages, (std::vector{llm::message(llm::Role::system, "Be brief."),
                                                llm::message(llm::Role::assistant, "Yes?"),
                                                llm::message(llm::Role::user, " x ")}));
}

TEST(ChatRequest, TheConfigurationsLimitBoundsItsDefaultToo) {
  const Config config{.default_model = "m", .tokens_max_limit = 100};
  const auto request = read(R"({"messages":[{"role":"user","content":"Hi"}]})", config);
  EXPECT_EQ(request.model, "m");
  EXPECT_EQ(request.chat.tokens_max, 100);
}

TEST(ChatRequest, EveryFaultIsNamedAtOnce) {
  EXPECT_EQ(faults(R"({"messages":[{"role":"robot","content":"x"},{"role":"user","content":""}],
                      "temperature":2.1,"max_tokens":4097,"stream":"perhaps","model":5})"),
            R"({"detail":[)"
            R"({"loc":["body","messages",0,"role"],"msg":"Input should be 'user', 'assistant' or )"
            R"('system'","type":"literal_error"},)"
            R"({"loc":["body","messages",1,"content"],"msg":"String should have at least 1 )"
            R"(character","type":"string_too_short"},)"
            R"({"loc":["body","model"],"msg":"Input should be a valid string",)"
            R"("type":"string_type"},)"
            R"({"loc":["body","temperature"],"msg":"Input should be less than or equal to 2",)"
            R"("type":"less_than_equal"},)"
            R"({"loc":["body","max_tokens"],"msg":"Input should be less than or equal to 4096",)"
            R"("type":"less_than_equal"},)"
            R"({"loc":["body","stream"],"msg":"Input should be a valid boolean",)"
            R"("type":"bool_type"}],"error_code":"validation_error"})");
}

TEST(ChatRequest, MessagesThatAreNoneAreFaults) {
  EXPECT_EQ(faults(R"({"messages":["hi"]})"),
            R"({"detail":[{"loc":["body","messages",0],"msg":"Input should be a valid dictionary )"
            R"(or object to extract fields from","type":"model_attributes_type"}],)"
            R"("error_code":"validation_error"})");
  EXPECT_NE(faults("{}").find(R"("loc":["body","messages"],"msg":"Field required")"),
            std::string::npos);
}

}  // namespace
}  // namespace quorum::api::platform
