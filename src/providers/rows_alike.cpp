#include "providers/rows_alike.hpp"

#include <array>
#include <cstddef>

namespace quorum::providers {
namespace {

using llm::Dialect;
using Spelling = dialects::OpenAiQuirks;

template <std::size_t kSize>
using List = std::array<std::string_view, kSize>;
template <std::size_t kSize>
using Offers = std::array<Offer, kSize>;
template <std::size_t kSize>
using Settings = std::array<Setting, kSize>;

constexpr std::string_view kChatPath = "/chat/completions";

// What most imitators of OpenAI have behind a base URL that ends with the version, or without it.
constexpr Offers<1> kChat{{{Dialect::openai_chat, kChatPath}}};
constexpr Offers<1> kChatV1{{{Dialect::openai_chat, "/v1/chat/completions"}}};
constexpr Offers<2> kResponsesToo{
    {{Dialect::openai_chat, kChatPath}, {Dialect::openai_responses, "/responses"}}};
constexpr Offers<2> kCompletionsToo{
    {{Dialect::openai_chat, kChatPath}, {Dialect::openai_completions, "/completions"}}};
constexpr Offers<4> kAll{{{Dialect::openai_chat, kChatPath},
                          {Dialect::openai_responses, "/responses"},
                          {Dialect::anthropic, "/messages"},
                          {Dialect::openai_completions, "/completions"}}};
constexpr Offers<4> kAllV1{{{Dialect::openai_chat, "/v1/chat/completions"},
                            {Dialect::openai_responses, "/v1/responses"},
                            {Dialect::anthropic, "/v1/messages"},
                            {Dialect::openai_completions, "/v1/completions"}}};
constexpr Spelling kOpenSpelling{.takes_more_sampling = true};

// What they answer with an error: found in their references and in recorded refusals.
constexpr List<4> kGroqRefuses{"logprobs", "logit_bias", "n", "messages.name"};
constexpr List<4> kDeepSeekRefuses{"n", "messages.image", "messages.file", "messages.input_audio"};
constexpr List<7> kMistralRefuses{"logprobs",  "logit_bias", "user",         "store",
                                  "verbosity", "audio",      "messages.name"};
constexpr List<3> kCerebrasRefuses{"logit_bias", "frequency_penalty", "presence_penalty"};

constexpr Spelling kOpenRouterSpelling{.takes_more_sampling = true,
                                       .thoughts = Spelling::Thoughts::details,
                                       .effort = Spelling::Effort::reasoning,
                                       .cache_marks = Spelling::CacheMarks::cache_control,
                                       .files = Spelling::Files::any};
constexpr Spelling kGroqSpelling{.tokens_max = Spelling::TokensMax::max_completion_tokens,
                                 .thoughts = Spelling::Thoughts::reasoning,
                                 .refuses = kGroqRefuses};
constexpr Spelling kXaiSpelling{.thoughts = Spelling::Thoughts::reasoning_content};
constexpr Spelling kDeepSeekSpelling{.thoughts = Spelling::Thoughts::reasoning_content,
                                     .effort = Spelling::Effort::thinking,
                                     .takes_json_schema = false,
                                     .refuses = kDeepSeekRefuses};
constexpr Spelling kMistralSpelling{.takes_stream_options = false,
                                    .marks_prefill = true,
                                    .seed_name = "random_seed",
                                    .thoughts = Spelling::Thoughts::content_parts,
                                    .files = Spelling::Files::document_url,
                                    .tool_ids = Spelling::ToolIds::nine_alphanumerics,
                                    .takes_any_audio = true,
                                    .refuses = kMistralRefuses};
constexpr Spelling kCerebrasSpelling{.tokens_max = Spelling::TokensMax::max_completion_tokens,
                                     .thoughts = Spelling::Thoughts::reasoning,
                                     .refuses = kCerebrasRefuses};
constexpr Spelling kZaiSpelling{.thoughts = Spelling::Thoughts::reasoning_content,
                                .effort = Spelling::Effort::thinking,
                                .takes_json_schema = false};
constexpr Spelling kMoonshotSpelling{.thoughts = Spelling::Thoughts::reasoning_content,
                                     .effort = Spelling::Effort::thinking};
constexpr Spelling kLiteLlmSpelling{.takes_more_sampling = true,
                                    .thoughts = Spelling::Thoughts::thinking_blocks,
                                    .effort = Spelling::Effort::thinking_budget,
                                    .cache_marks = Spelling::CacheMarks::cache_control,
                                    .files = Spelling::Files::any};
constexpr Spelling kVllmSpelling{.takes_more_sampling = true,
                                 .thoughts = Spelling::Thoughts::reasoning};
constexpr Spelling kLlamaSpelling{.takes_more_sampling = true,
                                  .thoughts = Spelling::Thoughts::reasoning_content};
constexpr Spelling kGpuStackSpelling{.takes_more_sampling = true,
                                     .thoughts = Spelling::Thoughts::reasoning_content,
                                     .effort = Spelling::Effort::enable_thinking};

constexpr List<1> kOpenRouterKeys{"OPENROUTER_API_KEY"};
constexpr List<2> kOpenRouterUrls{"OPENROUTER_BASE_URL", "OPENROUTER_API_BASE"};
constexpr List<1> kOpenRouterKeyPrefixes{"sk-or-"};
constexpr List<1> kOpenRouterModels{"openrouter/auto"};
constexpr List<1> kReferers{"OR_SITE_URL"};
constexpr List<1> kTitles{"OR_APP_NAME"};
constexpr Settings<2> kOpenRouterSettings{
    {{.name = "HTTP-Referer", .variables = kReferers, .kind = Setting::Kind::header},
     {.name = "X-Title", .variables = kTitles, .kind = Setting::Kind::header}}};

constexpr List<1> kGroqKeys{"GROQ_API_KEY"};
constexpr List<2> kGroqUrls{"GROQ_BASE_URL", "GROQ_API_BASE"};
constexpr List<1> kGroqKeyPrefixes{"gsk_"};
constexpr List<2> kGroqModels{"llama-3.3-70b-versatile", "openai/gpt-oss-120b"};
constexpr Offers<2> kGroqOffers{{{Dialect::openai_chat, "/openai/v1/chat/completions"},
                                 {Dialect::openai_responses, "/openai/v1/responses"}}};

constexpr List<1> kXaiKeys{"XAI_API_KEY"};
constexpr List<2> kXaiUrls{"XAI_BASE_URL", "XAI_API_BASE"};
constexpr List<1> kXaiKeyPrefixes{"xai-"};
constexpr List<1> kXaiNames{"grok-"};
constexpr List<2> kXaiModels{"grok-4", "grok-4-fast"};

constexpr List<1> kDeepSeekKeys{"DEEPSEEK_API_KEY"};
constexpr List<2> kDeepSeekUrls{"DEEPSEEK_BASE_URL", "DEEPSEEK_API_BASE"};
constexpr List<1> kSkPrefix{"sk-"};
constexpr List<1> kDeepSeekNames{"deepseek-"};
constexpr List<2> kDeepSeekModels{"deepseek-chat", "deepseek-reasoner"};
constexpr Offers<3> kDeepSeekOffers{{{Dialect::openai_chat, kChatPath},
                                     {Dialect::openai_responses, "/responses"},
                                     {Dialect::anthropic, "/anthropic/v1/messages"}}};

constexpr List<1> kMistralAliases{"mistralai"};
constexpr List<1> kMistralKeys{"MISTRAL_API_KEY"};
constexpr List<2> kMistralUrls{"MISTRAL_BASE_URL", "MISTRAL_API_BASE"};
constexpr List<9> kMistralNames{"mistral-",   "ministral-",    "magistral-",
                                "codestral-", "devstral-",     "pixtral-",
                                "voxtral-",   "open-mistral-", "open-mixtral-"};
constexpr List<3> kMistralModels{"mistral-large-latest", "mistral-small-latest", "mistral-embed"};

constexpr List<2> kPerplexityKeys{"PERPLEXITY_API_KEY", "PPLX_API_KEY"};
constexpr List<2> kPerplexityUrls{"PERPLEXITY_BASE_URL", "PERPLEXITYAI_API_BASE"};
constexpr List<1> kPerplexityKeyPrefixes{"pplx-"};
constexpr List<1> kPerplexityNames{"sonar"};
constexpr List<2> kPerplexityModels{"sonar", "sonar-pro"};

constexpr List<1> kTogetherAliases{"together_ai"};
constexpr List<2> kTogetherKeys{"TOGETHER_API_KEY", "TOGETHERAI_API_KEY"};
constexpr List<2> kTogetherUrls{"TOGETHER_BASE_URL", "TOGETHER_AI_API_BASE"};

constexpr List<1> kFireworksAliases{"fireworks_ai"};
constexpr List<2> kFireworksKeys{"FIREWORKS_API_KEY", "FIREWORKS_AI_API_KEY"};
constexpr List<2> kFireworksUrls{"FIREWORKS_BASE_URL", "FIREWORKS_API_BASE"};

constexpr List<1> kCerebrasKeys{"CEREBRAS_API_KEY"};
constexpr List<2> kCerebrasUrls{"CEREBRAS_BASE_URL", "CEREBRAS_API_BASE"};
constexpr List<1> kCerebrasKeyPrefixes{"csk-"};

constexpr List<2> kHuggingFaceAliases{"hf", "huggingface_router"};
constexpr List<2> kHuggingFaceKeys{"HF_TOKEN", "HUGGINGFACE_API_KEY"};
constexpr List<2> kHuggingFaceUrls{"HF_BASE_URL", "HUGGINGFACE_API_BASE"};
constexpr List<1> kHuggingFaceKeyPrefixes{"hf_"};

constexpr List<3> kZaiAliases{"z_ai", "zhipu", "zhipuai"};
constexpr List<2> kZaiKeys{"ZAI_API_KEY", "ZHIPUAI_API_KEY"};
constexpr List<2> kZaiUrls{"ZAI_BASE_URL", "ZAI_API_BASE"};
constexpr List<1> kZaiNames{"glm-"};
constexpr List<1> kZaiModels{"glm-4.6"};
constexpr Offers<2> kZaiOffers{
    {{Dialect::openai_chat, kChatPath},
     {Dialect::anthropic, "https://api.z.ai/api/anthropic/v1/messages"}}};

constexpr List<2> kMoonshotAliases{"moonshotai", "kimi"};
constexpr List<1> kMoonshotKeys{"MOONSHOT_API_KEY"};
constexpr List<2> kMoonshotUrls{"MOONSHOT_BASE_URL", "MOONSHOT_API_BASE"};
constexpr List<2> kMoonshotNames{"kimi-", "moonshot-"};
constexpr List<1> kMoonshotModels{"kimi-k2-0905-preview"};
constexpr Offers<2> kMoonshotOffers{
    {{Dialect::openai_chat, kChatPath},
     {Dialect::anthropic, "https://api.moonshot.ai/anthropic/v1/messages"}}};

constexpr List<1> kNvidiaAliases{"nvidia_nim"};
constexpr List<2> kNvidiaKeys{"NVIDIA_API_KEY", "NVIDIA_NIM_API_KEY"};
constexpr List<2> kNvidiaUrls{"NVIDIA_BASE_URL", "NVIDIA_NIM_API_BASE"};
constexpr List<1> kNvidiaKeyPrefixes{"nvapi-"};

constexpr List<1> kLiteLlmAliases{"litellm_proxy"};
constexpr List<1> kLiteLlmKeys{"LITELLM_PROXY_API_KEY"};
constexpr List<1> kLiteLlmUrls{"LITELLM_PROXY_API_BASE"};

constexpr List<1> kVllmAliases{"hosted_vllm"};
constexpr List<2> kVllmKeys{"VLLM_API_KEY", "HOSTED_VLLM_API_KEY"};
constexpr List<2> kVllmUrls{"VLLM_BASE_URL", "HOSTED_VLLM_API_BASE"};
constexpr List<1> kLmStudioAliases{"lm_studio"};
constexpr List<2> kLmStudioKeys{"LM_API_TOKEN", "LM_STUDIO_API_KEY"};
constexpr List<1> kLmStudioUrls{"LM_STUDIO_API_BASE"};
constexpr List<3> kLlamaServerAliases{"llama_cpp", "llamafile", "llama-server"};
constexpr List<1> kLlamaServerKeys{"LLAMA_API_KEY"};
constexpr List<2> kLlamaServerUrls{"LLAMA_SERVER_URL", "LLAMAFILE_API_BASE"};
constexpr List<1> kGpuStackKeys{"GPUSTACK_API_KEY"};
constexpr List<1> kGpuStackUrls{"GPUSTACK_API_BASE"};
constexpr List<2> kCompatibleAliases{"openai_like", "custom_openai"};
constexpr List<2> kCompatibleKeys{"OPENAI_COMPATIBLE_API_KEY", "OPENAI_LIKE_API_KEY"};
constexpr List<2> kCompatibleUrls{"OPENAI_COMPATIBLE_BASE_URL", "OPENAI_LIKE_API_BASE"};

constexpr std::array<Vendor, 19> kRows{{
    {.name = "openrouter",
     .family = "",
     .base_url = "https://openrouter.ai/api/v1",
     .offers = kAll,
     .key_variables = kOpenRouterKeys,
     .base_url_variables = kOpenRouterUrls,
     .settings = kOpenRouterSettings,
     .key_prefixes = kOpenRouterKeyPrefixes,
     .models = kOpenRouterModels,
     .quirks = {.openai = kOpenRouterSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "groq",
     .family = "",
     .base_url = "https://api.groq.com",
     .offers = kGroqOffers,
     .key_variables = kGroqKeys,
     .base_url_variables = kGroqUrls,
     .key_prefixes = kGroqKeyPrefixes,
     .models = kGroqModels,
     .quirks = {.openai = kGroqSpelling},
     .openai_root = "/openai/v1",
     .models_path = "/openai/v1/models"},
    {.name = "xai",
     .family = "xai",
     .base_url = "https://api.x.ai/v1",
     .offers = kAll,
     .key_variables = kXaiKeys,
     .base_url_variables = kXaiUrls,
     .key_prefixes = kXaiKeyPrefixes,
     .model_prefixes = kXaiNames,
     .models = kXaiModels,
     .quirks = {.openai = kXaiSpelling, .responses = {.maker = llm::Maker::xai}},
     .models_path = "/models"},
    {.name = "deepseek",
     .family = "deepseek",
     .base_url = "https://api.deepseek.com",
     .offers = kDeepSeekOffers,
     .key_variables = kDeepSeekKeys,
     .base_url_variables = kDeepSeekUrls,
     .key_prefixes = kSkPrefix,
     .model_prefixes = kDeepSeekNames,
     .models = kDeepSeekModels,
     .quirks = {.openai = kDeepSeekSpelling, .responses = {.takes_thoughts = true}},
     .models_path = "/models"},
    {.name = "mistral",
     .family = "mistral",
     .base_url = "https://api.mistral.ai",
     .offers = kChatV1,
     .aliases = kMistralAliases,
     .key_variables = kMistralKeys,
     .base_url_variables = kMistralUrls,
     .model_prefixes = kMistralNames,
     .models = kMistralModels,
     .quirks = {.openai = kMistralSpelling},
     .openai_root = "/v1",
     .models_path = "/v1/models",
     .embedding = Embedding::openai,
     .embed_path = "/v1/embeddings"},
    {.name = "perplexity",
     .family = "perplexity",
     .base_url = "https://api.perplexity.ai",
     .offers = kChat,
     .key_variables = kPerplexityKeys,
     .base_url_variables = kPerplexityUrls,
     .key_prefixes = kPerplexityKeyPrefixes,
     .model_prefixes = kPerplexityNames,
     .models = kPerplexityModels,
     .quirks = {.openai = {.takes_stream_options = false}}},
    {.name = "together",
     .family = "",
     .base_url = "https://api.together.xyz/v1",
     .offers = kCompletionsToo,
     .aliases = kTogetherAliases,
     .key_variables = kTogetherKeys,
     .base_url_variables = kTogetherUrls,
     .quirks = {.openai = kOpenSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "fireworks",
     .family = "",
     .base_url = "https://api.fireworks.ai/inference/v1",
     .offers = kAll,
     .aliases = kFireworksAliases,
     .key_variables = kFireworksKeys,
     .base_url_variables = kFireworksUrls,
     .quirks = {.openai = kOpenSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "cerebras",
     .family = "",
     .base_url = "https://api.cerebras.ai",
     .offers = kChatV1,
     .key_variables = kCerebrasKeys,
     .base_url_variables = kCerebrasUrls,
     .key_prefixes = kCerebrasKeyPrefixes,
     .quirks = {.openai = kCerebrasSpelling},
     .openai_root = "/v1",
     .models_path = "/v1/models"},
    {.name = "huggingface",
     .family = "",
     .base_url = "https://router.huggingface.co/v1",
     .offers = kResponsesToo,
     .aliases = kHuggingFaceAliases,
     .key_variables = kHuggingFaceKeys,
     .base_url_variables = kHuggingFaceUrls,
     .key_prefixes = kHuggingFaceKeyPrefixes,
     .models_path = "/models"},
    {.name = "zai",
     .family = "zai",
     .base_url = "https://api.z.ai/api/paas/v4",
     .offers = kZaiOffers,
     .aliases = kZaiAliases,
     .key_variables = kZaiKeys,
     .base_url_variables = kZaiUrls,
     .model_prefixes = kZaiNames,
     .models = kZaiModels,
     .quirks = {.openai = kZaiSpelling},
     .models_path = "/models"},
    {.name = "moonshot",
     .family = "moonshot",
     .base_url = "https://api.moonshot.ai/v1",
     .offers = kMoonshotOffers,
     .aliases = kMoonshotAliases,
     .key_variables = kMoonshotKeys,
     .base_url_variables = kMoonshotUrls,
     .key_prefixes = kSkPrefix,
     .model_prefixes = kMoonshotNames,
     .models = kMoonshotModels,
     .quirks = {.openai = kMoonshotSpelling},
     .models_path = "/models"},
    {.name = "nvidia",
     .family = "",
     .base_url = "https://integrate.api.nvidia.com/v1",
     .offers = kChat,
     .aliases = kNvidiaAliases,
     .key_variables = kNvidiaKeys,
     .base_url_variables = kNvidiaUrls,
     .key_prefixes = kNvidiaKeyPrefixes,
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "litellm",
     .family = "",
     .base_url = "http://localhost:4000",
     .offers = kAllV1,
     .key_need = KeyNeed::optional,
     .aliases = kLiteLlmAliases,
     .key_variables = kLiteLlmKeys,
     .base_url_variables = kLiteLlmUrls,
     .quirks = {.openai = kLiteLlmSpelling},
     .openai_root = "/v1",
     .models_path = "/v1/models",
     .embedding = Embedding::openai,
     .embed_path = "/v1/embeddings"},
    {.name = "vllm",
     .family = "",
     .base_url = "",
     .offers = kAll,
     .key_need = KeyNeed::optional,
     .aliases = kVllmAliases,
     .key_variables = kVllmKeys,
     .base_url_variables = kVllmUrls,
     .quirks = {.openai = kVllmSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "lmstudio",
     .family = "",
     .base_url = "http://localhost:1234/v1",
     .offers = kAll,
     .key_need = KeyNeed::optional,
     .aliases = kLmStudioAliases,
     .key_variables = kLmStudioKeys,
     .base_url_variables = kLmStudioUrls,
     .quirks = {.openai = kVllmSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "llamacpp",
     .family = "",
     .base_url = "http://localhost:8080/v1",
     .offers = kAll,
     .key_need = KeyNeed::optional,
     .aliases = kLlamaServerAliases,
     .key_variables = kLlamaServerKeys,
     .base_url_variables = kLlamaServerUrls,
     .quirks = {.openai = kLlamaSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "gpustack",
     .family = "",
     .base_url = "",
     .offers = kChat,
     .key_need = KeyNeed::optional,
     .key_variables = kGpuStackKeys,
     .base_url_variables = kGpuStackUrls,
     .quirks = {.openai = kGpuStackSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
    {.name = "openai_compatible",
     .family = "",
     .base_url = "",
     .offers = kAll,
     .key_need = KeyNeed::optional,
     .aliases = kCompatibleAliases,
     .key_variables = kCompatibleKeys,
     .base_url_variables = kCompatibleUrls,
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings"},
}};

}  // namespace

std::span<const Vendor> rows_alike() { return kRows; }

}  // namespace quorum::providers
