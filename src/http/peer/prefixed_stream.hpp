#pragma once
/// A stream of which something was read already that belongs to whoever reads next.

#include <memory>
#include <string>

#include "async/stream.hpp"

namespace quorum::http {

/// `read_already` is read first; then it is `inner` and costs one more call.
std::unique_ptr<async::ByteStream> prefixed_stream(std::string read_already,
                                                   std::unique_ptr<async::ByteStream> inner);

}  // namespace quorum::http
