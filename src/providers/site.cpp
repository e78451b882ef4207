#include "providers/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/try.hpp"
#include "providers/google_account.hpp"
#include "providers/targets.hpp"

namespace quorum::providers {
namespace {

/// Whose way there is in the way is told what to do about it; of the rest the log knows more.
std::string cannot_be_reached(std::string_view name, const Error& error) {
  const bool is_telling = error.reason.starts_with("proxy") || error.reason == "tls" ||
                          error.reason == "upstream_busy" || error.reason == "cannot_resolve";
  auto text = fmt::format("{} cannot be reached.", name);
  return is_telling ? text + " " + error.message : text;
}

using dialects::Delivery;
using Response = std::unique_ptr<http::ClientResponse>;

constexpr std::size_t kRefusalBytesMax = 64 << 10;
constexpr std::size_t kReplyBytesMax = 64 << 20;

Error no_address(const Vendor& vendor) {
  const auto variable =
      vendor.base_url_variables.empty() ? "its base URL" : vendor.base_url_variables.front();
  return {.code = Errc::invalid_request,
          .message = fmt::format("{} has no address of its own: set {}.", vendor.name, variable)};
}

std::string_view media_type(dialects::Framing framing) {
  switch (framing) {
    case dialects::Framing::sse: return "text/event-stream";
    case dialects::Framing::ndjson: return "application/x-ndjson";
    case dialects::Framing::aws_event_stream: return "application/vnd.amazon.eventstream";
  }
  return "*/*";
}

void add_missing(http::Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.get(name)) headers.add(name, value);
}

}  // namespace

Site::Site(async::Loop& loop, http::Client& client, SiteConfig config)
    : loop_(loop), client_(client), config_(std::move(config)) {
  if (config_.name.empty()) config_.name = config_.vendor->name;
}

Site::~Site() = default;

Result<std::unique_ptr<Site>> Site::create(async::Loop& loop, http::Client& client,
                                           SiteConfig config) {
  std::unique_ptr<Site> site(new Site(loop, client, std::move(config)));
  QUORUM_CHECK(site->settle());
  return site;
}

Result<> Site::settle() {
  const auto& vendor = *config_.vendor;
  for (const auto& setting : vendor.settings) {
    const auto found = config_.settings.find(setting.name);
    const bool is_set = found != config_.settings.end() && !found->second.empty();
    const auto value = is_set ? found->second.reveal() : setting.fallback;
    if (value.empty()) continue;
    if (setting.kind == Setting::Kind::text) values_.emplace(setting.name, value);
    if (setting.kind == Setting::Kind::header) headers_.add(setting.name, value);
  }
  auto base = base_address(vendor, config_.base_url, values_);
  if (!base) return no_address(vendor);
  base_ = std::move(*base);
  if (const auto url = http::Url::parse(base_); !url) {
    const auto variable =
        vendor.base_url_variables.empty() ? vendor.name : vendor.base_url_variables.front();
    return Error{.code = Errc::invalid_request,
                 .message = fmt::format("{}: {}", variable, url.error().message)};
  }
  QUORUM_CHECK(take_credential());
  http::Headers shown;
  is_shown_always_ = credential_->show_always(shown);
  settle_addresses();
  return {};
}

http::RequestTemplate Site::form_of(const Way& way, Delivery delivery) const {
  http::Headers own;
  // Of other streams the site need not know.
  if (delivery == Delivery::streamed && way.framing != dialects::Framing::sse) {
    own.add("Accept", media_type(way.framing));
  }
  auto headers = fields_of(std::move(own), true, delivery);
  credential_->show_always(headers);
  return {"POST", way.url, std::move(headers)};
}

http::Headers Site::fields_of(http::Headers own, bool has_body, Delivery delivery) const {
  auto headers = std::move(own);
  if (has_body) add_missing(headers, "Content-Type", "application/json");
  const bool is_streamed = delivery == Delivery::streamed;
  add_missing(headers, "Accept", is_streamed ? "text/event-stream" : "application/json");
  headers.set("Accept-Encoding", "identity");
  add_missing(headers, "User-Agent", "quorum");
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    add_missing(headers, headers_[i].name, headers_[i].value);
  }
  return headers;
}

/// Most addresses do not depend on the model; they are put together once.
void Site::settle_addresses() {
  for (const auto& offer : vendor().offers) {
    for (const std::string_view patterns : {offer.path, offer.streamed}) {
      if (patterns.find("{model}") != patterns.npos) continue;
      settled_.emplace_back(patterns, address(patterns, {}));
    }
  }
}

std::optional<http::Url> Site::address_of(std::string_view patterns, std::string_view model) const {
  for (const auto& [known, url] : settled_) {
    if (known.data() == patterns.data() && known.size() == patterns.size()) return url;
  }
  return address(patterns, model);
}

Secret Site::secret(std::string_view setting) const {
  const auto found = config_.settings.find(setting);
  return found == config_.settings.end() ? Secret{} : found->second;
}

Result<> Site::take_credential() {
  const auto auth = config_.is_token ? Auth::bearer : vendor().auth;
  if (auth == Auth::aws) {
    credential_ = aws_credential(loop_,
                                 {.access_key_id = secret("access_key_id"),
                                  .secret_access_key = secret("secret_access_key"),
                                  .session_token = secret("session_token")},
                                 values_["region"]);
    return {};
  }
  if (auth == Auth::google) {
    QUORUM_TRY(auto account, read_google_account(secret("credentials").reveal()));
    if (!account.project_id.empty()) values_.try_emplace("project", account.project_id);
    QUORUM_TRY(credential_, google_credential(loop_, client_, std::move(account)));
    return {};
  }
  credential_ = key_credential(auth, config_.key);
  return {};
}

Values Site::values_for(std::string_view model) const {
  auto values = values_;
  if (model.starts_with("models/")) model.remove_prefix(7);
  values.insert_or_assign("model", std::string{model});
  return values;
}

std::optional<http::Url> Site::address(std::string_view patterns, std::string_view model) const {
  if (patterns.empty()) return std::nullopt;
  const auto path = fill(patterns, values_for(model));
  if (!path) return std::nullopt;
  const bool is_whole = path->find("://") < path->find('/');
  if (is_whole && !is_vendors_own()) return std::nullopt;
  auto url = http::Url::parse(is_whole ? *path : join_address(base_, *path));
  if (!url) return std::nullopt;
  return std::move(*url);
}

Result<http::Url> Site::below(std::string_view path) const {
  return http::Url::parse(join_address(base_, path));
}

std::string Site::openai_root() const { return fill(vendor().openai_root, values_).value_or(""); }

std::optional<Way> Site::way_of(const Offer& offer, std::string_view model,
                                Delivery delivery) const {
  if (model.find(offer.models) == model.npos) return std::nullopt;
  const auto* target = target_of(offer);
  if (target == nullptr) return std::nullopt;
  const bool is_streamed = delivery == Delivery::streamed && !offer.streamed.empty();
  auto url = address_of(is_streamed ? offer.streamed : offer.path, model);
  if (!url) return std::nullopt;
  return Way{.target = target, .url = std::move(*url), .framing = target->framing()};
}

std::optional<Way> Site::way(llm::Dialect dialect, std::string_view model,
                             Delivery delivery) const {
  if (config_.dialect != llm::Dialect::none && config_.dialect != dialect) return std::nullopt;
  for (const auto& offer : vendor().offers) {
    if (offer.dialect != dialect) continue;
    if (auto found = way_of(offer, model, delivery)) return found;
  }
  return std::nullopt;
}

Result<Way> Site::best_way(std::string_view model, Delivery delivery) const {
  for (const auto& offer : vendor().offers) {
    if (config_.dialect != llm::Dialect::none && config_.dialect != offer.dialect) continue;
    if (auto found = way_of(offer, model, delivery)) return std::move(*found);
  }
  return Error{
      .code = Errc::unavailable,
      .message = fmt::format("{} cannot be asked for this model: a setting is missing.", name()),
      .field = "model"};
}

http::Waits Site::waits_of(Delivery delivery, TimePoint deadline) const {
  const auto wait = config_.wait_max;
  const bool is_whole = delivery == Delivery::whole;
  return {.connect_max = std::min(wait, http::Waits{}.connect_max),
          .head_max = wait,
          .chunk_max = wait,
          .deadline = is_whole ? std::min(deadline, loop_.now() + wait) : deadline};
}

Task<Result<Response>> Site::send(SiteRequest request) {
  llm::ProviderWait waiting(request.trace, loop_);
  const bool has_body = !request.body.empty();
  http::ClientRequest asked{
      .method = std::move(request.method),
      .url = std::move(request.url),
      .headers = fields_of(std::move(request.headers), has_body, request.delivery),
      .body = std::move(request.body),
      .waits = waits_of(request.delivery, request.deadline)};
  auto sent = co_await show_and_send(std::move(asked));
  co_return begun(std::move(sent), waiting, request.trace);
}

Task<Result<Response>> Site::show_and_send(http::ClientRequest request) {
  QUORUM_CO_TRY(auto shown, co_await credential_->show(std::move(request)));
  co_return co_await client_.send(std::move(shown));
}

Task<Result<Response>> Site::begin(SettledChat chat) {
  const auto& form = chat.form;
  const auto waits = waits_of(chat.delivery, chat.deadline);
  if (is_shown_always_ && chat.headers.empty()) {
    return client_.send_settled({.form = &form, .body = chat.body, .waits = waits});
  }
  http::ClientRequest asked{.method = form.method(),
                            .url = form.url(),
                            .headers = form.headers(),
                            .body = std::string(chat.body),
                            .waits = waits};
  for (const auto& [name, value] : chat.headers) asked.headers.set(name, value);
  return is_shown_always_ ? client_.send(std::move(asked)) : show_and_send(std::move(asked));
}

Result<Response> Site::begun(Result<Response> sent, llm::ProviderWait& waiting,
                             llm::CallTrace* trace) const {
  if (!sent) return unreached(std::move(sent.error()));
  const auto sending = (*sent)->sending();
  if (sending.done != TimePoint{}) waiting.sent(sending.begun, sending.done, sending.blocked);
  waiting.end();
  if (trace != nullptr) trace->first_answer = loop_.now();
  return sent;
}

Error Site::unreached(Error error) const {
  auto detail = fmt::format("{}: {} {}", name(), error.message, error.detail);
  switch (error.code) {
    case Errc::deadline_exceeded:
      error.message = fmt::format("{} did not answer in time.", name());
      break;
    case Errc::unavailable: error.message = cannot_be_reached(name(), error); break;
    case Errc::upstream_failed:
      error.message = fmt::format("{} broke off in the middle of its answer.", name());
      break;
    default:
      error.code = Errc::upstream_failed;
      error.message = fmt::format("{} sent an answer that cannot be taken.", name());
  }
  return {.code = error.code, .message = std::move(error.message), .detail = std::move(detail)};
}

Task<Error> Site::refusal(Response response, const dialects::Target* target) const {
  const auto& head = response->head();
  auto body = co_await response->read_all(kRefusalBytesMax);
  const auto text = body.value_or("");
  co_return target->explain({.provider = name(),
                             .key_variable = config_.key_variable,
                             .status = head.status,
                             .body = text,
                             .retry_after = head.headers.get("Retry-After").value_or(""),
                             .retry_after_ms = head.headers.get("retry-after-ms").value_or(""),
                             .should_retry = head.headers.get("x-should-retry").value_or(""),
                             .now_ms = loop_.unix_ms()});
}

Task<Result<std::string>> Site::ask(SiteRequest request, const dialects::Target* target) {
  auto* const trace = request.trace;
  QUORUM_CO_TRY(auto response, co_await send(std::move(request)));
  const auto status = response->head().status;
  if (status < 200 || status > 299) co_return co_await refusal(std::move(response), target);
  llm::ProviderWait wait(trace, loop_);
  auto body = co_await response->read_all(kReplyBytesMax);
  wait.end();
  if (!body) co_return unreached(std::move(body.error()));
  co_return std::move(*body);
}

}  // namespace quorum::providers
