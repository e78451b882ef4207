#pragma once
/// The models as one loop asks them: every vendor that is configured, the local ones, and whatever
/// is added by name.

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "http/client.hpp"
#include "llm/backend.hpp"
#include "llm/price_book.hpp"
#include "llm/services.hpp"
#include "providers/catalog.hpp"
#include "providers/http_backend.hpp"
#include "providers/local/models.hpp"
#include "providers/places.hpp"
#include "providers/site.hpp"

namespace quorum::app {

/// A provider as `config` reaches it. Errors name the variable that is wrong.
Result<std::unique_ptr<providers::Site>> site_of(async::Loop& loop, http::Client& client,
                                                 std::string_view name,
                                                 const ProviderConfig& config,
                                                 std::chrono::milliseconds wait_max);

/// How a client reaches the providers of `config`. Errors name the provider whose proxy is wrong.
Result<http::ClientConfig> upstream_of(const Config& config);

class ModelStack {
 public:
  /// All but `config` outlive it; it is used and destroyed on the loop's thread.
  static Result<std::unique_ptr<ModelStack>> create(async::Loop& loop, const Config& config,
                                                    const llm::PriceBook& prices,
                                                    providers::LocalModels& local);

  /// Models that know themselves, and the backend that answers to their whole names.
  void add(providers::Catalog::Source source, std::unique_ptr<llm::ChatBackend> backend);

  /// These answer to every name of the catalog.
  llm::ChatBackend& backend() { return *router_; }
  llm::Services services() {
    return {.embedder = *embedder_, .counter = *counter_, .passage = *passage_};
  }
  const llm::Models& models() const { return catalog_; }

 private:
  ModelStack(async::Loop& loop, http::ClientConfig upstream, const llm::PriceBook& prices);
  Result<> add_provider(async::Loop& loop, const Config& config, const std::string& name);
  Result<> add_deployments(async::Loop& loop, const Config& config);
  llm::ChatBackend& ask_at(async::Loop& loop, providers::Site& site,
                           providers::HttpBackendConfig config);
  providers::Site* find_site(std::string_view name) const;
  std::vector<providers::Placed> others_for(const providers::Catalog::Place& place) const;
  llm::ChatBackend& keep(std::unique_ptr<llm::ChatBackend> backend);

  const llm::PriceBook& prices_;
  providers::Catalog catalog_;
  std::unique_ptr<http::Client> client_;
  std::map<std::string, std::unique_ptr<providers::Site>, std::less<>> sites_{};
  /// Of a name that has several rows all but the first, by its place.
  std::map<std::string, std::vector<providers::Catalog::Place>, std::less<>> rows_{};
  std::vector<std::unique_ptr<llm::ChatBackend>> kept_{};  ///< Each after what it stands on.
  std::map<std::string, llm::ChatBackend*, std::less<>> by_provider_{};
  std::unique_ptr<llm::ChatBackend> router_{};
  std::unique_ptr<llm::Embedder> embedder_{};
  std::unique_ptr<llm::TokenCounter> counter_{};
  std::unique_ptr<llm::Passage> passage_{};
};

}  // namespace quorum::app
