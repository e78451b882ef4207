#pragma once
/// What the models of the world can do, and how much they can read and write.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::llm {

struct ModelAbilities {
  std::optional<std::int64_t> context_tokens{};
  std::optional<std::int64_t> output_tokens_max{};
  Capabilities can{};
  bool operator==(const ModelAbilities&) const = default;
};

/// Immutable once made; may be read from every thread.
class ModelBook {
 public:
  /// The book in the binary (`data/README.md` says whence).
  static Result<ModelBook> built_in();
  static Result<ModelBook> parse(std::string_view json);

  /// Of a model that a provider knows by `model`, or by that name and a date or `latest` behind it.
  std::optional<ModelAbilities> find(std::string_view provider, std::string_view model) const;

  std::size_t size() const;  ///< Models.

 private:
  using Models = std::map<std::string, ModelAbilities, std::less<>>;
  std::map<std::string, Models, std::less<>> providers_;
};

}  // namespace quorum::llm
