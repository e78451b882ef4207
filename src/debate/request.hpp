#pragma once
/// What somebody asks to be debated (`POST /v1/debates`).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/money.hpp"

namespace quorum::debate {

struct SeatRequest {
  std::string model;
  std::string position{};  ///< The side it argues; empty: it chooses.
  std::string persona{};
  std::string system{};  ///< Added to the format's own instructions.
  std::optional<std::int64_t> tokens_max{};
  std::string name{};
};

struct Budget {
  std::optional<Money> usd{};
  std::optional<std::int64_t> tokens{};
  std::optional<std::int64_t> seconds{};
};

struct DebateRequest {
  std::string question;
  std::string format = "default";
  std::vector<SeatRequest> seats;  ///< 2 to 8; empty: the local models, see `Service::start`.
  std::int64_t rounds = 2;         ///< 1 to 10.
  std::vector<std::string> judges{};
  Budget budget{};
  std::string idempotency_key{};
};

/// Names the faulty field (`seats.0.model`) and what would be right. Unknown fields are ignored.
Result<DebateRequest> read_request(std::string_view json);
std::string write_request(const DebateRequest& request);

}  // namespace quorum::debate
