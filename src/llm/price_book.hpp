#pragma once
/// What the models of the world cost, and how much they can read.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/money.hpp"
#include "llm/backend.hpp"

namespace quorum::llm {

/// A price for one token that may change with the size of the prompt.
struct Rate {
  struct Tier {
    std::int64_t above_tokens = 0;  ///< For prompts of more tokens than that.
    Money price{};
  };
  Money base{};
  std::vector<Tier>
      tiers{};  ///< In rising order; a tier is the price of the whole, not of the rest.

  Money at(std::int64_t prompt_tokens) const;
};

/// What is known of one model at one moment.
struct ModelFacts {
  std::string id{};  ///< As the book calls it.
  std::optional<std::int64_t> context_tokens{};
  bool is_deprecated = false;

  // What the price book does not tell; who knows it puts it in (`model_book.hpp`).
  std::optional<std::int64_t> output_tokens_max{};
  Capabilities capabilities{};

  std::optional<Rate> prompt{};
  std::optional<Rate> completion{};
  std::optional<Rate> cached_read{};
  std::optional<Rate> cache_write{};

  /// For a prompt of that size. Nothing unless both reading and writing have a known price: a model
  /// that only embeds has none here. Fees for a request, a search or a second are not in it.
  std::optional<Price> price(std::int64_t prompt_tokens) const;
};

/// Immutable once made; may be read from every thread.
class PriceBook {
 public:
  /// The book in the binary (`data/README.md` says whence).
  static Result<PriceBook> built_in();

  /// A book of the form of `data/README.md`; the message says what is wrong and where.
  static Result<PriceBook> parse(std::string_view json);

  PriceBook(PriceBook&&) noexcept;
  PriceBook& operator=(PriceBook&&) noexcept;
  ~PriceBook();

  /// Lays `book` over this one: what it knows goes first.
  void prefer(PriceBook book);

  /// The facts on a model that a provider knows by `model`, at `when`; nothing where the provider
  /// or the model is unknown. An empty provider is guessed from the model's name.
  std::optional<ModelFacts> find(std::string_view provider, std::string_view model,
                                 UnixMs when) const;

  std::size_t size() const;  ///< Models.

 private:
  struct Shelves;
  explicit PriceBook(std::unique_ptr<Shelves> shelves);
  std::unique_ptr<Shelves> shelves_;
};

}  // namespace quorum::llm
