#include "api/router.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <string>
#include <variant>

#include "api/entrance.hpp"
#include "api/error_map.hpp"
#include "api/request_log.hpp"
#include "core/short_hash.hpp"

namespace quorum::api {
namespace {

constexpr std::size_t kRequestIdMax = 128;

bool is_plain_id(std::string_view id) {
  return !id.empty() && id.size() <= kRequestIdMax && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_.:").contains(c);
  });
}

/// Our own id of a request goes under the names that a provider gave its id under; that one keeps a
/// name of its own, for asking the provider about it.
void keep_provider_id(http::Headers& headers) {
  constexpr std::array<http::FieldName, 2> kNames{"x-request-id", "request-id"};
  for (const auto name : kNames) {
    const auto given = headers.get(name);
    if (!given) continue;
    const std::string id(*given);
    headers.remove(name);
    headers.set("x-quorum-provider-request-id", id);
  }
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_json(std::string_view content_type) {
  constexpr std::string_view kSuffix = "+json";
  const auto media = trimmed(content_type.substr(0, content_type.find(';')));
  if (http::equals_ignoring_case(media, "application/json")) return true;
  return media.size() > kSuffix.size() &&
         http::equals_ignoring_case(media.substr(0, media.find('/') + 1), "application/") &&
         http::equals_ignoring_case(media.substr(media.size() - kSuffix.size()), kSuffix);
}

http::Response no_content() {
  http::Response response;
  response.head.status = 204;
  return response;
}

/// Why the body cannot be read, or nothing.
std::optional<std::string_view> unreadable(const http::Headers& headers, Body body) {
  if (body != Body::json && body != Body::json_of_any_type) return std::nullopt;
  const auto encoding = headers.get("content-encoding");
  if (encoding && *encoding != "identity") return "Send the body without content-encoding.";
  const auto type = headers.get("content-type");
  if (type && is_json(*type)) return std::nullopt;
  // Scripts leave the type out. A page may too, and then the browser asks no permission beforehand,
  // so what comes from a page must say what it sends.
  const bool may_be_silent = !type || body == Body::json_of_any_type;
  if (may_be_silent && !headers.get("origin")) return std::nullopt;
  return "Send the body as content-type: application/json.";
}

/// Whether `path` begins as the pattern does up to its first `{name}`: settles most routes at once.
bool may_match(std::string_view pattern, std::string_view path) {
  const auto name = pattern.find('{');
  return name == pattern.npos ? pattern == path : path.starts_with(pattern.substr(0, name));
}

/// What speaks on a connection that has left HTTP counts as an open stream of its key's until then.
class Permitted final : public http::Upgraded {
 public:
  Permitted(std::unique_ptr<http::Upgraded> protocol, govern::Permits::Permit permit)
      : permit_(std::move(permit)), protocol_(std::move(protocol)) {}

  Task<Ending> run(async::ByteStream* stream, std::string early) override {
    return protocol_->run(stream, std::move(early));
  }
  void drain() override { protocol_->drain(); }

 private:
  govern::Permits::Permit permit_;
  std::unique_ptr<http::Upgraded> protocol_;
};

}  // namespace

/// One request from its coming to its end: adds to its answer what all have in common and notes how
/// it went.
class Router::Visit final : public http::Responder, private http::LastWords {
 public:
  Visit(Router& router, const http::Request& request, http::Responder& inner)
      : asker_(router.asker_of(request.head)),
        cors_(router.cors_),
        clock_(router.clock_),
        inner_(inner),
        log_(router.clock_, request.head, asker_.request_id, router.recorder_) {
    log_.answers_to(inner);
    log_.record().peer.assign(request.peer);
    log_.record().bytes_in = request.body.size();
    inner_.set_last_words(this);
  }

  const Asker& asker() const { return asker_; }
  RequestLog& log() { return log_; }
  store::RequestRecord& record() { return log_.record(); }

  /// The permit is given back with the answer's last bytes, so that who has read them may ask anew.
  void let_in(govern::Entry& entry) {
    permit_ = std::move(entry.permit);
    quota_ = entry.quota;
  }

  Task<Result<>> refuse(const Error& error) {
    log_.failed(error);
    return send(error_response(error, asker_.audience, asker_.request_id));
  }

  /// What is still to be done once the endpoint has done what it does. Not in the coroutine that
  /// waits for that, whose frame would keep room for it.
  [[gnu::noinline]] Task<Result<>> conclude(Result<> done) {
    if (done && is_started()) return Task<Result<>>::done();
    if (done) done = Error{.detail = "the endpoint gave no answer"};
    if (!is_started()) return refuse(done.error());
    log_.failed(done.error());
    return Task<Result<>>::done();
  }

  Task<Result<>> send(http::Response response) override {
    add_common(response.head);
    log_.wrote(response.body.size());
    log_.finished();
    permit_.release();
    return inner_.send(std::move(response));
  }
  Task<Result<>> start(http::ResponseHead head) override {
    add_common(head);
    return inner_.start(std::move(head));
  }
  Task<Result<>> start_with(http::ResponseHead head, std::string_view first) override {
    add_common(head);
    log_.wrote(first.size());
    return inner_.start_with(std::move(head), first);
  }
  Task<Result<>> write(std::string_view bytes) override {
    log_.wrote(bytes.size());
    return inner_.write(bytes);
  }
  Task<Result<>> finish() override {
    log_.finished();
    permit_.release();
    return inner_.finish();
  }
  Task<Result<>> switch_to(http::ResponseHead head,
                           std::unique_ptr<http::Upgraded> protocol) override {
    add_common(head);
    log_.finished();
    return inner_.switch_to(std::move(head),
                            std::make_unique<Permitted>(std::move(protocol), std::move(permit_)));
  }
  bool is_started() const override { return inner_.is_started(); }
  void set_last_words(http::LastWords* words) override { words_ = words; }
  Duration waited() const override { return inner_.waited(); }
  void leave_footprint(async::Footprint& footprint) const override {
    // All before the log, of which a write looks at the first and the last line.
    footprint.add(this, sizeof asker_ + 64);
    footprint.add(log_.record().bytes_out);
    inner_.leave_footprint(footprint);
  }

 private:
  http::Response instead(std::string_view message) override {
    auto response = refusal(503, message, asker_.audience);
    add_common(response.head);
    return response;
  }
  std::string behind(std::string_view message) override {
    log_.failed({.code = Errc::unavailable, .message = std::string(message)});
    return words_ != nullptr ? words_->behind(message) : std::string();
  }

  void add_common(http::ResponseHead& head) {
    keep_provider_id(head.headers);
    decorate(cors_, asker_, head.headers);
    if (quota_) set_quota(head.headers, *quota_, asker_.audience, clock_);
    head.headers.add("x-quorum-overhead-us", spelt_overhead());
    log_.answered(head.status);
  }

  /// Up to now: of a stream, until its head leaves.
  std::string spelt_overhead() const {
    const auto time = std::chrono::duration_cast<std::chrono::microseconds>(log_.overhead());
    return std::to_string(time.count());
  }

  const Asker asker_;
  const Cors& cors_;
  const Clock& clock_;
  http::Responder& inner_;
  http::LastWords* words_ = nullptr;  ///< The endpoint's, who knows the stream's dialect.
  RequestLog log_;
  govern::Permits::Permit permit_{};
  std::optional<govern::Quota> quota_{};
};

Router::Router(const Clock& clock, std::vector<Route> routes, CorsConfig cors, govern::Door* door,
               store::Recorder* recorder)
    : clock_(clock),
      routes_(std::move(routes)),
      cors_(std::move(cors)),
      door_(door),
      recorder_(recorder),
      ids_(clock) {
  index_paths();
}

govern::Entry Router::admit(const http::Request& request, const Route& route) const {
  if (door_ == nullptr || route.access == Access::open) return {};
  const ShownKeys keys(request.head);
  const bool is_look = route.method == "GET" && route.answer == Answer::whole;
  const bool is_home = door_->asks_who_is_at_home() && is_at_home(request, cors_);
  return door_->admit({.keys = keys.all(), .is_at_home = is_home},
                      is_look ? govern::Effort::look : govern::Effort::answer);
}

void Router::index_paths() {
  for (const auto& route : routes_) {
    if (route.pattern.contains('{')) continue;
    auto known = std::ranges::find(known_, std::string_view(route.pattern), &Known::path);
    if (known == known_.end()) {
      known = known_.insert(known, {.path = route.pattern, .audience = audience_of(route.pattern)});
    }
    known->routes.push_back(&route);
  }
  // Where a pattern with names fits as well, the order of all decides: those are looked for one by
  // one.
  std::erase_if(known_, [this](const Known& known) {
    return std::ranges::any_of(routes_, [&](const Route& route) {
      return route.pattern.contains('{') && match(route.pattern, known.path);
    });
  });
  places_.resize(std::bit_ceil(4 * known_.size() + 1));
  for (std::size_t i = 0; i < known_.size(); ++i) {
    place_of(known_[i].path) = static_cast<std::uint16_t>(i + 1);
  }
}

/// The path's own place, or the free one where it would stand.
std::uint16_t& Router::place_of(std::string_view path) {
  const auto mask = places_.size() - 1;
  auto place = short_hash(path) & mask;
  while (places_[place] != 0 && !is_same_name(known_[places_[place] - 1].path, path)) {
    place = (place + 1) & mask;
  }
  return places_[place];
}

const Router::Known* Router::known(std::string_view path) {
  const auto number = place_of(path);
  return number == 0 ? nullptr : &known_[number - 1];
}

std::optional<Router::Match> Router::match_route(const http::RequestHead& head,
                                                 const Asker& asker) const {
  const auto path = head.path();
  const auto fits = [&](const Route& route) {
    const bool takes_method =
        route.method == head.method ||
        (head.method == "HEAD" && route.method == "GET" && route.answer == Answer::whole);
    return takes_method && route.audience.value_or(asker.audience) == asker.audience;
  };
  if (asker.paths != nullptr) {
    for (const auto* route : asker.paths->routes) {
      if (fits(*route)) return Match{.route = route};
    }
    return std::nullopt;
  }
  for (const auto& route : routes_) {
    if (!fits(route) || !may_match(route.pattern, path)) continue;
    if (auto values = match(route.pattern, path)) {
      return Match{.route = &route, .values = std::move(*values)};
    }
  }
  return std::nullopt;
}

std::string Router::allowed_methods(std::string_view path, Audience audience) const {
  std::string methods;
  const auto add = [&](std::string_view method) {
    if (methods.contains(method)) return;
    if (!methods.empty()) methods += ", ";
    methods += method;
  };
  for (const auto& route : routes_) {
    if (route.audience.value_or(audience) != audience || !match(route.pattern, path)) continue;
    add(route.method);
    if (route.method == "GET" && route.answer == Answer::whole) add("HEAD");
  }
  if (!methods.empty()) add("OPTIONS");
  return methods;
}

/// A WebSocket's answer any page may read that may open it, so here our own page counts as well.
bool Router::is_welcome(std::string_view origin, const http::RequestHead& head,
                        const Route& route) const {
  if (cors_.allows(origin)) return true;
  const auto host = head.headers.get("host").value_or("");
  return route.answer == Answer::messages && Cors::is_same_origin(origin, host);
}

http::Response Router::options(const http::RequestHead& head, std::string_view allowed) const {
  auto response = Cors::is_preflight(head) ? cors_.preflight(head.headers, allowed) : no_content();
  response.head.headers.add("allow", allowed);
  return response;
}

std::variant<Router::Match, http::Response> Router::find(const http::RequestHead& head,
                                                         const Asker& asker) const {
  const auto path = head.path();
  const auto refused = [&](int status, std::string_view message) {
    return refusal(status, message, asker.audience, asker.request_id);
  };
  if (auto matched = match_route(head, asker)) {
    const auto& route = *matched->route;
    if (const auto fault = unreadable(head.headers, route.body)) {
      auto response = refused(415, *fault);
      // What the server undoes before anybody here sees it.
      response.head.headers.add("accept-encoding", "gzip, deflate");
      return response;
    }
    // A browser sends forms and plain text and opens WebSockets without asking us beforehand.
    const bool is_unasked = route.body == Body::bytes || route.answer == Answer::messages;
    const auto origin = is_unasked ? head.headers.get("origin") : std::nullopt;
    if (origin && !is_welcome(*origin, head, route)) {
      return refused(403, "This origin is not among CORS_ORIGINS.");
    }
    return std::move(*matched);
  }

  const auto allowed = allowed_methods(path, asker.audience);
  if (allowed.empty()) return refused(404, "Not Found: there is nothing at this path.");
  if (head.method == "OPTIONS") return options(head, allowed);
  auto response = refused(405, "This path does not take that method; see Allow.");
  response.head.headers.add("allow", allowed);
  return response;
}

Router::Asker Router::asker_of(const http::RequestHead& head) {
  const auto given = head.headers.get("x-request-id");
  const auto* paths = known(head.path());
  Asker asker{.audience = paths == nullptr ? audience_of(head) : audience_of(head, paths->audience),
              .paths = paths,
              .request_id = given && is_plain_id(*given) ? std::string(*given) : ids_.make("req_")};
  if (const auto origin = head.headers.get("origin")) asker.origin = *origin;
  return asker;
}

void Router::decorate(const Cors& cors, const Asker& asker, http::Headers& answer) {
  answer.add_all(std::array<http::Headers::Given, 2>{
      {{.name = "x-request-id", .value = asker.request_id}, {.name = "vary", .value = "Origin"}}});
  // Anthropic's clients look for it under this name.
  if (asker.audience == Audience::anthropic) answer.add("request-id", asker.request_id);
  if (!asker.origin.empty()) cors.welcome(asker.origin, answer);
}

Task<Result<>> Router::begin(http::Request& request, Visit& visit) {
  auto found = find(request.head, visit.asker());
  if (auto* refused = std::get_if<http::Response>(&found)) return visit.send(std::move(*refused));
  auto& [route, values] = std::get<Match>(found);
  auto& record = visit.record();
  record.method.assign(route->method);
  record.route.assign(route->pattern);
  auto entry = admit(request, *route);
  record.key_id.assign(entry.key_id);
  visit.let_in(entry);
  if (entry.refusal != nullptr) return visit.refuse(*entry.refusal);
  return route->endpoint->answer({.request = request,
                                  .responder = visit,
                                  .record = record,
                                  .request_id = visit.asker().request_id,
                                  .path_values = std::move(values)});
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): the interface's own.
Task<> Router::handle(http::Request request, http::Responder& responder) {
  Visit visit(*this, request, responder);
  auto done = co_await begin(request, visit);
  (void)co_await visit.conclude(std::move(done));
}

std::optional<http::Response> Router::decline(const http::RequestHead& head) {
  const auto asker = asker_of(head);
  auto found = find(head, asker);
  auto* const refused = std::get_if<http::Response>(&found);
  if (refused == nullptr) return std::nullopt;
  RequestLog log(clock_, head, asker.request_id, recorder_);
  decorate(cors_, asker, refused->head.headers);
  log.answered(refused->head.status);
  log.finished();
  return std::move(*refused);
}

http::Response Router::refuse(const http::RequestHead& head, int status, std::string_view message) {
  const auto asker = asker_of(head);
  RequestLog log(clock_, head, asker.request_id, recorder_);
  auto response = refusal(status, message, asker.audience, asker.request_id);
  decorate(cors_, asker, response.head.headers);
  log.answered(status);
  log.finished();
  return response;
}

}  // namespace quorum::api
