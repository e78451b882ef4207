#pragma once
/// What `quorum doctor` finds, as lines for a terminal.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.hpp"

namespace quorum::app {

/// One thing that was looked at.
struct Finding {
  enum class State : std::uint8_t { good, note, fault };
  State state = State::good;
  std::string what;
  std::string fix{};  ///< The one thing to do; empty where there is nothing.
};

class Report {
 public:
  void heading(std::string_view text);
  void add(Finding finding);
  bool has_fault() const { return has_fault_; }

  /// All of it, ready to be printed.
  std::string text() const;

 private:
  std::string lines_{};
  bool has_fault_ = false;
};

/// The settings as they are in force. No key is in it, only where each was read from.
void describe(const Config& config, Report& report);

/// What a provider's answer to a request for its models says of address and key.
Finding judge_answer(std::string_view provider, std::string_view key_variable, int status);

}  // namespace quorum::app
