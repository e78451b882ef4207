#pragma once
/// What of a request one vendor of this spelling cannot take.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "dialects/quirks.hpp"
#include "dialects/untaken.hpp"

namespace quorum::openai_chat {

class Drops {
 public:
  explicit Drops(const dialects::OpenAiQuirks& quirks) : quirks_(quirks) {}

  void add(std::string_view name) { dropped_.add(name); }

  /// Whether the vendor takes what OpenAI calls `name`; noted where it does not.
  bool takes(std::string_view name) {
    if (std::ranges::find(quirks_.refuses, name) == quirks_.refuses.end()) return true;
    add(name);
    return false;
  }

  std::vector<std::string> take() { return dropped_.take(); }

 private:
  const dialects::OpenAiQuirks& quirks_;
  dialects::Dropped dropped_;
};

}  // namespace quorum::openai_chat
