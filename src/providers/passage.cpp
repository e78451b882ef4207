#include "providers/passage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/try.hpp"
#include "http/client.hpp"
#include "llm/name_rule.hpp"
#include "providers/body_model.hpp"
#include "providers/shown_headers.hpp"

namespace quorum::providers {
namespace {

using Response = std::unique_ptr<http::ClientResponse>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kDefaultProvider = "openai";

/// What belongs to one connection (RFC 9110, §7.6.1), or is written anew for the next.
constexpr std::array<std::string_view, 16> kOfConnection{"connection",
                                                         "keep-alive",
                                                         "proxy-connection",
                                                         "proxy-authenticate",
                                                         "te",
                                                         "trailer",
                                                         "transfer-encoding",
                                                         "upgrade",
                                                         "content-length",
                                                         "host",
                                                         "expect",
                                                         "http2-settings",
                                                         "proxy-authorization",
                                                         "date",
                                                         "alt-svc",
                                                         "accept-encoding"};

/// Who the client is, in our eyes or its browser's: none of the provider's business.
constexpr std::array<std::string_view, 10> kOfClient{
    "authorization", "x-api-key", "api-key", "x-goog-api-key",
    "cookie",        "origin",    "referer", "x-amz-security-token",
    "forwarded",     "x-real-ip"};
constexpr std::array<std::string_view, 6> kOfClientPrefixes{
    "x-quorum-", "x-litellm-", "x-forwarded-", "sec-", "cf-", "x-amz-date"};

/// What a provider says to its own clients alone.
constexpr std::array<std::string_view, 4> kOfProvider{"set-cookie", "server",
                                                      "strict-transport-security", "via"};

template <typename Names>
bool is_one_of(std::string_view name, const Names& names) {
  return std::ranges::find(names, name) != std::end(names);
}

/// The names that a `Connection` field lists: they end here, too.
std::vector<std::string> listed(std::string_view connection) {
  std::vector<std::string> names;
  while (!connection.empty()) {
    const auto comma = std::min(connection.find(','), connection.size());
    auto name = connection.substr(0, comma);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    names.push_back(llm::lower_case(name));
    connection.remove_prefix(std::min(comma + 1, connection.size()));
  }
  return names;
}

http::Headers request_headers(const Pairs& given) {
  std::vector<std::string> ending;
  for (const auto& [name, value] : given) {
    if (llm::lower_case(name) == "connection") ending = listed(value);
  }
  http::Headers kept;
  for (const auto& [name, value] : given) {
    const auto lower = llm::lower_case(name);
    const bool is_clients =
        is_one_of(lower, kOfClient) ||
        std::ranges::any_of(kOfClientPrefixes, [&](auto word) { return lower.starts_with(word); });
    if (is_clients || is_one_of(lower, kOfConnection) || is_one_of(lower, ending)) continue;
    kept.add(name, value);
  }
  if (!kept.get("Accept")) kept.add("Accept", "*/*");
  return kept;
}

Pairs reply_headers(const http::Headers& given) {
  const auto ending = listed(given.get("Connection").value_or(""));
  Pairs kept;
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto name = llm::lower_case(given[i].name);
    const bool is_kept = !is_one_of(name, kOfConnection) && !is_one_of(name, kOfProvider) &&
                         !is_one_of(name, ending);
    if (is_request_id(name)) name = kProviderRequestId;
    if (is_kept) kept.emplace_back(std::move(name), given[i].value);
  }
  return kept;
}

/// Without the parameter in which some clients send their key.
std::string without_key(std::string_view query) {
  std::string kept;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto field = query.substr(0, end);
    if (!field.starts_with("key=") && !field.empty()) {
      if (!kept.empty()) kept += '&';
      kept += field;
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return kept;
}

/// A path that climbs out of the place it stands below. However it is written.
bool climbs(std::string_view path) {
  auto plain = llm::lower_case(path);
  for (auto at = plain.find("%2e"); at != plain.npos; at = plain.find("%2e")) {
    plain.replace(at, 3, ".");
  }
  std::string_view rest{plain};
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of("/\\"), rest.size());
    const auto part = rest.substr(0, end);
    if (part == "." || part == "..") return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return plain.find("%2f") != plain.npos && plain.find("..") != plain.npos;
}

class Reply final : public llm::PassageReply {
 public:
  Reply(const Site& site, Response response, llm::CallTrace* trace)
      : site_(site),
        trace_(trace),
        response_(std::move(response)),
        head_{.status = response_->head().status,
              .headers = reply_headers(response_->head().headers)} {}

  const llm::PassageHead& head() const override { return head_; }
  const std::string& provider() const override { return site_.name(); }
  Task<Result<std::string>> read() override {
    llm::ProviderWait wait(trace_, site_.loop());
    auto read = co_await response_->read();
    wait.end();
    if (!read) co_return site_.unreached(std::move(read.error()));
    co_return std::move(*read);
  }

 private:
  const Site& site_;
  llm::CallTrace* trace_;
  Response response_;
  llm::PassageHead head_;
};

Error no_path() {
  return {.code = Errc::invalid_request,
          .message = "The path must begin with a slash and may not hold `.` or `..` as a part.",
          .field = "path"};
}

Error no_provider(std::string_view name) {
  if (const auto* vendor = find_vendor(name)) {
    return {.code = Errc::unauthenticated,
            .message = fmt::format("{} is not configured: see GET /v1/models for those that are.",
                                   vendor->name),
            .reason = "provider_not_configured"};
  }
  return {.code = Errc::not_found,
          .message = "There is no such provider.",
          .field = "provider",
          .reason = "provider_not_found"};
}

std::string_view header_of(const Pairs& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (http::equals_ignoring_case(key, name)) return value;
  }
  return {};
}

class Passage final : public llm::Passage {
 public:
  explicit Passage(Places places) : places_(std::move(places)) {}

  Task<Result<std::unique_ptr<llm::PassageReply>>> open(llm::PassageCall call,
                                                        llm::CallContext context) override {
    if (!call.path.starts_with('/') || climbs(call.path)) co_return no_path();
    QUORUM_CO_TRY(auto* const site, site_for(&call));
    QUORUM_CO_TRY(auto url, site->below(target_of(call, *site)));
    SiteRequest request{.method = std::move(call.method),
                        .url = std::move(url),
                        .headers = request_headers(call.headers),
                        .body = std::move(call.body),
                        // Whatever comes, it is passed on as it comes.
                        .delivery = dialects::Delivery::streamed,
                        .deadline = context.deadline,
                        .trace = context.trace};
    if (context.trace != nullptr) context.trace->asks(site->name(), "");
    QUORUM_CO_TRY(auto response, co_await site->send(std::move(request)));
    co_return std::make_unique<Reply>(*site, std::move(response), context.trace);
  }

 private:
  /// Also takes a provider's name off the model in the body.
  Result<Site*> site_for(llm::PassageCall* call) const {
    if (!call->provider.empty()) return named_site(call->provider);
    const auto model = body_model(header_of(call->headers, "Content-Type"), call->body);
    if (!model) return named_site(kDefaultProvider);
    QUORUM_TRY(auto placed, places_.place(model->name));
    if (placed.site == nullptr) {
      return Error{
          .code = Errc::invalid_request,
          .message = fmt::format("Models of {} can only be asked to chat.", placed.provider),
          .field = "model"};
    }
    if (placed.model != model->name) call->body = with_model(call->body, *model, placed.model);
    return placed.site;
  }

  Result<Site*> named_site(std::string_view name) const {
    if (auto* const site = places_.site(name)) return site;
    return no_provider(name);
  }

  static std::string target_of(const llm::PassageCall& call, const Site& site) {
    std::string target;
    if (call.root == llm::PassageCall::Root::openai) target = site.openai_root();
    target += call.path;
    const auto query = without_key(call.query);
    if (!query.empty()) target.append("?").append(query);
    return target;
  }

  Places places_;
};

}  // namespace

std::unique_ptr<llm::Passage> passage(Places places) {
  return std::make_unique<Passage>(std::move(places));
}

}  // namespace quorum::providers
