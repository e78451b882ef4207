#include "dialects/anthropic/turns.hpp"

#include <gtest/gtest.h>

namespace quorum::anthropic {
namespace {

using llm::message;
using llm::Role;

llm::Message calls(std::vector<std::string> ids) {
  llm::Message said{.role = Role::assistant};
  for (auto& id : ids) said.parts.push_back({.content = llm::ToolCall{.id = id, .name = "f"}});
  return said;
}

llm::Message result(std::string id) {
  return {.role = Role::tool, .parts = {llm::text_part("r")}, .tool_call_id = std::move(id)};
}

struct Read {
  std::string turns;  ///< `u:text a:call(id) u:result(id)`; a turn's blocks end to end.
  std::vector<std::string> dropped;
  std::vector<std::string> emulated;
};

Read read(const llm::Chat& chat, const Traits& traits = {}) {
  Losses losses;
  const auto made = turns_of(chat, traits, losses);
  Read out;
  for (const auto* part : made.system) out.turns += "S(" + part->as<llm::Text>()->text + ")";
  for (const auto& turn : made.turns) {
    out.turns += turn.role == Role::assistant ? " a:" : turn.role == Role::system ? " s:" : " u:";
    for (const auto& block : turn.blocks) {
      if (block.result != nullptr) {
        out.turns += "result(" + block.id + ")";
      } else if (block.part->as<llm::ToolCall>() != nullptr) {
        out.turns += "call(" + block.id + ")";
      } else if (const auto* text = block.part->as<llm::Text>()) {
        out.turns += text->text;
      } else {
        out.turns += "?";
      }
    }
  }
  out.dropped = losses.dropped.take();
  out.emulated = losses.emulated.take();
  return out;
}

using Names = std::vector<std::string>;

TEST(Turns, ConsecutiveTurnsOfOneRoleAreOne) {
  EXPECT_EQ(read({.messages = {message(Role::user, "a"), message(Role::user, "b"),
                               message(Role::assistant, "c"), message(Role::assistant, "d"),
                               message(Role::user, "e")}})
                .turns,
            " u:ab a:cd u:e");
}

TEST(Turns, ResultsStandFirstInTheTurnBehindTheirCalls) {
  EXPECT_EQ(
      read({.messages = {message(Role::user, "a"), calls({"x", "y"}), message(Role::user, "b"),
                         result("y"), result("x"), message(Role::user, "c")}})
          .turns,
      " u:a a:call(x)call(y) u:result(y)result(x)bc");
}

TEST(Turns, IdsAreFitUniqueAndKnownToTheirResults) {
  EXPECT_EQ(
      read({.messages = {calls({"f:0", "c"}), result("f:0"), result("c"), calls({"c"}), result("c"),
                         calls({"", ""}), result(""), result(""), calls({"d", "d"}), result("d")}})
          .turns,
      " a:call(toolu_quorum_f_3a0)call(c) u:result(toolu_quorum_f_3a0)result(c)"
      " a:call(c) u:result(c) a:call(call_0)call(call_1) u:result(call_0)result(call_1)"
      " a:call(d)call(d_1) u:result(d_1)");
}

TEST(Turns, TheSystemsWordsAmidTheOthersStayWhereAModelTakesThem) {
  const llm::Chat chat{.messages = {message(Role::system, "s"), message(Role::developer, "d"),
                                    message(Role::user, "a"), message(Role::system, "t"),
                                    message(Role::user, "b")}};
  EXPECT_EQ(read(chat, {.takes_inline_system = true}).turns, "S(s)S(d) u:a s:t u:b");
  const auto hoisted = read(chat);
  EXPECT_EQ(hoisted.turns, "S(s)S(d)S(t) u:ab");
  EXPECT_EQ(hoisted.emulated, (Names{"messages.system"}));
  EXPECT_TRUE(hoisted.dropped.empty());
}

TEST(Turns, TextsOfSpacesAreTheAssistantsAlone) {
  EXPECT_EQ(read({.messages = {message(Role::user, " "), message(Role::assistant, " "),
                               message(Role::user, "a"), message(Role::assistant, ""),
                               message(Role::assistant, "\n")}})
                .turns,
            " a:  u:a");
}

TEST(Turns, WhatCannotBeSaidIsNamed) {
  llm::Message user{.role = Role::user,
                    .parts = {{.content = llm::Audio{}},
                              {.content = llm::Opaque{.dialect = llm::Dialect::gemini,
                                                      .json = R"({"type":"video"})"}},
                              {.content = llm::Image{.detail = "high"}},
                              llm::text_part(" \n")},
                    .name = "Bob"};
  llm::Message assistant{
      .role = Role::assistant,
      .parts = {{.content = llm::Reasoning{.text = "hm"}},
                {.content = llm::Reasoning{.seal = llm::Seal{.maker = llm::Maker::google}}},
                {.content = llm::Image{}},
                llm::text_part("t")}};
  llm::Message tool{.role = Role::tool, .parts = {{.content = llm::Audio{}}}, .tool_call_id = "x"};
  const auto made = read({.messages = {user, assistant, tool}});
  EXPECT_EQ(made.turns, " u:? a:t u:result(x)");
  EXPECT_EQ(made.dropped, (Names{"messages.name", "messages.audio", "messages.video",
                                 "messages.image.detail", "messages.reasoning", "messages.image"}));
}

TEST(Turns, CallsWithoutTheirThoughtsAreSeen) {
  Losses losses;
  const auto unsealed = [&](const llm::Chat& chat) {
    return has_unsealed_calls(turns_of(chat, {}, losses));
  };
  const llm::Part thought{
      .content = llm::Reasoning{.text = "h", .seal = llm::Seal{.maker = llm::Maker::anthropic}}};
  auto sealed = calls({"a"});
  sealed.parts.insert(sealed.parts.begin(), thought);
  EXPECT_TRUE(unsealed({.messages = {calls({"a"}), result("a")}}));
  EXPECT_FALSE(unsealed({.messages = {sealed, result("a")}}));
  EXPECT_FALSE(unsealed({.messages = {message(Role::user, "x")}}));
  EXPECT_FALSE(unsealed({.messages = {calls({"a"}), result("a"), message(Role::assistant, "x"),
                                      message(Role::user, "y")}}));
}

}  // namespace
}  // namespace quorum::anthropic
