#include "async/dial/eyeballs.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "async/dial/scripted_names.hpp"
#include "async/memory_stream.hpp"
#include "testkit/run.hpp"

namespace quorum::dial {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Addresses that answer after a while, refuse, or say nothing for ever.
class ScriptedAddresses final : public Dialing {
 public:
  enum class Outcome : std::uint8_t { answers, refuses, silent };
  struct Script {
    Outcome outcome = Outcome::silent;
    milliseconds after{0};
  };
  explicit ScriptedAddresses(async::Loop& loop) : loop_(loop), start_(loop.now()) {}

  std::map<std::string, Script> scripts{};
  std::vector<std::string> tried{};  ///< `250 [2001:db8::1]:80`: when, and which.
  std::string winner{};
  int open = 0;

  Task<Result<std::unique_ptr<async::ByteStream>>> connect(async::Address address,
                                                           TimePoint deadline) override {
    const auto when = std::chrono::duration_cast<milliseconds>(loop_.now() - start_);
    const auto text = address.text();
    tried.push_back(std::to_string(when.count()) + " " + text);
    const auto script = scripts[text];
    const Counted counted(open);
    if (script.outcome == Outcome::silent) {
      co_await loop_.sleep_until(deadline);
      co_return Error{.code = Errc::deadline_exceeded};
    }
    co_await loop_.sleep(script.after);
    if (script.outcome == Outcome::refuses) {
      co_return Error{.code = Errc::unavailable, .reason = "cannot_connect"};
    }
    if (winner.empty()) winner = text;
    co_return std::move(async::memory_pair(loop_, 1024).first);
  }

 private:
  struct Counted {
    explicit Counted(int& to) : count(to) { ++count; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    ~Counted() { --count; }
    int& count;
  };
  async::Loop& loop_;
  TimePoint start_;
};

struct Ending {
  std::string outcome;  ///< The winner's address or the error's reason.
  std::vector<std::string> tried;
  milliseconds after;
  int left_open;
};

using Outcome = ScriptedAddresses::Outcome;

template <typename Prepare>
Ending race(Prepare prepare, milliseconds patience = 10s) {
  return testkit::run([&](async::Loop& loop) -> Task<Ending> {
    ScriptedNames names(loop);
    ScriptedAddresses addresses(loop);
    prepare(names, addresses);
    Resolver resolver(loop, names);
    const auto start = loop.now();
    Ending ending{};
    {
      Eyeballs eyeballs(loop, resolver, addresses,
                        {.name = "a.example", .port = 80, .deadline = start + patience});
      const auto stream = co_await eyeballs.run();
      ending.outcome = stream ? addresses.winner : stream.error().reason;
    }
    co_await loop.yield();
    ending.tried = addresses.tried;
    ending.after = std::chrono::duration_cast<milliseconds>(loop.now() - start);
    ending.left_open = addresses.open;
    co_return ending;
  });
}

const std::pair<std::string, Family> kV4{"a.example", Family::v4};
const std::pair<std::string, Family> kV6{"a.example", Family::v6};
using Tried = std::vector<std::string>;

TEST(Eyeballs, IPv6GoesFirst) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}};
    names.scripts[kV6] = {.addresses = {"2001:db8::1"}};
    addresses.scripts["[2001:db8::1]:80"] = {.outcome = Outcome::answers, .after = 200ms};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.outcome, "[2001:db8::1]:80");
  EXPECT_EQ(ending.tried, Tried{"0 [2001:db8::1]:80"});
}

TEST(Eyeballs, TheOtherFamilyIsTriedBesideAfter250ms) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1", "192.0.2.2"}};
    names.scripts[kV6] = {.addresses = {"2001:db8::1", "2001:db8::2"}};
    addresses.scripts["192.0.2.2:80"] = {.outcome = Outcome::answers, .after = 20ms};
  });
  EXPECT_EQ(ending.outcome, "192.0.2.2:80");
  EXPECT_EQ(ending.tried, (Tried{"0 [2001:db8::1]:80", "250 192.0.2.1:80", "500 [2001:db8::2]:80",
                                 "750 192.0.2.2:80"}));
  EXPECT_EQ(ending.left_open, 0) << "who lost the race is closed";
}

TEST(Eyeballs, TheFirstToStandWinsThoughItBeganLater) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}};
    names.scripts[kV6] = {.addresses = {"2001:db8::1"}};
    addresses.scripts["[2001:db8::1]:80"] = {.outcome = Outcome::answers, .after = 400ms};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::answers, .after = 100ms};
  });
  EXPECT_EQ(ending.outcome, "192.0.2.1:80");
  EXPECT_EQ(ending.after, 350ms);
  EXPECT_EQ(ending.left_open, 0);
}

TEST(Eyeballs, AFailureStartsTheNextAtOnce) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}};
    names.scripts[kV6] = {.addresses = {"2001:db8::1"}};
    addresses.scripts["[2001:db8::1]:80"] = {.outcome = Outcome::refuses, .after = 30ms};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.outcome, "192.0.2.1:80");
  EXPECT_EQ(ending.tried, (Tried{"0 [2001:db8::1]:80", "30 192.0.2.1:80"}));
}

TEST(Eyeballs, IPv4WaitsALittleForIPv6sNames) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}, .after = 10ms};
    names.scripts[kV6] = {.addresses = {"2001:db8::1"}, .after = 40ms};
    addresses.scripts["[2001:db8::1]:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.tried, Tried{"40 [2001:db8::1]:80"});
}

TEST(Eyeballs, IPv4WaitsNoLongerThanThat) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1", "192.0.2.2"}, .after = 10ms};
    names.scripts[kV6] = {.addresses = {"2001:db8::1"}, .after = 100ms};
    addresses.scripts["[2001:db8::1]:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.tried, (Tried{"60 192.0.2.1:80", "310 [2001:db8::1]:80"}));
  EXPECT_EQ(ending.outcome, "[2001:db8::1]:80");
}

TEST(Eyeballs, IPv4GoesAtOnceWhereThereIsNoIPv6) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}, .after = 10ms};
    names.scripts[kV6] = {.after = 15ms};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.tried, Tried{"15 192.0.2.1:80"});
}

TEST(Eyeballs, OneFamilysServerBeingDownIsNoFault) {
  const auto ending = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1"}};
    names.scripts[kV6] = {.after = 5s, .is_down = true};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::answers};
  });
  EXPECT_EQ(ending.outcome, "192.0.2.1:80");
  EXPECT_EQ(ending.tried, Tried{"50 192.0.2.1:80"});
}

TEST(Eyeballs, SaysWhyWhenNothingIsLeft) {
  EXPECT_EQ(race([](auto&, auto&) {}).outcome, "cannot_resolve");
  EXPECT_EQ(race([](auto& names, auto&) {
              names.scripts[kV4] = {.is_down = true};
              names.scripts[kV6] = {.is_down = true};
            }).outcome,
            "no_name_server");
  const auto refused = race([](auto& names, auto& addresses) {
    names.scripts[kV4] = {.addresses = {"192.0.2.1", "192.0.2.2"}};
    addresses.scripts["192.0.2.1:80"] = {.outcome = Outcome::refuses};
    addresses.scripts["192.0.2.2:80"] = {.outcome = Outcome::refuses};
  });
  EXPECT_EQ(refused.outcome, "cannot_connect");
  EXPECT_EQ(refused.tried.size(), 2U);
}

TEST(Eyeballs, GivesUpWhenItsTimeIsOver) {
  const auto silent =
      race([](auto& names, auto&) { names.scripts[kV6] = {.addresses = {"2001:db8::1"}}; }, 700ms);
  EXPECT_EQ(silent.outcome, "connect_timeout");
  EXPECT_EQ(silent.after, 700ms);
  EXPECT_EQ(silent.left_open, 0);
  const auto nameless = race([](auto& names, auto&) { names.scripts[kV6] = {.after = 5s}; }, 700ms);
  EXPECT_EQ(nameless.outcome, "connect_timeout");
  EXPECT_EQ(nameless.after, 700ms);
}

TEST(Eyeballs, TriesEightOfEachFamilyAtMost) {
  const auto ending = race([](auto& names, auto& addresses) {
    for (int i = 1; i < 20; ++i) {
      names.scripts[kV4].addresses.push_back("192.0.2." + std::to_string(i));
      addresses.scripts["192.0.2." + std::to_string(i) + ":80"] = {.outcome = Outcome::refuses};
    }
  });
  EXPECT_EQ(ending.tried.size(), 8U);
}

}  // namespace
}  // namespace quorum::dial
