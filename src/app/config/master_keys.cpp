#include "app/config/master_keys.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/try.hpp"

namespace quorum::app {
namespace {

constexpr const char* kInFile = "general_settings.master_key";

void add(std::vector<Secret>& keys, std::string text) {
  Secret key(std::move(text));
  if (!key.empty() && std::ranges::find(keys, key) == keys.end()) keys.push_back(std::move(key));
}

}  // namespace

Result<std::vector<Secret>> read_master_keys(const YamlModels& models, const FindVariable& find) {
  std::vector<Secret> keys;
  for (const auto* variable : {"QUORUM_MASTER_KEY", "LITELLM_MASTER_KEY"}) {
    add(keys, find(variable).value_or(""));
  }
  if (models.master_key) {
    QUORUM_TRY(auto key, resolved(kInFile, *models.master_key, find));
    if (key.empty()) {
      return Error{.code = Errc::invalid_request,
                   .message = std::string("`") + kInFile + "` is empty: leave it out or set it."};
    }
    add(keys, std::move(key));
  }
  return keys;
}

}  // namespace quorum::app
