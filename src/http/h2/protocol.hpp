#pragma once
/// HTTP/2 for the server and the client of `http`, to be named in their configurations.

#include "http/server_protocol.hpp"

namespace quorum::h2 {

const http::ServerProtocol& server_protocol();

}  // namespace quorum::h2
