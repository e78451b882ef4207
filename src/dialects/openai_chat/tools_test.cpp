#include "dialects/openai_chat/tools.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_chat {
namespace {

using Mode = llm::ToolChoice::Mode;

llm::Chat read(std::string_view text) {
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document) << text;
  llm::Chat chat{.messages = {}};
  EXPECT_TRUE(read_tools({.value = document->root(), .at = {}}, chat)) << text;
  return chat;
}

TEST(Tools, ReadsCustomToolsWhole) {
  constexpr std::string_view kTool =
      R"({"type":"custom","custom":{"name":"c","description":"d","format":{"type":"text"}}})";
  EXPECT_EQ(read(R"({"tools":[)" + std::string{kTool} + "]}").tools.at(0),
            (llm::Tool{.kind = llm::Tool::Kind::custom,
                       .name = "c",
                       .description = "d",
                       .raw = {.dialect = llm::Dialect::openai_chat, .json = std::string{kTool}}}));
}

TEST(Tools, ReadsWhichMayBeCalled) {
  EXPECT_EQ(read(R"({"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",
      "tools":[{"type":"function","function":{"name":"f"}},
               {"type":"custom","custom":{"name":"c"}}]}}})")
                .tool_choice,
            (llm::ToolChoice{.mode = Mode::required, .allowed = {"f", "c"}}));
  EXPECT_EQ(read(R"({"tool_choice":{"type":"custom","custom":{"name":"c"}}})").tool_choice,
            (llm::ToolChoice{.mode = Mode::named, .name = "c"}));
  EXPECT_EQ(read(R"({"tool_choice":"any"})").tool_choice, llm::ToolChoice{.mode = Mode::required});
}

TEST(Tools, ReadsTheFormBeforeThem) {
  const auto chat = read(R"({"functions":[{"name":"f","parameters":{}}],
                             "function_call":{"name":"f"}})");
  EXPECT_EQ(chat.tools.at(0), (llm::Tool{.name = "f", .parameters = "{}"}));
  EXPECT_EQ(chat.tool_choice, (llm::ToolChoice{.mode = Mode::named, .name = "f"}));
  EXPECT_EQ(chat.parallel_tool_calls, false);
  EXPECT_EQ(read(R"({"functions":[],"function_call":"none"})").tool_choice,
            llm::ToolChoice{.mode = Mode::none});
  const auto both = read(R"({"tools":[{"function":{"name":"g"}}],"functions":[{"name":"f"}]})");
  EXPECT_EQ(both.parallel_tool_calls, std::nullopt);
}

}  // namespace
}  // namespace quorum::openai_chat
