#pragma once
/// A site before a scripted server, for tests: `Upstream` is testkit's.

#include <memory>
#include <string>
#include <utility>

#include "providers/places.hpp"

namespace quorum::providers {

template <typename Upstream>
struct FakeSite {
  /// `config.base_url` is `http://10.1.2.3` unless it says otherwise.
  FakeSite(async::Loop& loop, std::string_view vendor, SiteConfig config = {})
      : upstream(loop), client(http::Client::create(loop, {}, upstream)) {
    config.vendor = find_vendor(vendor);
    if (config.base_url.empty()) config.base_url = "http://10.1.2.3";
    if (config.key.empty()) config.key = Secret{"sk-secret-of-the-house"};
    site = std::move(*Site::create(loop, *client, std::move(config)));
  }

  /// Every model is this site's, but `local/…`.
  Places places() {
    return {
        .place = [this](std::string_view model) -> Result<Placed> {
          const bool is_local = model.starts_with("local/");
          const auto slash = is_local ? model.npos : model.find('/');
          return Placed{.site = is_local ? nullptr : site.get(),
                        .provider = is_local ? "local" : site->name(),
                        .model = std::string{model.substr(slash + 1)}};
        },
        .site =
            [this](std::string_view name) { return name == site->name() ? site.get() : nullptr; }};
  }

  const auto& seen(std::size_t at = 0) const { return upstream.requests().at(at); }
  std::string header(std::string_view name, std::size_t at = 0) const {
    return std::string{seen(at).head.headers.get(name).value_or("none")};
  }

  Upstream upstream;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<Site> site;
};

}  // namespace quorum::providers
