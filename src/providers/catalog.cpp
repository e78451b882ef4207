#include "providers/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "core/try.hpp"

namespace quorum::providers {
namespace {

constexpr std::size_t kShownBytesMax = 80;

Error unknown(std::string_view id) {
  // The name comes from a stranger: a short, plain part of it is enough.
  std::string shown{id.substr(0, kShownBytesMax)};
  std::ranges::replace_if(shown, [](unsigned char c) { return c < ' ' || c > '~'; }, '?');
  return {.code = Errc::not_found,
          .message = fmt::format(
              "There is no model `{}`: GET /v1/models lists those that can be asked.", shown),
          .field = "model",
          .reason = "model_not_found"};
}

/// The variables that would make a vendor usable.
std::string wanted_variables(const Vendor& vendor) {
  if (vendor.key_need == KeyNeed::optional) return std::string{vendor.base_url_variables.front()};
  if (!vendor.key_variables.empty()) return std::string{vendor.key_variables.front()};
  std::string wanted{vendor.token_variables.front()};
  std::string_view separator = ", or ";
  for (const auto& setting : vendor.settings) {
    const bool is_needed =
        setting.fallback.empty() && setting.name != "session_token" && !setting.variables.empty();
    if (!is_needed) continue;
    wanted.append(separator).append(setting.variables.front());
    separator = " and ";
  }
  return wanted;
}

Error unusable(const Vendor& vendor) {
  return {.code = Errc::unauthenticated,
          .message =
              fmt::format("{} is not configured: set {}.", vendor.name, wanted_variables(vendor)),
          .field = "model",
          .reason = "provider_not_configured"};
}

constexpr char kStar = '*';

bool is_pattern(std::string_view name) { return name.find(kStar) != name.npos; }

/// What stands in the place of the pattern's star, at least a letter. Without a star, nothing fits.
std::optional<std::string_view> match(std::string_view pattern, std::string_view name) {
  const auto star = pattern.find(kStar);
  if (star == pattern.npos || name.size() < pattern.size()) return std::nullopt;
  const auto behind = pattern.substr(star + 1);
  if (!name.starts_with(pattern.substr(0, star)) || !name.ends_with(behind)) return std::nullopt;
  return name.substr(star, name.size() + 1 - pattern.size());
}

std::string with_wild(std::string_view pattern, std::string_view wild) {
  std::string name{pattern};
  if (const auto star = name.find(kStar); star != name.npos) name.replace(star, 1, wild);
  return name;
}

}  // namespace

void Catalog::add(const Vendor& vendor, std::string name) {
  if (name.empty()) name = vendor.name;
  if (usable(name) == nullptr) usable_.push_back({std::move(name), &vendor});
}

void Catalog::add(Source source) { sources_.push_back(std::move(source)); }

void Catalog::add(std::string id, Place place, const Vendor& vendor) {
  named_.push_back({std::move(id), std::move(place), &vendor});
}

const Catalog::Usable* Catalog::usable(std::string_view name) const {
  const auto found = std::ranges::find(usable_, name, &Usable::name);
  return found == usable_.end() ? nullptr : &*found;
}

std::optional<Catalog::Found> Catalog::named(std::string_view id) const {
  const auto found = std::ranges::find(named_, id, &Named::id);
  if (found == named_.end() || is_pattern(found->id)) return std::nullopt;
  return Found{
      .vendor = found->vendor, .provider = found->place.provider, .model = found->place.model};
}

/// By the name with a star that says most.
std::optional<Catalog::Found> Catalog::fitting(std::string_view id) const {
  std::optional<Found> best;
  std::size_t said = 0;
  for (const auto& named : named_) {
    const auto wild = is_pattern(named.id) ? match(named.id, id) : std::nullopt;
    if (!wild || (best && named.id.size() <= said)) continue;
    said = named.id.size();
    best = Found{.vendor = named.vendor,
                 .provider = named.place.provider,
                 .model = with_wild(named.place.model, *wild),
                 .wild = *wild};
  }
  return best;
}

Result<Catalog::Found> Catalog::locate(std::string_view id) const {
  if (auto found = named(id)) return std::move(*found);
  for (const auto& source : sources_) {
    if (id.starts_with(source.prefix)) {
      return Found{.source = &source, .provider = source.provider, .model = std::string{id}};
    }
  }
  if (auto found = fitting(id)) return std::move(*found);
  const auto slash = id.find('/');
  const bool is_bare = slash == std::string_view::npos;
  const auto model = is_bare ? id : id.substr(slash + 1);
  if (model.empty()) return unknown(id);
  const auto* own = is_bare ? nullptr : usable(id.substr(0, slash));
  const auto* vendor = is_bare ? vendor_of(id) : find_vendor(id.substr(0, slash));
  if (own == nullptr && vendor == nullptr) return unknown(id);
  if (own == nullptr) own = usable(vendor->name);
  if (own == nullptr) return unusable(*vendor);
  return Found{.vendor = own->vendor,
               .provider = own->name,
               .model = std::string{plain_model(*own->vendor, model)}};
}

Result<Catalog::Place> Catalog::place(std::string_view id) const {
  QUORUM_TRY(const auto found, locate(id));
  return Place{.provider = std::string{found.provider},
               .model = found.model,
               .wild = std::string{found.wild}};
}

llm::ModelInfo Catalog::info(const Vendor& vendor, std::string id, std::string_view model) const {
  llm::ModelInfo made{.id = std::move(id), .provider = std::string{vendor.name}};
  made.family = family_of(model);
  if (made.family.empty()) made.family = vendor.family;
  const auto facts = facts_ ? facts_(vendor.name, model) : std::nullopt;
  if (facts) {
    // For a short prompt; who settles asks the book with the size that was read.
    made.price = facts->price(0);
    made.context_tokens = facts->context_tokens;
    made.output_tokens_max = facts->output_tokens_max;
    made.capabilities = facts->capabilities;
  }
  return made;
}

/// Those of the vendor's known models that the name would reach.
void Catalog::list_fitting(const Named& named, std::vector<llm::ModelInfo>& all) const {
  for (const auto model : named.vendor->models) {
    const auto wild = match(named.place.model, model);
    if (!wild) continue;
    auto id = with_wild(named.id, *wild);
    if (std::ranges::find(all, id, &llm::ModelInfo::id) != all.end()) continue;
    all.push_back(info(*named.vendor, std::move(id), model));
  }
}

std::vector<llm::ModelInfo> Catalog::list() const {
  std::vector<llm::ModelInfo> all;
  all.reserve(named_.size());
  for (const auto& named : named_) {
    if (is_pattern(named.id)) {
      list_fitting(named, all);
    } else {
      all.push_back(info(*named.vendor, named.id, named.place.model));
    }
  }
  for (const auto& [name, vendor] : usable_) {
    // Who stands behind an address of one's own has models of its own.
    if (name != vendor->name) continue;
    for (const auto model : vendor->models) {
      const bool is_known_bare = vendor_of(model) == vendor;
      auto id = is_known_bare ? std::string{model} : fmt::format("{}/{}", name, model);
      all.push_back(info(*vendor, std::move(id), model));
    }
  }
  for (const auto& source : sources_) {
    auto listed = source.list();
    std::ranges::move(listed, std::back_inserter(all));
  }
  return all;
}

Result<llm::ModelInfo> Catalog::find(std::string_view id) const {
  QUORUM_TRY(const auto found, locate(id));
  if (found.source != nullptr) return found.source->find(id);
  auto made = info(*found.vendor, std::string{id}, found.model);
  if (usable(found.provider) != nullptr) made.provider = found.provider;
  return made;
}

}  // namespace quorum::providers
