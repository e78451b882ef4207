#include "http/server_shared.hpp"

#include "http/head_writer.hpp"

namespace quorum::http {

std::string_view ServerShared::date() {
  const UnixMs second = loop.unix_ms() / 1000;
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(second * 1000);
  }
  return date_;
}

Compressor& ServerShared::compressor() {
  if (!compressor_) compressor_ = std::make_unique<Compressor>(Compressor::Effort::fast);
  return *compressor_;
}

}  // namespace quorum::http
