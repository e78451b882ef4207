#include "terminal/screen.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace quorum::terminal {
namespace {

std::vector<Line> lines(std::initializer_list<std::string_view> texts) {
  std::vector<Line> all;
  for (const auto text : texts) all.push_back(Line{}.add(text));
  return all;
}

/// A terminal small enough to be understood: it knows what `Screen` sends and nothing else.
class FakeTerminal {
 public:
  explicit FakeTerminal(Size size) : size_(size) {}

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      if (bytes.starts_with("\x1b[")) {
        order(bytes);
      } else {
        letter(bytes.front());
        bytes.remove_prefix(1);
      }
    }
  }

  void resize(Size size) { size_ = size; }
  std::size_t written() const { return written_; }

  /// All rows ever, those that scrolled away included.
  std::vector<std::string> rows() const {
    auto all = rows_;
    while (!all.empty() && all.back().empty()) all.pop_back();
    return all;
  }

 private:
  void order(std::string_view& bytes) {
    const auto end = bytes.find_first_of("ABKJhlm", 2);
    ASSERT_NE(end, std::string_view::npos);
    const auto number = bytes.substr(2, end - 2);
    const auto count =
        number.empty() || number.front() == '?' ? 0 : std::stoul(std::string(number));
    switch (bytes[end]) {
      case 'A':
        ASSERT_LE(count, row_ - top()) << "went above the window";
        row_ -= count;
        break;
      case 'B':
        row_ += count;
        ASSERT_LT(row_, rows_.size()) << "went below what is there";
        break;
      case 'K': rows_[row_].resize(column_); break;
      case 'J':
        rows_.resize(row_ + 1);
        rows_[row_].resize(column_);
        break;
      default: break;
    }
    bytes.remove_prefix(end + 1);
  }

  void letter(char one) {
    if (one == '\r') {
      column_ = 0;
    } else if (one == '\n') {
      ++row_;
      if (row_ == rows_.size()) rows_.emplace_back();
    } else {
      auto& row = rows_[row_];
      if (column_ >= row.size()) row.resize(column_ + 1, ' ');
      row[column_++] = one;
      ++written_;
    }
  }

  std::size_t top() const { return rows_.size() - std::min(rows_.size(), size_.rows); }

  Size size_;
  std::vector<std::string> rows_{std::string()};
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  std::size_t written_ = 0;
};

using Rows = std::vector<std::string>;

TEST(Screen, DrawsOverItself) {
  const Size size{.columns = 20, .rows = 10};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show({}, lines({"one", "two", "three"}), size));
  terminal.write(screen.show({}, lines({"one", "zwei", "three"}), size));
  EXPECT_EQ(terminal.rows(), (Rows{"one", "zwei", "three"}));
}

TEST(Screen, SendsOnlyWhatChanged) {
  const Size size{.columns = 20, .rows = 10};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show({}, lines({"one", "two", "three"}), size));
  const auto before = terminal.written();
  terminal.write(screen.show({}, lines({"one", "two!", "three"}), size));
  EXPECT_EQ(terminal.written() - before, 4U);
  EXPECT_EQ(screen.show({}, lines({"one", "two!", "three"}), size), "");
}

TEST(Screen, LeavesDoneLinesAboveForGood) {
  const Size size{.columns = 20, .rows = 4};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show(lines({"title"}), lines({"live 1", "live 2"}), size));
  terminal.write(screen.show(lines({"done 1", "done 2", "done 3"}), lines({"live 3"}), size));
  terminal.write(screen.show({}, lines({"live 4"}), size));
  EXPECT_EQ(terminal.rows(), (Rows{"title", "done 1", "done 2", "done 3", "live 4"}));
}

TEST(Screen, LeavesDoneLinesAboveALivePartOfTheSameHeight) {
  const Size size{.columns = 20, .rows = 10};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show({}, lines({"live 1"}), size));
  terminal.write(screen.show(lines({"done"}), lines({"live 2"}), size));
  terminal.write(screen.show(lines({"done too"}), lines({"live 2"}), size));
  EXPECT_EQ(terminal.rows(), (Rows{"done", "done too", "live 2"}));
}

TEST(Screen, GrowsAndShrinks) {
  const Size size{.columns = 20, .rows = 10};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show({}, lines({"a"}), size));
  terminal.write(screen.show({}, lines({"a", "b", "c"}), size));
  terminal.write(screen.show({}, lines({"d"}), size));
  EXPECT_EQ(terminal.rows(), (Rows{"d"}));
}

TEST(Screen, ShowsTheLastLinesOfWhatIsTallerThanTheTerminal) {
  const Size size{.columns = 20, .rows = 4};
  FakeTerminal terminal(size);
  Screen screen(Colours::none);
  terminal.write(screen.show({}, lines({"1", "2", "3", "4", "5"}), size));
  terminal.write(screen.show({}, lines({"1", "2", "3", "4", "6"}), size));
  EXPECT_EQ(terminal.rows(), (Rows{"3", "4", "6"}));
}

// A terminal that became narrower has wrapped the live lines into more rows than were sent.
TEST(Screen, ErasesWhatANarrowerTerminalHasWrapped) {
  FakeTerminal terminal({.columns = 20, .rows = 10});
  Screen screen(Colours::none);
  terminal.write(
      screen.show(lines({"title"}), lines({"twelve chars"}), {.columns = 20, .rows = 10}));

  terminal.resize({.columns = 8, .rows = 10});
  terminal.write("\r\n");  // The wrapping: the line takes two rows now.
  terminal.write(screen.show({}, lines({"short"}), {.columns = 8, .rows = 10}));
  EXPECT_EQ(terminal.rows(), (Rows{"title", "short"}));
}

TEST(Screen, GivesTheCursorBackOnce) {
  Screen screen(Colours::none);
  EXPECT_EQ(screen.close(), "");
  const auto first = screen.show({}, lines({"a"}), {});
  EXPECT_NE(first.find("\x1b[?25l"), std::string::npos);
  EXPECT_EQ(screen.close(), "\x1b[?25h");
  EXPECT_EQ(screen.close(), "");
}

}  // namespace
}  // namespace quorum::terminal
