#include "json/walk.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace quorum::json {
namespace {

/// Writes down what it is told.
struct Recorder {
  std::string_view text;
  std::string heard{};

  void open(std::size_t at) { heard += text[at]; }
  void close(std::size_t end) { heard += text[end - 1]; }
  void key(RawString name) { heard += "k<" + std::string(name.inner) + ">"; }
  void string(std::size_t at, RawString inner) {
    EXPECT_EQ(text[at], '"');
    heard += (inner.has_escape ? "e<" : "s<") + std::string(inner.inner) + ">";
  }
  void other(std::size_t at, std::size_t end) {
    heard += "<" + std::string(text.substr(at, end - at)) + ">";
  }
};

std::string heard(std::string_view text) {
  Recorder recorder{text};
  const auto walked = walk(text, recorder);
  return walked ? recorder.heard : walked.error().message;
}

TEST(JsonWalk, TellsOfEverythingInItsOrder) {
  EXPECT_EQ(heard(" { \"a\" : [ 1 , -2.50e+3,true ] "
                  ",\r\n\t\"b\\n\":{\"c\":\"x\\ty\",\"d\":\"\"},\"e\":[] } "),
            "{k<a>[<1><-2.50e+3><true>]k<b\\n>{k<c>e<x\\ty>k<d>s<>}k<e>[]}");
  EXPECT_EQ(heard("null"), "<null>");
  EXPECT_EQ(heard("\"x\""), "s<x>");
  EXPECT_EQ(heard("[[],{},0,-0,0.0,1E5,false]"), "[[]{}<0><-0><0.0><1E5><false>]");
}

TEST(JsonWalk, SaysWhatIsWrongAndAtWhichByte) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"", "byte 0: the text ends too early"},
      {"  ", "byte 2: the text ends too early"},
      {"{", "byte 1: the text ends too early"},
      {"{\"a\"", "byte 4: the text ends too early"},
      {"[1,", "byte 3: the text ends too early"},
      {"\"abc", "byte 4: the text ends too early"},
      {"\"abc\\", "byte 5: the text ends too early"},
      {"tru", "byte 3: the text ends too early"},
      {"[1 2]", "byte 3: expected ',' or ']'"},
      {"{\"a\":1 \"b\":2}", "byte 7: expected ',' or '}'"},
      {"[1}", "byte 2: expected ',' or ']'"},
      {"{\"a\":1]", "byte 6: expected ',' or '}'"},
      {"{\"a\" 1}", "byte 5: expected ':'"},
      {"{a:1}", "byte 1: expected a member's name in quotes"},
      {"{\"a\":1,}", "byte 7: expected a member's name in quotes"},
      {"{,}", "byte 1: expected a member's name in quotes"},
      {"[1,]", "byte 3: expected a value"},
      {"[,1]", "byte 1: expected a value"},
      {"nil", "byte 1: expected a value"},
      {"True", "byte 0: expected a value"},
      {"NaN", "byte 0: expected a value"},
      {"-Infinity", "byte 1: expected a digit"},
      {"01", "byte 1: a number may not begin with 0"},
      {"-01", "byte 2: a number may not begin with 0"},
      {"+1", "byte 0: expected a value"},
      {".5", "byte 0: expected a value"},
      {"[1.]", "byte 3: expected a digit"},
      {"[1e]", "byte 3: expected a digit"},
      {"[1e+]", "byte 4: expected a digit"},
      {"0x1F", "byte 1: there is something after the value"},
      {"1 2", "byte 2: there is something after the value"},
      {"{}}", "byte 2: there is something after the value"},
      {"'a'", "byte 0: expected a value"},
      {"\"a\nb\"", "byte 2: a control character in a string must be escaped"},
      {"\"\\x41\"", "byte 2: no such escape in JSON"},
      {"\"\\u12G4\"", "byte 5: expected four hexadecimal digits after \\u"},
      {"[\"\xFF\"]", "byte 2: this is not valid UTF-8"},
      {"\xEF\xBB\xBF{}", "byte 0: expected a value"},  // a byte order mark is no JSON
      {"/* c */1", "byte 0: expected a value"},
  };
  for (const auto& [text, what] : cases) {
    EXPECT_EQ(heard(text), "Malformed JSON at " + std::string(what) + ".") << text;
  }
}

TEST(JsonWalk, GoesAsDeepAsItsLimitAndNoDeeper) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(heard(nested(kDepthMax)), nested(kDepthMax));
  EXPECT_EQ(heard(nested(kDepthMax + 1)),
            "Malformed JSON at byte 128: nested more than 128 levels deep.");
  EXPECT_EQ(heard(std::string(1'000'000, '[')),
            "Malformed JSON at byte 128: nested more than 128 levels deep.");
}

TEST(JsonWalk, RefusesEveryProperPrefix) {
  const std::string_view text = R"({"a":[1,-2.5e3,"x\u00e9y",true,null,{"b":false}],"c":"é"})";
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    Recorder recorder{text.substr(0, cut)};
    EXPECT_FALSE(walk(text.substr(0, cut), recorder)) << "cut at byte " << cut;
  }
}

}  // namespace
}  // namespace quorum::json
