#pragma once
/// What a name stands for, and who is asked.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "async/address.hpp"
#include "async/task.hpp"
#include "core/error.hpp"

namespace quorum::dial {

/// A name's addresses of the two kinds are asked for apart: they arrive apart, and live apart.
enum class Family : std::uint8_t { v4, v6 };

struct Found {
  std::vector<async::Address> addresses{};  ///< Without ports. None: there is no such name.
  std::chrono::seconds ttl{0};              ///< How long this may be believed.
};

/// A hosts file and name servers, or in tests what a test says.
class NameSource {
 public:
  virtual ~NameSource() = default;

  /// Remembers nothing. `unavailable` where nobody could be asked, which says nothing of the name.
  virtual Task<Result<Found>> ask(std::string name, Family family) = 0;
};

}  // namespace quorum::dial
