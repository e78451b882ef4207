#pragma once
/// The vendors we know by name: where they are, how they are asked, and which models are theirs.
/// Data only; what an installation has configured of it is in `catalog.hpp`.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dialects/quirks.hpp"
#include "llm/dialect.hpp"

namespace quorum::providers {

/// How a key is shown to a vendor.
enum class Auth : std::uint8_t { bearer, api_key_header };

/// Whether a vendor can be asked without one.
enum class KeyNeed : std::uint8_t { needed, optional };

struct Vendor {
  std::string_view name;      ///< As in `openai/gpt-4`.
  std::string_view family;    ///< Who trained its models; empty where it hosts those of others.
  std::string_view base_url;  ///< Without the path; empty where everybody has another.
  llm::Dialect dialect = llm::Dialect::openai_chat;
  std::string_view chat_path = "/chat/completions";  ///< Behind the base URL.
  Auth auth = Auth::bearer;
  KeyNeed key_need = KeyNeed::needed;

  // The variables that the vendor's own SDK reads; of several the first that is set counts.
  std::span<const std::string_view> key_variables{};
  std::span<const std::string_view> base_url_variables{};

  std::span<const std::string_view> key_prefixes{};  ///< Every key begins with one; empty: unknown.
  std::span<const std::string_view> model_prefixes{};  ///< Of names that need no `openai/`.
  std::span<const std::string_view> models{};          ///< Listed where the vendor is configured.
  dialects::Quirks quirks{};
};

std::span<const Vendor> vendors();
const Vendor* find_vendor(std::string_view name);

/// The vendor whose own models are named like `model`, which bears no prefix.
const Vendor* vendor_of(std::string_view model);

/// Who trained a model, by its name, wherever it runs: `qwen`, `llama`, `openai` …; empty if
/// unknown.
std::string_view family_of(std::string_view model);

/// What the vendor wants of requests to one of its models.
dialects::Quirks quirks_for(const Vendor& vendor, std::string_view model);

/// The address that chats are posted to. `base_url` is as that variable holds it: the scheme may be
/// missing (as in `OLLAMA_HOST=0.0.0.0:11434`) and slashes may trail; empty is the vendor's own.
/// Nothing where the vendor has none of its own.
std::optional<std::string> chat_url(const Vendor& vendor, std::string_view base_url);

}  // namespace quorum::providers
