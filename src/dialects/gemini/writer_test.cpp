#include "dialects/gemini/writer.hpp"

#include <gtest/gtest.h>

namespace quorum::gemini {
namespace {

const ReplyHead kHead{.id = "1", .model = "m"};

TEST(Writer, AStreamIsDataLinesOnly) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.text = "a\nb"}, out);
  writer.write({.finish = llm::Finish::stop}, out);
  writer.write({.usage = llm::Usage{.prompt = 1, .completion = 2}, .service_tier = "flex"}, out);
  writer.end(out);
  EXPECT_EQ(out,
            "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":"
            "[{\"text\":\"a\\nb\"}]},\"index\":0}],\"modelVersion\":\"m\",\"responseId\":\"1\"}"
            "\r\n\r\n"
            "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},"
            "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":1,"
            "\"candidatesTokenCount\":2,\"totalTokenCount\":3,\"serviceTier\":\"flex\"},"
            "\"modelVersion\":\"m\",\"responseId\":\"1\"}\r\n\r\n");
}

TEST(Writer, AFailureIsTheLastThingSaid) {
  const Error error{.code = Errc::unavailable, .message = "Gone."};
  std::string events;
  StreamWriter{kHead}.fail(error, events);
  EXPECT_EQ(events,
            "data: {\"error\":{\"code\":503,\"message\":\"Gone.\",\"status\":\"UNAVAILABLE\"}}"
            "\r\n\r\n");
}

TEST(Writer, CallsComeWithTheLastPiece) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.tool_calls = {{.name = "f", .arguments = "{\"a\""}}}, out);
  writer.write({.tool_calls = {{.arguments = ":\n1}"}}, .finish = llm::Finish::tool_calls}, out);
  EXPECT_EQ(out, "");
  writer.end(out);
  EXPECT_NE(out.find(R"([{"functionCall":{"name":"f","args":{"a":1}}}]},"finishReason":"STOP")"),
            out.npos)
      << out;
}

TEST(Writer, AnExtensionIsSaidOnce) {
  StreamWriter writer{kHead};
  std::string out;
  writer.write({.text = "a", .extension = "{\"x\":\n1}"}, out);
  writer.end(out);
  EXPECT_EQ(out.find("\"quorum\":{\"x\":1}"), out.rfind("\"quorum\""));
  ReplyWriter whole{kHead};
  whole.add({.text = "a", .extension = R"({"x":1})"});
  EXPECT_NE(whole.end().find(R"("quorum":{"x":1}})"), std::string::npos);
}

TEST(Writer, AWholeAnswerHasAllItsCandidates) {
  ReplyWriter writer{kHead};
  writer.add({.choice = 1, .text = "b"});
  writer.add({.text = "a", .finish = llm::Finish::content_filter});
  EXPECT_EQ(writer.end(),
            R"({"candidates":[{"content":{"role":"model","parts":[{"text":"a"}]},)"
            R"("finishReason":"SAFETY","index":0},{"content":{"role":"model","parts":)"
            R"([{"text":"b"}]},"finishReason":"STOP","index":1}],)"
            R"("modelVersion":"m","responseId":"1"})");
}

}  // namespace
}  // namespace quorum::gemini
