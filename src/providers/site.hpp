#pragma once
/// A provider as this installation reaches it: a vendor's row, an address and a credential.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/loop.hpp"
#include "core/secret.hpp"
#include "dialects/target.hpp"
#include "http/client.hpp"
#include "http/request_template.hpp"
#include "llm/call_trace.hpp"
#include "llm/dialect.hpp"
#include "providers/address.hpp"
#include "providers/credential.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

struct SiteConfig {
  const Vendor* vendor = nullptr;  ///< One of `vendors()`.
  std::string name{};              ///< As in `NAME/model`; empty: the vendor's.
  std::string base_url{};          ///< Empty: the vendor's own.
  Secret key{};
  std::string key_variable{};  ///< Where the key was read from, for messages.
  bool is_token = false;       ///< The key is shown as a bearer's, whatever the vendor's way.
  std::map<std::string, Secret, std::less<>> settings{};  ///< By `Setting::name`.

  /// The only one it speaks; none: those of the row.
  llm::Dialect dialect = llm::Dialect::none;

  /// How long nothing may come: until the head, between two pieces of a stream; and, where the
  /// answer is not streamed, until it is whole.
  std::chrono::milliseconds wait_max{60'000};
};

/// One dialect of a site's, for one model.
struct Way {
  const dialects::Target* target = nullptr;
  http::Url url{};
  dialects::Framing framing = dialects::Framing::sse;
};

/// On its way to a site; who asks is put in there.
struct SiteRequest {
  std::string method = "POST";
  http::Url url{};
  http::Headers headers{};
  std::string body{};
  dialects::Delivery delivery = dialects::Delivery::whole;
  TimePoint deadline = TimePoint::max();
  llm::CallTrace* trace = nullptr;  ///< Where the waits are counted, if anywhere.
};

/// A chat on its way, of which all but the body and what its dialect adds is settled. What it
/// refers to stays in place until the answer's head has come.
struct SettledChat {
  const http::RequestTemplate& form;
  std::string_view body;
  std::span<const std::pair<std::string, std::string>> headers;  ///< Its own; they count.
  dialects::Delivery delivery = dialects::Delivery::whole;
  TimePoint deadline = TimePoint::max();
};

class Site {
 public:
  /// `loop` and `client` outlive it. Says which variable is wrong where an address is none.
  static Result<std::unique_ptr<Site>> create(async::Loop& loop, http::Client& client,
                                              SiteConfig config);
  ~Site();

  const std::string& name() const { return config_.name; }
  const Vendor& vendor() const { return *config_.vendor; }
  async::Loop& loop() const { return loop_; }

  /// Where `model` is asked in `dialect`; nothing where the site does not speak it.
  std::optional<Way> way(llm::Dialect dialect, std::string_view model,
                         dialects::Delivery delivery) const;

  /// Where it is best asked.
  Result<Way> best_way(std::string_view model, dialects::Delivery delivery) const;

  /// An address by one of the vendor's patterns; nothing where a setting is missing.
  std::optional<http::Url> address(std::string_view patterns, std::string_view model) const;

  /// Behind the base, as it is.
  Result<http::Url> below(std::string_view path) const;

  /// Where it keeps what OpenAI has under `/v1`, behind the base.
  std::string openai_root() const;

  /// Every chat that goes such a way, but for its body.
  http::RequestTemplate form_of(const Way& way, dialects::Delivery delivery) const;

  /// Errors name the provider and hide its hosts.
  Task<Result<std::unique_ptr<http::ClientResponse>>> send(SiteRequest request);

  /// The same in two steps, for who waits himself. What the first brings is not yet what a caller
  /// may see; the second makes it so, and notes in `trace`, if there is one, how long was waited.
  Task<Result<std::unique_ptr<http::ClientResponse>>> begin(SettledChat chat);
  Result<std::unique_ptr<http::ClientResponse>> begun(
      Result<std::unique_ptr<http::ClientResponse>> sent, llm::ProviderWait& waiting,
      llm::CallTrace* trace) const;

  /// What an answer without success means, by the dialect that was asked.
  Task<Error> refusal(std::unique_ptr<http::ClientResponse> response,
                      const dialects::Target* target) const;

  /// The whole body of a good answer to `request`; a refusal is explained by `target`.
  Task<Result<std::string>> ask(SiteRequest request, const dialects::Target* target);

  /// What the HTTP client says went wrong, without its hosts and ports.
  Error unreached(Error error) const;

  /// Whether its address is the vendor's own.
  bool is_vendors_own() const { return config_.base_url.empty(); }

 private:
  Site(async::Loop& loop, http::Client& client, SiteConfig config);
  Result<> settle();
  Result<> take_credential();
  Secret secret(std::string_view setting) const;
  Values values_for(std::string_view model) const;
  std::optional<Way> way_of(const Offer& offer, std::string_view model,
                            dialects::Delivery delivery) const;
  http::Headers fields_of(http::Headers own, bool has_body, dialects::Delivery delivery) const;
  http::Waits waits_of(dialects::Delivery delivery, TimePoint deadline) const;
  Task<Result<std::unique_ptr<http::ClientResponse>>> show_and_send(http::ClientRequest request);
  std::optional<http::Url> address_of(std::string_view patterns, std::string_view model) const;
  void settle_addresses();

  async::Loop& loop_;
  http::Client& client_;
  SiteConfig config_;
  std::string base_{};
  Values values_{};  ///< Of all but the secret settings.
  http::Headers headers_{};
  std::unique_ptr<Credential> credential_{};
  bool is_shown_always_ = false;  ///< Who asks, in each request in the same way.

  /// By pattern: those that are the same for every model.
  std::vector<std::pair<std::string_view, std::optional<http::Url>>> settled_{};
};

}  // namespace quorum::providers
