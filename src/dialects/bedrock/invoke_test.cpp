#include "dialects/bedrock/invoke.hpp"

#include <gtest/gtest.h>

#include "core/base64.hpp"

namespace quorum::bedrock {
namespace {

/// A dialect whose events are `{"type":…,"text":…}`, complete with `stop`.
class InnerReader final : public dialects::StreamReader {
 public:
  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override {
    is_done_ = name == "stop";
    deltas.push_back({.text = std::string{data}});
    return {};
  }
  bool is_done() const override { return is_done_; }
  Result<> end(std::vector<llm::Delta>&) override {
    if (!is_done_) return dialects::cut("inner");
    return {};
  }

 private:
  bool is_done_ = false;
};

class Inner final : public dialects::Target {
 public:
  llm::Dialect dialect() const override { return llm::Dialect::anthropic; }
  Result<dialects::Outgoing> write(const llm::Chat&, const dialects::Ask&) const override {
    return dialects::Outgoing{.body = "written"};
  }
  Result<dialects::Outgoing> splice(std::string_view, const dialects::Ask&) const override {
    return dialects::Outgoing{.body = "spliced"};
  }
  Result<std::vector<llm::Delta>> read_reply(std::string_view, std::string_view) const override {
    return std::vector<llm::Delta>{{.text = "whole"}};
  }
  std::unique_ptr<dialects::StreamReader> stream_reader(std::string_view) const override {
    return std::make_unique<InnerReader>();
  }
  Error explain(const dialects::Refusal&) const override { return {.message = "inner"}; }
};

const Inner kInner;
const InvokeTarget kTarget{kInner};

std::string wrapped(std::string_view event) {
  return R"({"bytes":")" + base64::encode(event) + R"(","p":"abc"})";
}

TEST(Invoke, OnlyFramesAndRefusalsAreAmazons) {
  const dialects::Quirks quirks;
  const dialects::Ask ask{.model = "m", .delivery = dialects::Delivery::whole, .quirks = quirks};
  EXPECT_EQ(kTarget.dialect(), llm::Dialect::anthropic);
  EXPECT_EQ(kTarget.framing(), dialects::Framing::aws_event_stream);
  EXPECT_EQ(kTarget.write({.messages = {}}, ask)->body, "written");
  EXPECT_EQ(kTarget.splice("{}", ask)->body, "spliced");
  EXPECT_EQ(kTarget.read_reply("b", "{}")->front().text, "whole");
  EXPECT_EQ(kTarget.explain({.provider = "b", .status = 424}).code, Errc::upstream_failed);
}

TEST(Invoke, EventsAreUnwrapped) {
  const auto reader = kTarget.stream_reader("b");
  std::vector<llm::Delta> deltas;
  EXPECT_TRUE(reader->read("chunk", wrapped(R"({"type":"a"})"), deltas));
  EXPECT_TRUE(reader->read("news", "not JSON", deltas));
  EXPECT_FALSE(reader->end(deltas));
  EXPECT_TRUE(reader->read("chunk", wrapped(R"({"type":"stop"})"), deltas));
  EXPECT_TRUE(reader->is_done());
  EXPECT_TRUE(reader->end(deltas));
  EXPECT_TRUE(reader->read("throttlingException", "{}", deltas));
  ASSERT_EQ(deltas.size(), 2U);
  EXPECT_EQ(deltas[0].text, R"({"type":"a"})");
}

TEST(Invoke, ExceptionsAndDamageEndAStream) {
  std::vector<llm::Delta> deltas;
  EXPECT_EQ(kTarget.stream_reader("b")
                ->read("throttlingException", R"({"message":"m"})", deltas)
                .error()
                .code,
            Errc::rate_limited);
  EXPECT_FALSE(kTarget.stream_reader("b")->read("chunk", "{", deltas));
  EXPECT_FALSE(kTarget.stream_reader("b")->read("chunk", "{}", deltas));
  EXPECT_FALSE(kTarget.stream_reader("b")->read("chunk", R"({"bytes":"?"})", deltas));
  EXPECT_FALSE(kTarget.stream_reader("b")->read("chunk", wrapped("no JSON"), deltas));
}

}  // namespace
}  // namespace quorum::bedrock
