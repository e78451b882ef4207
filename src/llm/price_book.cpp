#include "llm/price_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/embedded.hpp"
#include "core/try.hpp"
#include "json/value.hpp"
#include "llm/name_rule.hpp"

QUORUM_EMBEDDED(prices_json);

namespace quorum::llm {
namespace {

/// Prices hold from a day on, or between two times of the day (UTC), or always.
struct Moment {
  std::string from_day{};   ///< `2026-08-21`.
  std::string from_time{};  ///< `00:30:00Z`.
  std::string to_time{};    ///< Not included; before `from_time` where the night lies between.

  bool includes(UnixMs when) const {
    const auto text = rfc3339(when);
    if (!from_day.empty()) return text.substr(0, 10) >= from_day;
    if (from_time.empty()) return true;
    const auto time = text.substr(11, 8);
    const bool is_after = time >= from_time.substr(0, 8);
    const bool is_before = time < to_time.substr(0, 8);
    return to_time < from_time ? is_after || is_before : is_after && is_before;
  }
};

struct Prices {
  Moment moment{};
  std::optional<Rate> prompt{};
  std::optional<Rate> completion{};
  std::optional<Rate> cached_read{};
  std::optional<Rate> cache_write{};
};

struct Model {
  std::string id;
  NameRule rule;
  std::optional<std::int64_t> context_tokens{};
  bool is_deprecated = false;
  std::vector<Prices> prices{};  ///< The last whose moment it is counts; the first else.
};

struct Provider {
  std::string id;
  std::optional<NameRule> by_name{};
  std::optional<NameRule> by_model{};
  std::vector<std::string> others{};  ///< Whose models it sells too.
  std::vector<Model> models{};
};

/// Where in the book something is wrong, told from the inside out.
Error within(std::string_view kind, std::string_view id, Error error) {
  error.message = fmt::format("{} `{}`: {}", kind, id, error.message);
  return error;
}

Error wrong(std::string_view what) {
  return {.code = Errc::invalid_request, .message = fmt::format("{}.", what)};
}

/// Dollars for a million tokens, as money for one.
Result<Money> per_token(json::Value value) {
  if (!value.is(json::Kind::number)) return wrong("a price must be a number of US dollars");
  QUORUM_TRY(const auto million, Money::parse_usd(value.raw()));
  return Money::pico_usd((million.pico() + 500'000) / 1'000'000);
}

Result<std::optional<Rate>> read_rate(json::Value value) {
  if (!value) return std::optional<Rate>{};
  Rate rate;
  const bool has_tiers = value.is(json::Kind::object);
  QUORUM_TRY(rate.base, per_token(has_tiers ? value["base"] : value));
  for (const auto each : value["tiers"]) {
    const auto start = each["start"].integer();
    if (!start || *start < 0) return wrong("a tier's `start` must be a number of tokens");
    QUORUM_TRY(const auto price, per_token(each["price"]));
    rate.tiers.push_back({.above_tokens = *start, .price = price});
  }
  std::ranges::sort(rate.tiers, {}, &Rate::Tier::above_tokens);
  return std::optional(std::move(rate));
}

Result<Prices> read_prices(json::Value value) {
  if (!value.is(json::Kind::object)) return wrong("`prices` must be an object, or a list of them");
  Prices prices;
  QUORUM_TRY(prices.prompt, read_rate(value["input_mtok"]));
  QUORUM_TRY(prices.completion, read_rate(value["output_mtok"]));
  QUORUM_TRY(prices.cached_read, read_rate(value["cache_read_mtok"]));
  QUORUM_TRY(prices.cache_write, read_rate(value["cache_write_mtok"]));
  return prices;
}

Result<std::vector<Prices>> read_all_prices(json::Value value) {
  std::vector<Prices> all;
  if (!value.is(json::Kind::array)) {
    QUORUM_TRY(auto prices, read_prices(value));
    all.push_back(std::move(prices));
    return all;
  }
  for (const auto each : value) {
    QUORUM_TRY(auto prices, read_prices(each["prices"]));
    const auto text = [constraint = each["constraint"]](std::string_view name) {
      return std::string(constraint[name].string().value_or(""));
    };
    prices.moment = {.from_day = text("start_date"),
                     .from_time = text("start_time"),
                     .to_time = text("end_time")};
    all.push_back(std::move(prices));
  }
  if (all.empty()) return wrong("`prices` must not be empty");
  return all;
}

Result<Model> read_model(json::Value value) {
  const auto id = value["id"].string();
  if (!id) return wrong("a model must have an `id`");
  auto rule = NameRule::read(value["match"]);
  if (!rule) return within("model", *id, std::move(rule.error()));
  auto prices = read_all_prices(value["prices"]);
  if (!prices) return within("model", *id, std::move(prices.error()));
  return Model{.id = std::string(*id),
               .rule = std::move(*rule),
               .context_tokens = value["context_window"].integer(),
               .is_deprecated = value["deprecated"].boolean().value_or(false),
               .prices = std::move(*prices)};
}

Result<std::optional<NameRule>> read_rule(json::Value value) {
  if (!value) return std::optional<NameRule>{};
  QUORUM_TRY(auto rule, NameRule::read(value));
  return std::optional(std::move(rule));
}

Result<Provider> read_provider(json::Value value) {
  const auto id = value["id"].string();
  if (!id) return wrong("a provider must have an `id`");
  Provider provider{.id = std::string(*id)};
  QUORUM_TRY(provider.by_name, read_rule(value["provider_match"]));
  QUORUM_TRY(provider.by_model, read_rule(value["model_match"]));
  for (const auto other : value["fallback_model_providers"]) {
    provider.others.emplace_back(other.string().value_or(""));
  }
  for (const auto each : value["models"]) {
    auto model = read_model(each);
    if (!model) return within("provider", *id, std::move(model.error()));
    provider.models.push_back(std::move(*model));
  }
  return provider;
}

/// `-20260821` as `-2026-08-21`: some name the day of a model so, and some so.
std::string with_dashed_day(std::string_view model) {
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  for (std::size_t at = 0; at + 9 <= model.size(); ++at) {
    const auto day = model.substr(at + 1, 8);
    const bool ends = at + 9 == model.size() || model[at + 9] == '-' || model[at + 9] == ':';
    if (model[at] != '-' || !ends || !day.starts_with("20") ||
        !std::ranges::all_of(day, is_digit)) {
      continue;
    }
    return fmt::format("{}-{}-{}-{}{}", model.substr(0, at), day.substr(0, 4), day.substr(4, 2),
                       day.substr(6), model.substr(at + 9));
  }
  return std::string(model);
}

const Prices& current(const std::vector<Prices>& all, UnixMs when) {
  for (std::size_t at = all.size(); at > 0; --at) {
    if (all[at - 1].moment.includes(when)) return all[at - 1];
  }
  return all.front();
}

}  // namespace

struct PriceBook::Shelves {
  std::vector<Provider> providers{};

  const Provider* by_id(std::string_view id) const {
    const auto found = std::ranges::find(providers, id, &Provider::id);
    return found == providers.end() ? nullptr : &*found;
  }

  const Provider* provider(std::string_view name, std::string_view model) const {
    const auto fits = [](const std::optional<NameRule>& rule, std::string_view text) {
      return rule && rule->fits(text);
    };
    if (const auto* const found = name.empty() ? nullptr : by_id(name)) return found;
    for (const Provider& each : providers) {
      if (name.empty() ? fits(each.by_model, model) : fits(each.by_name, name)) return &each;
    }
    return nullptr;
  }

  const Model* model(const Provider& provider, std::string_view name) const {
    if (const auto* const own = own_model(provider, name)) return own;
    for (const auto& other : provider.others) {
      const auto* const seller = by_id(other);
      const auto* const found = seller == nullptr ? nullptr : own_model(*seller, name);
      if (found != nullptr) return found;
    }
    return nullptr;
  }

  static const Model* own_model(const Provider& provider, std::string_view name) {
    for (const Model& each : provider.models) {
      if (each.rule.fits(name)) return &each;
    }
    return nullptr;
  }
};

Money Rate::at(std::int64_t prompt_tokens) const {
  Money price = base;
  for (const Tier& tier : tiers) {
    if (prompt_tokens > tier.above_tokens) price = tier.price;
  }
  return price;
}

std::optional<Price> ModelFacts::price(std::int64_t prompt_tokens) const {
  if (!prompt || !completion) return std::nullopt;
  const auto at = [prompt_tokens](const std::optional<Rate>& rate) {
    return rate ? std::optional(rate->at(prompt_tokens)) : std::nullopt;
  };
  return Price{.prompt = prompt->at(prompt_tokens),
               .completion = completion->at(prompt_tokens),
               .cached_read = at(cached_read),
               .cache_write = at(cache_write)};
}

PriceBook::PriceBook(std::unique_ptr<Shelves> shelves) : shelves_(std::move(shelves)) {}
PriceBook::PriceBook(PriceBook&&) noexcept = default;
PriceBook& PriceBook::operator=(PriceBook&&) noexcept = default;
PriceBook::~PriceBook() = default;

Result<PriceBook> PriceBook::built_in() { return parse(embedded::prices_json()); }

Result<PriceBook> PriceBook::parse(std::string_view json) {
  QUORUM_TRY(const auto document, json::Document::parse(json));
  const auto providers = document.root()["providers"];
  if (!providers.is(json::Kind::array)) return wrong("A price book must have a list `providers`");
  auto shelves = std::make_unique<Shelves>();
  for (const auto each : providers) {
    QUORUM_TRY(auto provider, read_provider(each));
    shelves->providers.push_back(std::move(provider));
  }
  return PriceBook(std::move(shelves));
}

void PriceBook::prefer(PriceBook book) {
  auto& known = shelves_->providers;
  for (Provider& preferred : book.shelves_->providers) {
    const auto same = std::ranges::find(known, preferred.id, &Provider::id);
    if (same == known.end()) {
      known.insert(known.begin(), std::move(preferred));
      continue;
    }
    std::ranges::move(same->models, std::back_inserter(preferred.models));
    same->models = std::move(preferred.models);
    if (preferred.by_name) same->by_name = std::move(preferred.by_name);
    if (preferred.by_model) same->by_model = std::move(preferred.by_model);
    if (!preferred.others.empty()) same->others = std::move(preferred.others);
  }
}

std::optional<ModelFacts> PriceBook::find(std::string_view provider, std::string_view model,
                                          UnixMs when) const {
  const auto name = lower_case(model);
  const auto* const seller = shelves_->provider(lower_case(provider), name);
  if (seller == nullptr) return std::nullopt;
  const auto* found = shelves_->model(*seller, name);
  if (found == nullptr) found = shelves_->model(*seller, with_dashed_day(name));
  if (found == nullptr) return std::nullopt;
  const auto& prices = current(found->prices, when);
  return ModelFacts{.id = found->id,
                    .context_tokens = found->context_tokens,
                    .is_deprecated = found->is_deprecated,
                    .prompt = prices.prompt,
                    .completion = prices.completion,
                    .cached_read = prices.cached_read,
                    .cache_write = prices.cache_write};
}

std::size_t PriceBook::size() const {
  std::size_t models = 0;
  for (const Provider& provider : shelves_->providers) models += provider.models.size();
  return models;
}

}  // namespace quorum::llm
