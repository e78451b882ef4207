// Whatever we serve, Boost.Beast's parser must take too, and read the same body from it: two
// readers that disagree are how requests are smuggled. (What Beast takes and we refuse is fine.)

#define BOOST_BEAST_USE_STD_STRING_VIEW
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>

#include "fuzz.hpp"
#include "http/request_reader.hpp"

namespace {

using namespace quorum;
namespace beast = boost::beast::http;

struct Read {
  bool is_done = false;
  std::size_t taken = 0;
  std::string body;
  std::string what;
};

Read read_by_beast(std::string_view text) {
  beast::request_parser<beast::string_body> parser;
  parser.eager(true);
  parser.header_limit(64 << 10);
  parser.body_limit(1 << 20);
  Read read;
  boost::system::error_code error;
  while (!parser.is_done() && read.taken < text.size()) {
    const auto rest = text.substr(read.taken);
    const auto taken = parser.put(boost::asio::buffer(rest.data(), rest.size()), error);
    read.taken += taken;
    if (error || taken == 0) break;
  }
  read.is_done = parser.is_done() && !error;
  if (read.is_done) read.body = parser.get().body();
  read.what = error.message();
  return read;
}

bool has_field(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at + name.size() <= text.size(); ++at) {
    if (http::equals_ignoring_case(text.substr(at, name.size()), name)) return true;
  }
  return false;
}

/// Where we are right to differ.
bool is_known_difference(std::string_view text) {
  // RFC 9112 §2.2 asks servers to skip line ends before a request. Beast does not.
  if (text.starts_with("\r\n")) return true;
  // Beast reads these two and refuses what is no list. Nothing of ours acts on them, and no
  // standard knows the first.
  return has_field(text, "Proxy-Connection") || has_field(text, "Upgrade");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  http::RequestReader reader({.head = {.bytes_max = 32 << 10}, .body_bytes_max = 1 << 20});
  const auto taken = reader.push(text);
  if (!taken || reader.phase() != http::RequestReader::Phase::done) return 0;
  if (is_known_difference(text)) return 0;
  const auto read = read_by_beast(text);
  if (!read.is_done || read.taken != *taken || read.body != reader.take_body()) {
    std::fprintf(stderr, "Beast says %s, taken %zu beside %zu\n", read.what.c_str(), read.taken,
                 *taken);
    std::abort();
  }
  return 0;
}
