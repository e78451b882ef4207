#pragma once
/// Which models there are, and which provider each name belongs to.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llm/backend.hpp"
#include "llm/price_book.hpp"
#include "providers/vendors.hpp"

namespace quorum::providers {

/// Names:
///   `openai/gpt-4`      the vendor and its own name for the model,
///   `gpt-4`             a name by which a vendor's models are known,
///   any name            that was given to a model of one's own,
///   `local/…`, `debate/…`  the names of a source that lists its models itself.
class Catalog final : public llm::Models {
 public:
  /// What is known of a vendor's model, as a price book tells it.
  using Facts = std::function<std::optional<llm::ModelFacts>(std::string_view vendor,
                                                             std::string_view model)>;

  /// Models that know themselves, as the local ones: every name that begins with `prefix`.
  struct Source {
    std::string prefix;    ///< `local/`.
    std::string provider;  ///< `local`.
    std::function<std::vector<llm::ModelInfo>()> list;
    std::function<Result<llm::ModelInfo>(std::string_view id)> find;
  };

  /// Who answers to a name, and by what name it knows the model.
  struct Place {
    std::string provider;
    std::string model;
    std::string wild{};  ///< What stood in the star's place, where the name that was given has one.
  };

  explicit Catalog(Facts facts = {}) : facts_(std::move(facts)) {}

  /// A vendor that can be asked: its key is there, or it needs none and its address is.
  /// `name` is what stands before its models' names; empty: the vendor's own.
  void add(const Vendor& vendor, std::string name = {});
  void add(Source source);

  /// A model of `vendor`'s under a name of one's own, which goes before all others. A name with a
  /// star, as `fast/*`, is every name that fits and has none of its own, the longest such name
  /// first; what stood in the star's place takes the place of the star in the model's name.
  void add(std::string id, Place place, const Vendor& vendor);

  /// `not_found` for a name that is nobody's; `unauthenticated`, naming the variable, for one of a
  /// vendor that cannot be asked.
  Result<Place> place(std::string_view id) const;

  std::vector<llm::ModelInfo> list() const override;
  Result<llm::ModelInfo> find(std::string_view id) const override;

 private:
  struct Found {
    const Vendor* vendor = nullptr;
    const Source* source = nullptr;
    std::string_view provider{};
    std::string model{};
    std::string_view wild{};
  };
  Result<Found> locate(std::string_view id) const;
  struct Usable {
    std::string name;
    const Vendor* vendor = nullptr;
  };
  struct Named {
    std::string id;
    Place place;
    const Vendor* vendor = nullptr;
  };
  std::optional<Found> named(std::string_view id) const;
  std::optional<Found> fitting(std::string_view id) const;
  void list_fitting(const Named& named, std::vector<llm::ModelInfo>& all) const;
  const Usable* usable(std::string_view name) const;
  llm::ModelInfo info(const Vendor& vendor, std::string id, std::string_view model) const;

  Facts facts_;
  std::vector<Usable> usable_;
  std::vector<Named> named_;
  std::vector<Source> sources_;
};

}  // namespace quorum::providers
