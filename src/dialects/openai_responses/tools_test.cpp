#include "dialects/openai_responses/tools.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::openai_responses {
namespace {

using Mode = llm::ToolChoice::Mode;

Result<llm::Chat> read(std::string_view text) {
  const auto document = json::Document::parse(text);
  llm::Chat chat;
  if (auto read = read_tools({.value = document->root(), .at = ""}, chat); !read) {
    return read.error();
  }
  return chat;
}

std::string written(const llm::Chat& chat, std::vector<std::string>* dropped = nullptr) {
  std::string out;
  json::Writer writer{out};
  dialects::Dropped names;
  writer.object();
  write_tools(writer, chat, names);
  writer.end();
  if (dropped != nullptr) *dropped = names.take();
  return out;
}

constexpr std::string_view kAll =
    R"({"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},)"
    R"("strict":true},{"type":"function","name":"g","parameters":null,"strict":false},)"
    R"({"type":"custom","name":"h","format":{"type":"text"}},)"
    R"({"type":"web_search","search_context_size":"low"}],)"
    R"("tool_choice":{"type":"function","name":"f"},"parallel_tool_calls":false})";

TEST(Tools, OfEveryKindAreReadAndWrittenAgain) {
  const auto chat = read(kAll);
  ASSERT_TRUE(chat);
  ASSERT_EQ(chat->tools.size(), 4U);
  EXPECT_EQ(chat->tools[0].parameters, R"({"type":"object"})");
  EXPECT_EQ(chat->tools[1].parameters, "");
  EXPECT_EQ(chat->tools[2].kind, llm::Tool::Kind::custom);
  EXPECT_EQ(chat->tools[3].name, "web_search");
  EXPECT_EQ(chat->parallel_tool_calls, false);
  EXPECT_EQ(written(*chat), kAll);
}

TEST(Tools, WhereNothingIsSaidOfStrictnessItIsNotAskedFor) {
  EXPECT_EQ(written({.messages = {}, .tools = {{.name = "f"}}}),
            R"({"tools":[{"type":"function","name":"f","parameters":null,"strict":false}]})");
}

TEST(Tools, ACustomToolInChatSpellingIsRespelled) {
  const llm::Tool tool{
      .kind = llm::Tool::Kind::custom,
      .name = "h",
      .raw = {.dialect = llm::Dialect::openai_chat,
              .json = R"({"type":"custom","custom":{"name":"h","format":{"type":"grammar",)"
                      R"("grammar":{"syntax":"lark","definition":"x"}}}})"}};
  EXPECT_EQ(written({.messages = {}, .tools = {tool}}),
            R"({"tools":[{"type":"custom","name":"h","format":{"type":"grammar",)"
            R"("syntax":"lark","definition":"x"}}]})");
}

TEST(Tools, ToolsThatOtherVendorsRunAreNamed) {
  const llm::Tool tool{.kind = llm::Tool::Kind::built_in,
                       .name = "computer",
                       .raw = {.dialect = llm::Dialect::anthropic,
                               .json = R"({"type":"computer_20250124","name":"computer"})"}};
  std::vector<std::string> dropped;
  EXPECT_EQ(written({.messages = {}, .tools = {tool}}, &dropped), R"({"tools":[]})");
  EXPECT_EQ(dropped, std::vector<std::string>{"tools.computer_20250124"});
}

TEST(ToolChoice, WordsAreReadAndWritten) {
  for (const auto* word : {"auto", "none", "required"}) {
    const auto text = std::string{R"({"tool_choice":")"} + word + "\"}";
    EXPECT_EQ(written(*read(text)), text);
  }
}

TEST(ToolChoice, AllowedToolsKeepTheirMode) {
  constexpr std::string_view kText =
      R"({"tool_choice":{"type":"allowed_tools","mode":"required","tools":)"
      R"([{"type":"function","name":"f"}]}})";
  const auto chat = read(kText);
  ASSERT_TRUE(chat);
  EXPECT_EQ(chat->tool_choice, (llm::ToolChoice{.mode = Mode::required, .allowed = {"f"}}));
  EXPECT_EQ(written(*chat), kText);
}

TEST(ToolChoice, OneOfTheVendorsOwnToolsIsKeptAsItIs) {
  const auto chat = read(R"({"tool_choice":{"type":"file_search"}})");
  ASSERT_TRUE(chat);
  EXPECT_FALSE(chat->tool_choice);
  EXPECT_EQ(chat->extras, (std::vector<llm::Extra>{{"tool_choice", R"({"type":"file_search"})"}}));
}

TEST(Tools, FaultsAreNamedWhereTheyAre) {
  EXPECT_EQ(read(R"({"tools":{}})").error().field, "tools");
  EXPECT_EQ(read(R"({"tools":[{"name":"f"}]})").error().field, "tools.0.type");
  EXPECT_EQ(read(R"({"tools":[{"type":"function"}]})").error().field, "tools.0.name");
  EXPECT_EQ(read(R"({"tools":[{"type":"function","name":"f","parameters":"x"}]})").error().field,
            "tools.0.parameters");
  EXPECT_EQ(read(R"({"tool_choice":"any"})").error().field, "tool_choice");
  EXPECT_EQ(read(R"({"tool_choice":{"type":"function"}})").error().field, "tool_choice.name");
}

}  // namespace
}  // namespace quorum::openai_responses
