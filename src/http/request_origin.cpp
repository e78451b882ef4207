#include "http/request_origin.hpp"

#include <utility>

#include "http/peer/forwarded.hpp"

namespace quorum::http {
namespace {

/// One pass over the names' sizes: a request that came straight costs next to nothing.
ForwardedFields fields_of(const Headers& headers) {
  ForwardedFields fields;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    const auto is = [&](std::string_view name) { return equals_ignoring_case(field.name, name); };
    if (field.name.size() == 9) {
      if (is("forwarded")) fields.forwarded.push_back(field.value);
      if (is("x-real-ip")) fields.x_real_ip.push_back(field.value);
    } else if (field.name.size() == 15 && is("x-forwarded-for")) {
      fields.x_forwarded_for.push_back(field.value);
    }
  }
  return fields;
}

}  // namespace

void name_client(Request& request, const Peer& peer, const Networks& trusted) {
  request.peer = peer.address;
  request.is_loopback = peer.is_loopback;
  const auto fields = fields_of(request.head.headers);
  if (fields.empty()) return;
  request.is_loopback = false;
  if (!peer.is_trusted) return;
  auto client = forwarded_client(fields, trusted);
  request.peer = std::move(client.address);
  request.is_loopback = client.is_loopback;
}

}  // namespace quorum::http
