#pragma once
/// From a request to the endpoint that answers it, with all that every answer has in common:
/// 404, 405, 415, HEAD, OPTIONS, CORS, the request's id and its one line in the log.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/cors.hpp"
#include "api/route.hpp"
#include "core/clock.hpp"
#include "core/id.hpp"
#include "govern/door.hpp"
#include "http/server.hpp"
#include "store/request_record.hpp"

namespace quorum::api {

/// One a loop. `clock`, `door`, without which everybody may enter, and `recorder`, which gets the
/// record of every request, outlive it.
class Router final : public http::Handler {
 public:
  Router(const Clock& clock, std::vector<Route> routes, CorsConfig cors,
         govern::Door* door = nullptr, store::Recorder* recorder = nullptr);

  Task<> handle(http::Request request, http::Responder& responder) override;
  std::optional<http::Response> decline(const http::RequestHead& head) override;
  http::Response refuse(const http::RequestHead& head, int status,
                        std::string_view message) override;

 private:
  struct Match {
    const Route* route = nullptr;
    std::vector<std::pair<std::string_view, std::string>> values{};
  };

  class Visit;

  /// A path that a route has word by word, with all routes that it fits, in their order.
  struct Known {
    std::string_view path{};
    Audience audience = Audience::platform;  ///< By the path alone.
    std::vector<const Route*> routes{};
  };

  /// Who asks, as every answer must know.
  struct Asker {
    Audience audience = Audience::platform;
    const Known* paths = nullptr;  ///< Null: no route has the path word by word.
    std::string request_id{};
    std::string origin{};  ///< Of the page that asks, where one does.
  };

  void index_paths();
  std::uint16_t& place_of(std::string_view path);
  const Known* known(std::string_view path);
  Asker asker_of(const http::RequestHead& head);

  /// Adds what every answer bears.
  static void decorate(const Cors& cors, const Asker& asker, http::Headers& answer);

  /// The route, or the answer that there is none.
  std::variant<Match, http::Response> find(const http::RequestHead& head, const Asker& asker) const;
  /// Who asks for what `route` answers may do so, or is refused.
  govern::Entry admit(const http::Request& request, const Route& route) const;
  std::optional<Match> match_route(const http::RequestHead& head, const Asker& asker) const;

  /// Brings the request to who answers it, or refuses it. Not a coroutine: what this takes is gone
  /// before the wait begins.
  Task<Result<>> begin(http::Request& request, Visit& visit);
  bool is_welcome(std::string_view origin, const http::RequestHead& head, const Route& route) const;
  std::string allowed_methods(std::string_view path, Audience audience) const;
  http::Response options(const http::RequestHead& head, std::string_view allowed) const;

  const Clock& clock_;
  std::vector<Route> routes_;
  std::vector<Known> known_{};
  std::vector<std::uint16_t> places_{};  ///< Indices into `known_` plus one, by the path; 0: free.
  Cors cors_;
  govern::Door* door_;
  store::Recorder* recorder_;
  IdMaker ids_;
};

}  // namespace quorum::api
