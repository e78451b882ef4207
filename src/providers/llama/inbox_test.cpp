#include "providers/llama/inbox.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace quorum::llama {
namespace {

using providers::LocalAsk;
using providers::LocalCancel;
using Wait = Inbox::Wait;

/// A pipe whose far end is ours.
class InboxTest : public testing::Test {
 protected:
  InboxTest() {
    EXPECT_EQ(pipe(ends_.data()), 0);
    inbox_ = std::make_unique<Inbox>(ends_[0]);
  }
  ~InboxTest() override {
    hang_up();
    inbox_.reset();
    close(ends_[0]);
  }
  void say(std::string_view bytes) {
    EXPECT_EQ(write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  void hang_up() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }

  std::array<int, 2> ends_{};
  std::unique_ptr<Inbox> inbox_;
};

TEST_F(InboxTest, GivesOrdersInTheirOrderWhereverTheyWereCut) {
  const std::string bytes = encode(providers::LocalOrder{LocalAsk{.id = 1}}) +
                            encode(providers::LocalOrder{LocalAsk{.id = 2}});
  std::vector<providers::LocalOrder> orders;
  for (const char byte : bytes) say({&byte, 1});
  while (orders.size() < 2) {
    for (auto& order : inbox_->take(Wait::yes)) orders.push_back(std::move(order));
  }
  EXPECT_EQ(std::get<LocalAsk>(orders[0]).id, 1);
  EXPECT_EQ(std::get<LocalAsk>(orders[1]).id, 2);
  EXPECT_TRUE(inbox_->take(Wait::no).empty());
  EXPECT_FALSE(inbox_->is_urgent());
}

TEST_F(InboxTest, ACancellationIsUrgentUntilItIsTaken) {
  say(encode(providers::LocalOrder{LocalCancel{7}}));
  while (!inbox_->is_urgent()) std::this_thread::yield();
  const auto orders = inbox_->take(Wait::yes);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(std::get<LocalCancel>(orders[0]).id, 7);
  EXPECT_FALSE(inbox_->is_urgent());
}

TEST_F(InboxTest, TheOwnersEndIsUrgentForGood) {
  say(encode(providers::LocalOrder{LocalAsk{.id = 1}}));
  hang_up();
  while (!inbox_->is_over()) std::this_thread::yield();
  EXPECT_TRUE(inbox_->is_urgent());
  EXPECT_EQ(inbox_->take(Wait::yes).size(), 1u);  // What came before is not lost.
  EXPECT_TRUE(inbox_->take(Wait::yes).empty());
  EXPECT_TRUE(inbox_->is_urgent());
}

TEST_F(InboxTest, NonsenseIsTheEnd) {
  say("{\"piece\":1}\n" + encode(providers::LocalOrder{LocalAsk{.id = 1}}));
  while (!inbox_->is_over()) std::this_thread::yield();
  EXPECT_TRUE(inbox_->take(Wait::yes).empty());
}

}  // namespace
}  // namespace quorum::llama
