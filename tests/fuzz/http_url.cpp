// A URL that is taken can be asked for: nothing in it breaks a request line or a Host field.

#include "fuzz.hpp"
#include "http/head_writer.hpp"
#include "http/request_reader.hpp"
#include "http/request_template.hpp"
#include "http/url.hpp"

using namespace quorum;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto url = http::Url::parse(fuzz::text_of(data, size));
  if (!url) return 0;
  const auto host = url->authority();
  std::string head;
  http::append_request_head(head, {.method = "GET", .target = url->target, .host = host}, {});
  head += http::RequestEnd("GET", 0).view();
  http::RequestReader reader({.head = {.bytes_max = 1 << 20}});
  const auto taken = reader.push(head);
  fuzz::require(taken && *taken == head.size());
  fuzz::require(reader.phase() == http::RequestReader::Phase::done);
  const auto read = reader.take_head();
  fuzz::require(read.target == url->target && read.headers.get("host") == host);
  return 0;
}
