#pragma once
/// The weights of local models that lie in the folder.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace quorum::providers {

/// A model in the folder: `NAME.gguf`, and beside it `NAME.json` with the rest.
struct Weights {
  std::string name;
  std::string file;  ///< Where it lies.
  std::string family{};
  std::string licence{};
  std::string origin{};
  std::string sha256{};
  std::uint64_t bytes = 0;
  bool operator==(const Weights&) const = default;
};

/// By name. A file put there by hand is a model too, without its papers; an unreadable folder has
/// none.
std::vector<Weights> installed_weights(const std::string& folder);

/// The letters that a name begins with: `qwen` of `qwen2.5-coder-0.5b`.
std::string family_of(std::string_view name);

/// A name is a file's name and part of an id: letters, digits, `.`, `_`, `-`.
Result<> check_weights_name(std::string_view name);

/// What is written beside the weights.
std::string papers_of(const Weights& weights);

}  // namespace quorum::providers
