#pragma once
/// Whose request it is that a proxy hands on, by what its headers say of the way. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "http/peer/networks.hpp"

namespace quorum::http {

/// The fields that say where a request comes from; each may be repeated, which makes one list.
struct ForwardedFields {
  std::vector<std::string_view> x_forwarded_for{};
  std::vector<std::string_view> forwarded{};  ///< RFC 7239.
  std::vector<std::string_view> x_real_ip{};

  bool empty() const { return x_forwarded_for.empty() && forwarded.empty() && x_real_ip.empty(); }
};

struct Client {
  std::string address;  ///< With its port where that is known; `unknown` where nobody says.
  bool is_loopback = false;
  bool operator==(const Client&) const = default;
};

/// Who has sent a request that came from a trusted peer: the last of the chain whom nobody trusted
/// to speak for others. `X-Forwarded-For` goes before `Forwarded`, and that before `X-Real-IP`; a
/// client counts as local only where all that are there say so, since a proxy may pass on what it
/// does not know.
Client forwarded_client(const ForwardedFields& fields, const Networks& trusted);

}  // namespace quorum::http
