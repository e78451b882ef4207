#include "dialects/openai_chat/tool_writer.hpp"

#include <gtest/gtest.h>

namespace quorum::openai_chat {
namespace {

using Mode = llm::ToolChoice::Mode;
using Quirks = dialects::OpenAiQuirks;

std::string written(const llm::Chat& chat, const Quirks& quirks = {}) {
  Drops drops{quirks};
  std::string out;
  json::Writer writer{out};
  write_tools(writer.object(), chat, quirks, drops);
  writer.end();
  for (const auto& name : drops.take()) out += " -" + name;
  return out;
}

llm::Chat with(std::vector<llm::Tool> tools) { return {.messages = {}, .tools = std::move(tools)}; }

constexpr std::string_view kF = R"({"type":"function","function":{"name":"f"}})";

TEST(ToolWriter, OnlyTheAllowedAreSentWhereThereIsNoWordForIt) {
  auto chat = with({{.name = "f"}, {.name = "g"}});
  chat.tool_choice = llm::ToolChoice{.mode = Mode::required, .allowed = {"f"}};
  EXPECT_EQ(written(chat), R"({"tools":[)" + std::string{kF} + R"(],"tool_choice":"required"})");
  EXPECT_EQ(written(chat, {.takes_allowed_tools = true}),
            R"({"tools":[)" + std::string{kF} +
                R"(,{"type":"function","function":{"name":"g"}}],)"
                R"("tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",)"
                R"("tools":[)" +
                std::string{kF} + "]}}}");
}

TEST(ToolWriter, CustomToolsBecomeFunctionsWhereThereAreNone) {
  const llm::Tool flat{
      .kind = llm::Tool::Kind::custom,
      .name = "c",
      .raw = {.dialect = llm::Dialect::openai_responses,
              .json = R"({"type":"custom","name":"c","format":{"type":"grammar","syntax":"lark",)"
                      R"("definition":"x"}})"}};
  EXPECT_EQ(written(with({flat}), {.takes_custom_tools = true}),
            R"({"tools":[{"type":"custom","custom":{"name":"c","format":{"type":"grammar",)"
            R"("grammar":{"syntax":"lark","definition":"x"}}}}]})");
  EXPECT_EQ(written(with({flat})),
            R"({"tools":[{"type":"function","function":{"name":"c","parameters":{"type":"object",)"
            R"("properties":{"input":{"type":"string"}},"required":["input"]}}}]} -tools.custom)");
}

TEST(ToolWriter, AVendorsOwnToolsGoOnlyToWhoSharesTheSpelling) {
  const llm::Tool shared{
      .kind = llm::Tool::Kind::built_in,
      .name = "x:search",
      .raw = {.dialect = llm::Dialect::openai_chat, .json = R"({"type":"x:search"})"}};
  EXPECT_EQ(written(with({shared})), R"({"tools":[{"type":"x:search"}]})");
  auto foreign = shared;
  foreign.raw = {.dialect = llm::Dialect::anthropic, .json = R"({"type":"web_search_20250305"})"};
  EXPECT_EQ(written(with({foreign})), "{} -tools.web_search_20250305");
}

TEST(ToolWriter, SaysOnlyWhatIsNotSoAnyhow) {
  auto chat = with({{.name = "f", .strict = true, .cache = llm::CacheHint{}}});
  chat.parallel_tool_calls = true;
  EXPECT_EQ(written(chat), R"({"tools":[{"type":"function","function":{"name":"f",)"
                           R"("strict":true}}]} -tools.cache_control)");
  chat.parallel_tool_calls = false;
  EXPECT_EQ(written(chat, {.cache_marks = Quirks::CacheMarks::cache_control}),
            R"({"tools":[{"type":"function","function":{"name":"f","strict":true},)"
            R"("cache_control":{"type":"ephemeral"}}],"parallel_tool_calls":false})");
}

}  // namespace
}  // namespace quorum::openai_chat
