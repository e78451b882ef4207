#pragma once
/// A list of models that a test gives.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "llm/backend.hpp"

namespace quorum::testkit {

/// Knows `models`; asked for any other, it answers `missing`.
class FixedModels final : public llm::Models {
 public:
  explicit FixedModels(std::vector<llm::ModelInfo> models,
                       Error missing = {.code = Errc::not_found, .message = "no such model"})
      : models_(std::move(models)), missing_(std::move(missing)) {}

  std::vector<llm::ModelInfo> list() const override { return models_; }
  Result<llm::ModelInfo> find(std::string_view id) const override {
    for (const auto& model : models_) {
      if (model.id == id) return model;
    }
    return missing_;
  }

 private:
  std::vector<llm::ModelInfo> models_;
  Error missing_;
};

/// A small local one, that can judge by scoring continuations.
inline llm::ModelInfo local_model(std::string id, std::string family) {
  return {.id = std::move(id),
          .provider = "local",
          .family = std::move(family),
          .is_local = true,
          .is_small = true,
          .scores_continuations = true};
}

}  // namespace quorum::testkit
