#pragma once
/// A client that shares HTTP/2 connections among its requests, and speaks HTTP/1.1 where it must.

#include <memory>

#include "async/loop.hpp"
#include "http/client.hpp"

namespace quorum::h2 {

/// As `config.http2` says.
std::unique_ptr<http::Client> create_client(async::Loop& loop, http::ClientConfig config);

/// The same over a connector that offers HTTP/2 itself, and outlives the client.
std::unique_ptr<http::Client> create_client(async::Loop& loop, http::ClientConfig config,
                                            http::Connector& connector);

}  // namespace quorum::h2
