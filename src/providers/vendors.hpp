#pragma once
/// The vendors we know by name: where they are, how they are asked, and which models are theirs.
/// Data only; the rows are in `vendor_rows.cpp`, what an installation has of them in `site.hpp`.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "dialects/quirks.hpp"
#include "llm/dialect.hpp"

namespace quorum::providers {

using Words = std::span<const std::string_view>;

/// How a vendor is shown who asks.
enum class Auth : std::uint8_t {
  bearer,          ///< `Authorization: Bearer KEY`.
  api_key,         ///< `api-key: KEY`.
  x_api_key,       ///< `x-api-key: KEY`.
  x_goog_api_key,  ///< `x-goog-api-key: KEY`.
  aws,             ///< Amazon's signature, version 4, over the whole request.
  google,          ///< A token that a Google account's own key is exchanged for.
};

/// Whether a vendor can be asked without a key.
enum class KeyNeed : std::uint8_t { needed, optional };

/// What a vendor puts around another's dialect.
enum class Wrapping : std::uint8_t {
  none,
  amazon,  ///< Bedrock's InvokeModel: frames around events, Amazon's errors.
};

/// A dialect that a vendor speaks, and where. In a path `{model}` is the model's name and any other
/// `{name}` a `Setting`. Of several paths, divided by `|`, the first counts whose settings are all
/// known; an offer without one is none.
struct Offer {
  llm::Dialect dialect = llm::Dialect::openai_chat;
  std::string_view path{};      ///< Behind the base URL; a whole URL is the vendor's own only.
  std::string_view streamed{};  ///< Where an answer is streamed from; empty: from there too.
  std::string_view models{};    ///< Only models whose name holds this word; empty: all.
  Wrapping wrapping = Wrapping::none;
};

/// Something an address or a credential needs beside the key.
struct Setting {
  enum class Kind : std::uint8_t {
    text,
    secret,
    file,    ///< The variable names a file whose text is meant; secret.
    header,  ///< Sent with every request under its name.
  };
  std::string_view name{};  ///< As in `{region}` and in `providers.bedrock.region`.
  Words variables{};        ///< Of several the first that is set counts.
  std::string_view fallback{};
  Kind kind = Kind::text;
};

/// Who is asked for vectors and token counts, and in which spelling.
enum class Embedding : std::uint8_t { none, openai, gemini, vertex, cohere, ollama };
enum class Counting : std::uint8_t { none, openai, anthropic, gemini };

struct Vendor {
  std::string_view name{};      ///< As in `openai/gpt-4`.
  std::string_view family{};    ///< Who trained its models; empty where it hosts those of others.
  std::string_view base_url{};  ///< Without the path; empty where everybody has another.
  std::span<const Offer> offers{};  ///< The one it is best asked in first.
  Auth auth = Auth::bearer;
  KeyNeed key_need = KeyNeed::needed;
  Words aliases{};  ///< Other names, as `together_ai`.

  // The variables that the vendor's own SDK reads; of several the first that is set counts.
  Words key_variables{};
  Words token_variables{};  ///< Their value is shown as a bearer's, whatever `auth` says.
  Words base_url_variables{};
  std::span<const Setting> settings{};

  Words key_prefixes{};    ///< Every key begins with one; empty: unknown.
  Words model_prefixes{};  ///< Of names that need no `openai/`.
  Words models{};          ///< Listed where the vendor is configured.

  /// What LiteLLM puts before a model's name to choose an endpoint, as `bedrock/converse/NAME`; we
  /// choose ourselves.
  Words route_words{};
  dialects::Quirks quirks{};

  std::string_view openai_root{};  ///< Where it keeps what OpenAI has under `/v1`.
  std::string_view models_path{};  ///< Lists its models; empty: nothing does.
  Embedding embedding = Embedding::none;
  std::string_view embed_path{};
  Counting counting = Counting::none;
  std::string_view count_path{};
};

std::span<const Vendor> vendors();

/// By its name or an alias.
const Vendor* find_vendor(std::string_view name);

/// The vendor whose own models are named like `model`, which bears no prefix.
const Vendor* vendor_of(std::string_view model);

/// Who trained a model, by its name, wherever it runs: `qwen`, `llama`, `openai` …; empty if
/// unknown.
std::string_view family_of(std::string_view model);

/// `model` without a route's word before it.
std::string_view plain_model(const Vendor& vendor, std::string_view model);

/// What the vendor wants of requests to one of its models.
dialects::Quirks quirks_for(const Vendor& vendor, std::string_view model);

}  // namespace quorum::providers
