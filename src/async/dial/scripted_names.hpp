#pragma once
/// Names as a test says they are.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "async/dial/names.hpp"
#include "async/loop.hpp"

namespace quorum::dial {

class ScriptedNames final : public NameSource {
 public:
  explicit ScriptedNames(async::Loop& loop) : loop_(loop) {}

  struct Script {
    std::vector<std::string> addresses{};
    std::chrono::milliseconds after{0};
    std::chrono::seconds ttl{60};
    bool is_down = false;
  };
  std::map<std::pair<std::string, Family>, Script> scripts{};
  int asked = 0;

  Task<Result<Found>> ask(std::string name, Family family) override {
    ++asked;
    const Script script = scripts[{name, family}];
    co_await loop_.sleep(script.after);
    if (script.is_down) {
      co_return Error{.code = Errc::unavailable, .message = "down", .reason = "no_name_server"};
    }
    Found found{.ttl = script.ttl};
    for (const auto& text : script.addresses) {
      found.addresses.push_back(*async::Address::numeric(text, 0));
    }
    co_return found;
  }

 private:
  async::Loop& loop_;
};

}  // namespace quorum::dial
