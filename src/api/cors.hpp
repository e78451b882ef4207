#pragma once
/// Which pages of other origins a browser lets talk to us.

#include <string>
#include <string_view>
#include <vector>

#include "http/headers.hpp"
#include "http/message.hpp"

namespace quorum::api {

struct CorsConfig {
  /// `https://app.example.org`; a lone `*` lets every page in.
  std::vector<std::string> origins{"http://localhost:3000"};
  std::int64_t preflight_seconds_max = 600;
};

class Cors {
 public:
  explicit Cors(CorsConfig config) : config_(std::move(config)) {}

  /// Adds what every answer to a page of `origin` must say, be it an error or a stream, beside
  /// `vary: Origin`, which the answers to others bear, too. Nothing for a page that is not let in.
  void welcome(std::string_view origin, http::Headers& answer) const;

  /// A browser asking beforehand, rather than a client that wants to know the methods.
  static bool is_preflight(const http::RequestHead& request);

  /// `methods` as in `Allow`. The answer still wants `welcome`.
  http::Response preflight(const http::Headers& request, std::string_view methods) const;

  /// Whether the page comes from the very host that it now speaks to.
  static bool is_same_origin(std::string_view origin, std::string_view host);

  /// Whether pages of `origin` may use this server.
  bool allows(std::string_view origin) const;

 private:
  CorsConfig config_;
};

}  // namespace quorum::api
