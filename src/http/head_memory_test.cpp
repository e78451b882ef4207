#include "http/head_memory.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/head_parser.hpp"

namespace quorum::http {
namespace {

using Lines = std::vector<std::string>;

constexpr HeadLimits kLimits{.bytes_max = 512, .headers_max = 8};

const Lines& request_lines() {
  static const Lines lines{"POST /v1/chat HTTP/1.1\r\n", "Host: gateway.test:80\r\n",
                           "Accept:\t*/* \r\n",          "Authorization: Bearer key\r\n",
                           "Content-Length: 17\r\n",     "X-Some_Name:\r\n"};
  return lines;
}

const Lines& answer_lines() {
  static const Lines lines{"HTTP/1.1 200 OK\r\n", "Date: Sun, 22 Nov 2026 02:38:29 GMT\r\n",
                           "Content-Length: 17\r\n", "Server: some server\r\n"};
  return lines;
}

std::string head_of(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line;
  return text + "\r\n";
}

std::string start_of(const RequestHead& head) {
  return head.method + " " + head.target + " " + std::to_string(head.minor_version);
}
std::string start_of(const ResponseHead& head) {
  return std::to_string(head.status) + " " + std::to_string(head.minor_version);
}

/// All that a reader makes of `pieces`.
template <typename Head>
std::string meaning_of(HeadMemory<Head>* memory, const std::vector<std::string_view>& pieces) {
  HeadParser<Head> parser(kLimits, memory);
  std::size_t total = 0;
  for (const auto piece : pieces) {
    const auto taken = parser.push(piece);
    if (!taken) return std::to_string(taken.error().status) + std::string(taken.error().message);
    total += *taken;
    if (parser.is_done()) break;
  }
  if (!parser.is_done()) return "unfinished";
  std::string meaning = start_of(parser.head()) + " of " + std::to_string(total) + "\n";
  const auto& headers = parser.head().headers;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    meaning += std::string(field.name) + "=" + std::string(field.value) + "#" +
               std::to_string(static_cast<int>(field.known)) + "\n";
    EXPECT_TRUE(headers.get(field.name)) << field.name;
  }
  return meaning;
}

/// `lines` as they are remembered, then `text`, in two pieces cut at each of `cuts`.
template <typename Head>
void expect_the_same(const Lines& lines, std::string_view text,
                     const std::vector<std::size_t>& cuts) {
  for (const auto cut : cuts) {
    const std::vector<std::string_view> pieces{text.substr(0, cut), text.substr(cut)};
    HeadMemory<Head> memory;
    const auto known = head_of(lines);
    meaning_of(&memory, {known});
    EXPECT_EQ(meaning_of(&memory, pieces), meaning_of<Head>(nullptr, pieces)) << text << cut;
    // And what it remembers now is no worse.
    EXPECT_EQ(meaning_of(&memory, {text}), meaning_of<Head>(nullptr, {text})) << text;
    EXPECT_EQ(meaning_of(&memory, {known}), meaning_of<Head>(nullptr, {known})) << text;
  }
}

std::vector<std::size_t> everywhere(std::string_view text) {
  std::vector<std::size_t> cuts;
  for (std::size_t at = 0; at <= text.size(); ++at) cuts.push_back(at);
  return cuts;
}

/// Each line left out, doubled, moved to the end, longer by a byte, shorter by one.
std::vector<Lines> rearranged(const Lines& lines) {
  std::vector<Lines> all{lines};
  for (std::size_t index = 0; index < lines.size(); ++index) {
    auto without = lines;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(index));
    all.push_back(without);
    without.push_back(lines[index]);
    all.push_back(without);
    auto twice = lines;
    twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(index), lines[index]);
    all.push_back(twice);
    auto longer = lines;
    longer[index].insert(longer[index].size() - 2, "7");
    all.push_back(longer);
    auto shorter = lines;
    shorter[index].erase(shorter[index].size() - 3, 1);
    all.push_back(shorter);
  }
  return all;
}

template <typename Head>
void expect_the_same_of_all_that_is_alike(const Lines& lines) {
  for (const auto& other : rearranged(lines)) {
    const auto text = head_of(other);
    expect_the_same<Head>(lines, text, everywhere(text));
  }
  const auto text = head_of(lines);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto less = text;
    less.erase(at, 1);
    expect_the_same<Head>(lines, less, {less.size()});
    for (const char byte : {'x', ' ', '\t', '\r', '\n', ':', ',', '7', '\0', '\x7f', '\x80'}) {
      auto changed = text;
      changed[at] = byte;
      expect_the_same<Head>(lines, changed, {changed.size()});
      auto more = text;
      more.insert(at, 1, byte);
      expect_the_same<Head>(lines, more, {more.size()});
    }
  }
}

TEST(HeadMemory, LetsNearlyTheSameRequestMeanWhatItMeansWithout) {
  expect_the_same_of_all_that_is_alike<RequestHead>(request_lines());
}

TEST(HeadMemory, LetsNearlyTheSameAnswerMeanWhatItMeansWithout) {
  expect_the_same_of_all_that_is_alike<ResponseHead>(answer_lines());
}

TEST(HeadMemory, RemembersNoLineThatMayBearASecret) {
  HeadMemory<RequestHead> memory;
  const auto text = head_of(request_lines());
  meaning_of(&memory, {text});
  RequestHead head;
  const auto start = memory.take_start_line(text, head);
  EXPECT_EQ(start, request_lines()[0].size());
  EXPECT_EQ(start_of(head), "POST /v1/chat 1");

  std::vector<Headers::Span> spans;
  const auto end = memory.take_field_lines(text, start, 8, spans);
  EXPECT_EQ(spans.size(), 2U);
  EXPECT_EQ(text.substr(end, 14), "Authorization:");
  // Behind it all are known again.
  spans.resize(3);
  memory.take_field_lines(text, end + request_lines()[3].size(), 8, spans);
  EXPECT_EQ(spans.size(), 5U);
}

TEST(HeadMemory, RemembersNoTargetWithAQueryWhereAKeyMayStand) {
  HeadMemory<RequestHead> memory;
  const auto text = head_of({"GET /v1beta/models?key=k HTTP/1.1\r\n", "Host: a\r\n", "A: b\r\n"});
  meaning_of(&memory, {text});
  EXPECT_EQ(memory.field_count(), 0U);
}

TEST(HeadMemory, IsLearntAnewOnlyOfWhatIsMostlyNew) {
  HeadMemory<ResponseHead> memory;
  meaning_of(&memory, {head_of(answer_lines())});
  auto later = answer_lines();
  later[1] = "Date: Sun, 22 Nov 2026 02:38:30 GMT\r\n";
  meaning_of(&memory, {head_of(later)});
  ResponseHead head;
  std::vector<Headers::Span> spans;
  const auto old = head_of(answer_lines());
  EXPECT_EQ(memory.take_field_lines(old, memory.take_start_line(old, head), 8, spans),
            old.size() - 2);

  const Lines other{"HTTP/1.1 429 Busy\r\n", "A: b\r\n", "Retry-After: 7\r\n"};
  meaning_of(&memory, {head_of(other)});
  EXPECT_EQ(memory.take_start_line(old, head), 0U);
  EXPECT_EQ(memory.take_start_line(head_of(other), head), other[0].size());
  EXPECT_EQ(head.status, 429);
}

TEST(HeadMemory, TakesNoMoreLinesThanItMay) {
  HeadMemory<ResponseHead> memory;
  const auto text = head_of(answer_lines());
  meaning_of(&memory, {text});
  std::vector<Headers::Span> spans;
  memory.take_field_lines(text, answer_lines()[0].size(), 2, spans);
  EXPECT_EQ(spans.size(), 2U);
}

TEST(HeadMemory, KeepsNothingOfARequestThatIsRefused) {
  HeadMemory<RequestHead> memory;
  const auto text = head_of({"GET / HTTP/1.1\r\n", "Host: no host\r\n", "A: b\r\n"});
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(meaning_of(&memory, {text}), "400The Host field is not a host.");
  }
}

TEST(HeadMemory, TakesAnAbsoluteTargetApartEveryTime) {
  HeadMemory<RequestHead> memory;
  const auto text = head_of({"GET http://one.test/a HTTP/1.1\r\n", "Host: two.test\r\n"});
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(meaning_of(&memory, {text}), meaning_of<RequestHead>(nullptr, {text}));
  }
}

TEST(HeadMemory, KeepsNoHeadThatIsLarge) {
  HeadMemory<ResponseHead> memory;
  HeadParser<ResponseHead> parser({.bytes_max = 64 << 10, .headers_max = 8}, &memory);
  const auto text = head_of({"HTTP/1.1 200 OK\r\n", "A: " + std::string(5000, 'a') + "\r\n"});
  ASSERT_TRUE(parser.push(text));
  EXPECT_TRUE(parser.is_done());
  EXPECT_EQ(memory.field_count(), 0U);
}

}  // namespace
}  // namespace quorum::http
