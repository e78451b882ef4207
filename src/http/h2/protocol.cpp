#include "http/h2/protocol.hpp"

#include <utility>

#include "http/h2/server_connection.hpp"

namespace quorum::h2 {
namespace {

class Server final : public http::ServerProtocol {
  std::unique_ptr<http::ServerSession> serve(http::ServerShared& shared,
                                             std::unique_ptr<async::ByteStream> stream,
                                             http::Peer peer, std::string first) const override {
    return std::make_unique<ServerConnection>(shared, std::move(stream), std::move(peer),
                                              std::move(first));
  }
};

}  // namespace

const http::ServerProtocol& server_protocol() {
  static const Server kProtocol;
  return kProtocol;
}

}  // namespace quorum::h2
