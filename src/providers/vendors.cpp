#include "providers/vendors.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace quorum::providers {
namespace {

using Spelling = dialects::OpenAiQuirks;

template <std::size_t kSize>
using Words = std::array<std::string_view, kSize>;

constexpr Words<1> kOpenAiKeys{"OPENAI_API_KEY"};
constexpr Words<2> kOpenAiUrls{"OPENAI_BASE_URL", "OPENAI_API_BASE"};
constexpr Words<1> kOpenAiKeyPrefixes{"sk-"};
constexpr Words<6> kOpenAiNames{"gpt-", "chatgpt-", "o1", "o3", "o4", "codex-"};
constexpr Words<9> kOpenAiModels{"gpt-4",        "gpt-3.5-turbo", "gpt-4-turbo",
                                 "gpt-4o",       "gpt-4o-mini",   "gpt-4.1",
                                 "gpt-4.1-mini", "gpt-5",         "gpt-5-mini"};

constexpr Words<2> kAnthropicKeys{"ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"};
constexpr Words<1> kAnthropicUrls{"ANTHROPIC_BASE_URL"};
constexpr Words<1> kAnthropicKeyPrefixes{"sk-ant-"};
constexpr Words<1> kAnthropicNames{"claude-"};
constexpr Words<3> kAnthropicModels{"claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"};

constexpr Words<2> kGeminiKeys{"GEMINI_API_KEY", "GOOGLE_API_KEY"};
constexpr Words<1> kGeminiUrls{"GOOGLE_GEMINI_BASE_URL"};
constexpr Words<2> kGeminiKeyPrefixes{"AIza", "AQ."};
constexpr Words<1> kGeminiNames{"gemini-"};
constexpr Words<3> kGeminiModels{"gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite"};

constexpr Words<1> kAzureKeys{"AZURE_OPENAI_API_KEY"};
constexpr Words<1> kAzureUrls{"AZURE_OPENAI_ENDPOINT"};

constexpr Words<1> kOpenRouterKeys{"OPENROUTER_API_KEY"};
constexpr Words<1> kOpenRouterUrls{"OPENROUTER_BASE_URL"};
constexpr Words<1> kOpenRouterKeyPrefixes{"sk-or-"};
constexpr Words<1> kOpenRouterModels{"openrouter/auto"};

constexpr Words<1> kGroqKeys{"GROQ_API_KEY"};
constexpr Words<1> kGroqUrls{"GROQ_BASE_URL"};
constexpr Words<1> kGroqKeyPrefixes{"gsk_"};
constexpr Words<2> kGroqModels{"llama-3.3-70b-versatile", "openai/gpt-oss-120b"};

constexpr Words<1> kXaiKeys{"XAI_API_KEY"};
constexpr Words<1> kXaiUrls{"XAI_BASE_URL"};
constexpr Words<1> kXaiKeyPrefixes{"xai-"};
constexpr Words<1> kXaiNames{"grok-"};
constexpr Words<2> kXaiModels{"grok-4", "grok-4-fast"};

constexpr Words<1> kDeepSeekKeys{"DEEPSEEK_API_KEY"};
constexpr Words<1> kDeepSeekUrls{"DEEPSEEK_BASE_URL"};
constexpr Words<1> kSkPrefix{"sk-"};
constexpr Words<1> kDeepSeekNames{"deepseek-"};
constexpr Words<2> kDeepSeekModels{"deepseek-chat", "deepseek-reasoner"};

constexpr Words<1> kMistralKeys{"MISTRAL_API_KEY"};
constexpr Words<1> kMistralUrls{"MISTRAL_BASE_URL"};
constexpr Words<8> kMistralNames{"mistral-",  "ministral-", "magistral-",    "codestral-",
                                 "devstral-", "pixtral-",   "open-mistral-", "open-mixtral-"};
constexpr Words<2> kMistralModels{"mistral-large-latest", "mistral-small-latest"};

constexpr Words<2> kPerplexityKeys{"PERPLEXITY_API_KEY", "PPLX_API_KEY"};
constexpr Words<1> kPerplexityUrls{"PERPLEXITY_BASE_URL"};
constexpr Words<1> kPerplexityKeyPrefixes{"pplx-"};
constexpr Words<1> kPerplexityNames{"sonar"};
constexpr Words<2> kPerplexityModels{"sonar", "sonar-pro"};

constexpr Words<1> kTogetherKeys{"TOGETHER_API_KEY"};
constexpr Words<1> kTogetherUrls{"TOGETHER_BASE_URL"};

constexpr Words<1> kFireworksKeys{"FIREWORKS_API_KEY"};
constexpr Words<1> kFireworksUrls{"FIREWORKS_BASE_URL"};

constexpr Words<1> kCerebrasKeys{"CEREBRAS_API_KEY"};
constexpr Words<1> kCerebrasUrls{"CEREBRAS_BASE_URL"};
constexpr Words<1> kCerebrasKeyPrefixes{"csk-"};

constexpr Words<2> kHuggingFaceKeys{"HF_TOKEN", "HUGGINGFACE_API_KEY"};
constexpr Words<1> kHuggingFaceUrls{"HF_BASE_URL"};
constexpr Words<1> kHuggingFaceKeyPrefixes{"hf_"};

constexpr Words<2> kZaiKeys{"ZAI_API_KEY", "ZHIPUAI_API_KEY"};
constexpr Words<1> kZaiUrls{"ZAI_BASE_URL"};
constexpr Words<1> kZaiNames{"glm-"};
constexpr Words<1> kZaiModels{"glm-4.6"};

constexpr Words<1> kMoonshotKeys{"MOONSHOT_API_KEY"};
constexpr Words<1> kMoonshotUrls{"MOONSHOT_BASE_URL"};
constexpr Words<2> kMoonshotNames{"kimi-", "moonshot-"};
constexpr Words<1> kMoonshotModels{"kimi-k2-0905-preview"};

constexpr Words<1> kNvidiaKeys{"NVIDIA_API_KEY"};
constexpr Words<1> kNvidiaUrls{"NVIDIA_BASE_URL"};
constexpr Words<1> kNvidiaKeyPrefixes{"nvapi-"};

constexpr Words<2> kCohereKeys{"CO_API_KEY", "COHERE_API_KEY"};
constexpr Words<1> kCohereUrls{"CO_API_URL"};
constexpr Words<1> kCohereNames{"command-"};
constexpr Words<1> kCohereModels{"command-a-03-2025"};

constexpr Words<1> kLiteLlmKeys{"LITELLM_PROXY_API_KEY"};
constexpr Words<1> kLiteLlmUrls{"LITELLM_PROXY_API_BASE"};
constexpr Words<1> kOllamaKeys{"OLLAMA_API_KEY"};
constexpr Words<1> kOllamaUrls{"OLLAMA_HOST"};
constexpr Words<1> kVllmKeys{"VLLM_API_KEY"};
constexpr Words<2> kVllmUrls{"VLLM_BASE_URL", "HOSTED_VLLM_API_BASE"};
constexpr Words<2> kLmStudioKeys{"LM_API_TOKEN", "LM_STUDIO_API_KEY"};
constexpr Words<1> kLmStudioUrls{"LM_STUDIO_API_BASE"};
constexpr Words<1> kLlamaServerKeys{"LLAMA_API_KEY"};
constexpr Words<1> kLlamaServerUrls{"LLAMA_SERVER_URL"};
constexpr Words<1> kGpuStackKeys{"GPUSTACK_API_KEY"};
constexpr Words<1> kGpuStackUrls{"GPUSTACK_API_BASE"};

constexpr Words<3> kOldTokensMaxNames{"gpt-3.5-", "gpt-4", "gpt-4o"};
constexpr Spelling kOpenAiSpelling{.tokens_max = Spelling::TokensMax::max_completion_tokens,
                                   .takes_developer = true};
constexpr Spelling kOpenSpelling{.takes_more_sampling = true};

constexpr std::array<Vendor, 24> kVendors{{
    {.name = "openai",
     .family = "openai",
     .base_url = "https://api.openai.com/v1",
     .key_variables = kOpenAiKeys,
     .base_url_variables = kOpenAiUrls,
     .key_prefixes = kOpenAiKeyPrefixes,
     .model_prefixes = kOpenAiNames,
     .models = kOpenAiModels,
     .quirks = {.openai = kOpenAiSpelling}},
    {.name = "anthropic",
     .family = "anthropic",
     .base_url = "https://api.anthropic.com",
     .chat_path = "/v1/chat/completions",
     .key_variables = kAnthropicKeys,
     .base_url_variables = kAnthropicUrls,
     .key_prefixes = kAnthropicKeyPrefixes,
     .model_prefixes = kAnthropicNames,
     .models = kAnthropicModels},
    {.name = "gemini",
     .family = "google",
     .base_url = "https://generativelanguage.googleapis.com",
     .chat_path = "/v1beta/openai/chat/completions",
     .key_variables = kGeminiKeys,
     .base_url_variables = kGeminiUrls,
     .key_prefixes = kGeminiKeyPrefixes,
     .model_prefixes = kGeminiNames,
     .models = kGeminiModels},
    {.name = "azure",
     .family = "openai",
     .base_url = "",
     .chat_path = "/openai/v1/chat/completions",
     .auth = Auth::api_key_header,
     .key_variables = kAzureKeys,
     .base_url_variables = kAzureUrls,
     .quirks = {.openai = kOpenAiSpelling}},
    {.name = "openrouter",
     .family = "",
     .base_url = "https://openrouter.ai/api/v1",
     .key_variables = kOpenRouterKeys,
     .base_url_variables = kOpenRouterUrls,
     .key_prefixes = kOpenRouterKeyPrefixes,
     .models = kOpenRouterModels,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "groq",
     .family = "",
     .base_url = "https://api.groq.com",
     .chat_path = "/openai/v1/chat/completions",
     .key_variables = kGroqKeys,
     .base_url_variables = kGroqUrls,
     .key_prefixes = kGroqKeyPrefixes,
     .models = kGroqModels,
     .quirks = {.openai = {.tokens_max = Spelling::TokensMax::max_completion_tokens}}},
    {.name = "xai",
     .family = "xai",
     .base_url = "https://api.x.ai/v1",
     .key_variables = kXaiKeys,
     .base_url_variables = kXaiUrls,
     .key_prefixes = kXaiKeyPrefixes,
     .model_prefixes = kXaiNames,
     .models = kXaiModels},
    {.name = "deepseek",
     .family = "deepseek",
     .base_url = "https://api.deepseek.com",
     .key_variables = kDeepSeekKeys,
     .base_url_variables = kDeepSeekUrls,
     .key_prefixes = kSkPrefix,
     .model_prefixes = kDeepSeekNames,
     .models = kDeepSeekModels},
    {.name = "mistral",
     .family = "mistral",
     .base_url = "https://api.mistral.ai",
     .chat_path = "/v1/chat/completions",
     .key_variables = kMistralKeys,
     .base_url_variables = kMistralUrls,
     .model_prefixes = kMistralNames,
     .models = kMistralModels,
     .quirks = {.openai = {.takes_stream_options = false,
                           .marks_prefill = true,
                           .seed_name = "random_seed"}}},
    {.name = "perplexity",
     .family = "perplexity",
     .base_url = "https://api.perplexity.ai",
     .key_variables = kPerplexityKeys,
     .base_url_variables = kPerplexityUrls,
     .key_prefixes = kPerplexityKeyPrefixes,
     .model_prefixes = kPerplexityNames,
     .models = kPerplexityModels,
     .quirks = {.openai = {.takes_stream_options = false}}},
    {.name = "together",
     .family = "",
     .base_url = "https://api.together.xyz/v1",
     .key_variables = kTogetherKeys,
     .base_url_variables = kTogetherUrls,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "fireworks",
     .family = "",
     .base_url = "https://api.fireworks.ai/inference/v1",
     .key_variables = kFireworksKeys,
     .base_url_variables = kFireworksUrls,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "cerebras",
     .family = "",
     .base_url = "https://api.cerebras.ai",
     .chat_path = "/v1/chat/completions",
     .key_variables = kCerebrasKeys,
     .base_url_variables = kCerebrasUrls,
     .key_prefixes = kCerebrasKeyPrefixes,
     .quirks = {.openai = {.tokens_max = Spelling::TokensMax::max_completion_tokens}}},
    {.name = "huggingface",
     .family = "",
     .base_url = "https://router.huggingface.co/v1",
     .key_variables = kHuggingFaceKeys,
     .base_url_variables = kHuggingFaceUrls,
     .key_prefixes = kHuggingFaceKeyPrefixes},
    {.name = "zai",
     .family = "zai",
     .base_url = "https://api.z.ai/api/paas/v4",
     .key_variables = kZaiKeys,
     .base_url_variables = kZaiUrls,
     .model_prefixes = kZaiNames,
     .models = kZaiModels},
    {.name = "moonshot",
     .family = "moonshot",
     .base_url = "https://api.moonshot.ai/v1",
     .key_variables = kMoonshotKeys,
     .base_url_variables = kMoonshotUrls,
     .key_prefixes = kSkPrefix,
     .model_prefixes = kMoonshotNames,
     .models = kMoonshotModels},
    {.name = "nvidia",
     .family = "",
     .base_url = "https://integrate.api.nvidia.com/v1",
     .key_variables = kNvidiaKeys,
     .base_url_variables = kNvidiaUrls,
     .key_prefixes = kNvidiaKeyPrefixes},
    {.name = "cohere",
     .family = "cohere",
     .base_url = "https://api.cohere.com",
     .chat_path = "/compatibility/v1/chat/completions",
     .key_variables = kCohereKeys,
     .base_url_variables = kCohereUrls,
     .model_prefixes = kCohereNames,
     .models = kCohereModels},
    {.name = "litellm",
     .family = "",
     .base_url = "http://localhost:4000",
     .key_need = KeyNeed::optional,
     .key_variables = kLiteLlmKeys,
     .base_url_variables = kLiteLlmUrls},
    {.name = "ollama",
     .family = "",
     .base_url = "http://localhost:11434",
     .chat_path = "/v1/chat/completions",
     .key_need = KeyNeed::optional,
     .key_variables = kOllamaKeys,
     .base_url_variables = kOllamaUrls},
    {.name = "vllm",
     .family = "",
     .base_url = "",
     .key_need = KeyNeed::optional,
     .key_variables = kVllmKeys,
     .base_url_variables = kVllmUrls,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "lmstudio",
     .family = "",
     .base_url = "http://localhost:1234/v1",
     .key_need = KeyNeed::optional,
     .key_variables = kLmStudioKeys,
     .base_url_variables = kLmStudioUrls,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "llamacpp",
     .family = "",
     .base_url = "http://localhost:8080/v1",
     .key_need = KeyNeed::optional,
     .key_variables = kLlamaServerKeys,
     .base_url_variables = kLlamaServerUrls,
     .quirks = {.openai = kOpenSpelling}},
    {.name = "gpustack",
     .family = "",
     .base_url = "",
     .key_need = KeyNeed::optional,
     .key_variables = kGpuStackKeys,
     .base_url_variables = kGpuStackUrls,
     .quirks = {.openai = kOpenSpelling}},
}};

struct Family {
  std::string_view word;
  std::string_view family;
};

// A word of a model's name and who trained it. In their order: `deepseek-r1-distill-qwen` is
// DeepSeek's.
constexpr std::array<Family, 25> kFamilies{
    {{"deepseek", "deepseek"}, {"gpt", "openai"},        {"claude", "anthropic"},
     {"gemini", "google"},     {"gemma", "google"},      {"llama", "llama"},
     {"qwen", "qwen"},         {"qwq", "qwen"},          {"mistral", "mistral"},
     {"mixtral", "mistral"},   {"ministral", "mistral"}, {"magistral", "mistral"},
     {"codestral", "mistral"}, {"devstral", "mistral"},  {"pixtral", "mistral"},
     {"grok", "xai"},          {"sonar", "perplexity"},  {"kimi", "moonshot"},
     {"glm", "zai"},           {"command", "cohere"},    {"smollm", "huggingface"},
     {"phi", "microsoft"},     {"granite", "ibm"},       {"nova", "amazon"},
     {"jamba", "ai21"}}};

/// `o3` is a prefix of `o3-mini` and of `o3`, not of `o3000`; `gpt-` is one of whatever follows.
bool has_prefix(std::string_view model, std::string_view prefix) {
  if (!model.starts_with(prefix)) return false;
  if (prefix.ends_with('-') || model.size() == prefix.size()) return true;
  const char next = model[prefix.size()];
  return next == '-' || next == ':' || next == '.';
}

bool has_any_prefix(std::string_view model, std::span<const std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return has_prefix(model, prefix); });
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

constexpr Words<5> kReasoningNames{"o1", "o3", "o4", "gpt-5", "gpt-6"};

}  // namespace

std::span<const Vendor> vendors() { return kVendors; }

const Vendor* find_vendor(std::string_view name) {
  const auto* const found = std::ranges::find(kVendors, name, &Vendor::name);
  return found == kVendors.end() ? nullptr : found;
}

const Vendor* vendor_of(std::string_view model) {
  // Open weights, which OpenAI itself does not serve.
  if (model.starts_with("gpt-oss")) return nullptr;
  for (const auto& vendor : kVendors) {
    if (has_any_prefix(model, vendor.model_prefixes)) return &vendor;
  }
  return nullptr;
}

std::string_view family_of(std::string_view model) {
  const auto name = lower(model);
  for (const auto& [word, family] : kFamilies) {
    for (auto at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
      if (at == 0 || !is_letter(name[at - 1])) return family;
    }
  }
  const auto* vendor = vendor_of(name);
  return vendor != nullptr ? vendor->family : std::string_view{};
}

dialects::Quirks quirks_for(const Vendor& vendor, std::string_view model) {
  auto quirks = vendor.quirks;
  auto& spelling = quirks.openai;
  const bool is_chat = model.find("chat") != std::string_view::npos;
  if (vendor.family == "openai" && has_any_prefix(model, kReasoningNames) && !is_chat) {
    spelling.refuses_sampling = true;
  }
  // What imitates OpenAI behind its base URL knows the old name best; only newer models refuse it.
  if (vendor.family == "openai" && has_any_prefix(model, kOldTokensMaxNames)) {
    spelling.tokens_max = Spelling::TokensMax::max_tokens;
  }
  return quirks;
}

std::optional<std::string> chat_url(const Vendor& vendor, std::string_view base_url) {
  std::string url{base_url.empty() ? vendor.base_url : base_url};
  while (url.ends_with('/')) url.pop_back();
  if (url.empty()) return std::nullopt;
  if (url.find("://") == std::string::npos && !url.starts_with("unix:")) {
    url.insert(0, "http://");
    // Ollama's own server takes the same variable for the address it listens on.
    if (url.starts_with("http://0.0.0.0")) url.replace(7, 7, "127.0.0.1");
    const bool has_port = url.find(':', 7) != std::string::npos;
    if (!has_port && vendor.name == "ollama") url += ":11434";
  }
  // Some give the address with a part of the path, or all of it.
  auto path = vendor.chat_path;
  for (auto end = path.size(); end > 0; end = path.rfind('/', end - 1)) {
    if (!url.ends_with(path.substr(0, end))) continue;
    path.remove_prefix(end);
    break;
  }
  return url.append(path);
}

}  // namespace quorum::providers
