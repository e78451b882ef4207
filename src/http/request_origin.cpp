#include "http/request_origin.hpp"

#include <utility>

#include "http/peer/forwarded.hpp"

namespace quorum::http {
namespace {

ForwardedFields fields_of(const Headers& headers) {
  ForwardedFields fields;
  for (std::size_t index = 0; index < headers.size(); ++index) {
    const auto field = headers[index];
    if (field.known == known("forwarded")) fields.forwarded.push_back(field.value);
    if (field.known == known("x-real-ip")) fields.x_real_ip.push_back(field.value);
    if (field.known == known("x-forwarded-for")) fields.x_forwarded_for.push_back(field.value);
  }
  return fields;
}

}  // namespace

void name_client(Request& request, const Peer& peer, const Networks& trusted) {
  request.peer = peer.address;
  request.is_loopback = peer.is_loopback;
  constexpr auto kFields = KnownSet::of("forwarded", "x-real-ip", "x-forwarded-for");
  if (!request.head.headers.may_have_any(kFields)) return;
  request.is_loopback = false;
  if (!peer.is_trusted) return;
  const auto fields = fields_of(request.head.headers);
  auto client = forwarded_client(fields, trusted);
  request.peer = std::move(client.address);
  request.is_loopback = client.is_loopback;
}

}  // namespace quorum::http
