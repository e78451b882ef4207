#include "providers/rows_own.hpp"

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

constexpr Spelling kOpenAiSpelling{.tokens_max = Spelling::TokensMax::max_completion_tokens,
                                   .takes_developer = true,
                                   .takes_custom_tools = true,
                                   .takes_allowed_tools = true};

constexpr List<1> kResponsesWord{"responses/"};
constexpr List<1> kModelsWord{"models/"};
constexpr List<2> kBedrockWords{"converse/", "invoke/"};
constexpr List<3> kAzureWords{"responses/", "o_series/", "gpt5_series/"};

constexpr List<1> kOpenAiKeys{"OPENAI_API_KEY"};
constexpr List<2> kOpenAiUrls{"OPENAI_BASE_URL", "OPENAI_API_BASE"};
constexpr List<1> kOpenAiKeyPrefixes{"sk-"};
constexpr List<8> kOpenAiNames{"gpt-",   "chatgpt-",        "o1",     "o3", "o4",
                               "codex-", "text-embedding-", "ft:gpt-"};
constexpr List<11> kOpenAiModels{"gpt-4",
                                 "gpt-3.5-turbo",
                                 "gpt-4-turbo",
                                 "gpt-4o",
                                 "gpt-4o-mini",
                                 "gpt-4.1",
                                 "gpt-4.1-mini",
                                 "gpt-5",
                                 "gpt-5-mini",
                                 "text-embedding-3-small",
                                 "text-embedding-3-large"};
constexpr Offers<3> kOpenAiOffers{{{Dialect::openai_chat, kChatPath},
                                   {Dialect::openai_responses, "/responses"},
                                   {Dialect::openai_completions, "/completions"}}};

constexpr List<1> kAnthropicKeys{"ANTHROPIC_API_KEY"};
constexpr List<1> kAnthropicTokens{"ANTHROPIC_AUTH_TOKEN"};
constexpr List<2> kAnthropicUrls{"ANTHROPIC_BASE_URL", "ANTHROPIC_API_BASE"};
constexpr List<1> kAnthropicKeyPrefixes{"sk-ant-"};
constexpr List<1> kAnthropicNames{"claude-"};
constexpr List<3> kAnthropicModels{"claude-opus-4-5", "claude-sonnet-4-5", "claude-haiku-4-5"};
// Where the client or the dialect says nothing, as in what is handed through.
constexpr Settings<1> kAnthropicSettings{
    {{.name = "anthropic-version", .fallback = "2023-06-01", .kind = Setting::Kind::header}}};
constexpr Offers<1> kAnthropicOffers{{{Dialect::anthropic, "/v1/messages"}}};

constexpr List<2> kGeminiAliases{"google", "google_ai_studio"};
constexpr List<2> kGeminiKeys{"GEMINI_API_KEY", "GOOGLE_API_KEY"};
constexpr List<3> kGeminiUrls{"GOOGLE_GEMINI_BASE_URL", "GEMINI_BASE_URL", "GEMINI_API_BASE"};
constexpr List<2> kGeminiKeyPrefixes{"AIza", "AQ."};
constexpr List<3> kGeminiNames{"gemini-", "gemma-", "learnlm-"};
constexpr List<4> kGeminiModels{"gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite",
                                "gemini-embedding-001"};
constexpr Offers<1> kGeminiOffers{{{Dialect::gemini, "/v1beta/models/{model}:generateContent",
                                    "/v1beta/models/{model}:streamGenerateContent?alt=sse"}}};

constexpr List<2> kVertexAliases{"vertex_ai", "vertex_ai_beta"};
constexpr List<1> kVertexTokens{"GOOGLE_ACCESS_TOKEN"};
constexpr List<3> kVertexUrls{"GOOGLE_VERTEX_BASE_URL", "VERTEX_BASE_URL", "VERTEXAI_API_BASE"};
constexpr List<3> kProjectVariables{"GOOGLE_CLOUD_PROJECT", "VERTEXAI_PROJECT", "GCLOUD_PROJECT"};
constexpr List<3> kLocationVariables{"GOOGLE_CLOUD_LOCATION", "VERTEXAI_LOCATION",
                                     "GOOGLE_CLOUD_REGION"};
constexpr List<1> kAccountVariables{"GOOGLE_APPLICATION_CREDENTIALS"};
constexpr Settings<3> kVertexSettings{
    {{.name = "project", .variables = kProjectVariables},
     {.name = "location", .variables = kLocationVariables, .fallback = "global"},
     {.name = "credentials", .variables = kAccountVariables, .kind = Setting::Kind::file}}};
constexpr Offers<3> kVertexOffers{
    {{Dialect::anthropic,
      "/v1/projects/{project}/locations/{location}/publishers/anthropic/models/{model}:rawPredict",
      "/v1/projects/{project}/locations/{location}/publishers/anthropic/models/"
      "{model}:streamRawPredict",
      "claude"},
     {Dialect::openai_chat,
      "/v1/projects/{project}/locations/{location}/endpoints/openapi/chat/completions", "", "/"},
     {Dialect::gemini,
      "/v1/projects/{project}/locations/{location}/publishers/google/models/"
      "{model}:generateContent",
      "/v1/projects/{project}/locations/{location}/publishers/google/models/"
      "{model}:streamGenerateContent?alt=sse"}}};
constexpr std::string_view kVertexEmbedPath =
    "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}:predict";
constexpr std::string_view kVertexCountPath =
    "/v1/projects/{project}/locations/{location}/publishers/google/models/{model}:countTokens";

constexpr List<3> kBedrockAliases{"bedrock_converse", "amazon_bedrock", "amazon"};
constexpr List<1> kBedrockTokens{"AWS_BEARER_TOKEN_BEDROCK"};
constexpr List<2> kBedrockUrls{"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_BEDROCK_RUNTIME_ENDPOINT"};
constexpr List<3> kRegionVariables{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_REGION_NAME"};
constexpr List<1> kAwsIdVariables{"AWS_ACCESS_KEY_ID"};
constexpr List<1> kAwsSecretVariables{"AWS_SECRET_ACCESS_KEY"};
constexpr List<1> kAwsSessionVariables{"AWS_SESSION_TOKEN"};
constexpr Settings<4> kBedrockSettings{
    {{.name = "region", .variables = kRegionVariables, .fallback = "us-east-1"},
     {.name = "access_key_id", .variables = kAwsIdVariables, .kind = Setting::Kind::secret},
     {.name = "secret_access_key", .variables = kAwsSecretVariables, .kind = Setting::Kind::secret},
     {.name = "session_token", .variables = kAwsSessionVariables, .kind = Setting::Kind::secret}}};
constexpr Offers<2> kBedrockOffers{{{.dialect = Dialect::bedrock,
                                     .path = "/model/{model}/converse",
                                     .streamed = "/model/{model}/converse-stream"},
                                    {.dialect = Dialect::anthropic,
                                     .path = "/model/{model}/invoke",
                                     .streamed = "/model/{model}/invoke-with-response-stream",
                                     .models = "anthropic.",
                                     .wrapping = Wrapping::amazon}}};

constexpr List<1> kAzureAliases{"azure_openai"};
constexpr List<2> kAzureKeys{"AZURE_OPENAI_API_KEY", "AZURE_API_KEY"};
constexpr List<2> kAzureTokens{"AZURE_OPENAI_AD_TOKEN", "AZURE_AD_TOKEN"};
constexpr List<2> kAzureUrls{"AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"};
constexpr List<3> kAzureVersionVariables{"AZURE_OPENAI_API_VERSION", "OPENAI_API_VERSION",
                                         "AZURE_API_VERSION"};
constexpr Settings<1> kAzureSettings{
    {{.name = "api_version", .variables = kAzureVersionVariables}}};
// The dated addresses where a date is set, otherwise those that need none.
constexpr Offers<3> kAzureOffers{
    {{Dialect::openai_chat,
      "/openai/deployments/{model}/chat/completions?api-version={api_version}|"
      "/openai/v1/chat/completions"},
     {Dialect::openai_responses,
      "/openai/responses?api-version={api_version}|/openai/v1/responses"},
     {Dialect::openai_completions,
      "/openai/deployments/{model}/completions?api-version={api_version}|"
      "/openai/v1/completions"}}};

constexpr List<2> kFoundryKeys{"AZURE_AI_API_KEY", "AZURE_INFERENCE_CREDENTIAL"};
constexpr List<2> kFoundryUrls{"AZURE_AI_API_BASE", "AZURE_INFERENCE_ENDPOINT"};
constexpr List<1> kFoundryVersionVariables{"AZURE_AI_API_VERSION"};
constexpr Settings<1> kFoundrySettings{{{.name = "api_version",
                                         .variables = kFoundryVersionVariables,
                                         .fallback = "2024-05-01-preview"}}};
constexpr Offers<3> kFoundryOffers{
    {{Dialect::anthropic, "/anthropic/v1/messages", "", "claude"},
     {Dialect::openai_chat, "/models/chat/completions?api-version={api_version}"},
     {Dialect::openai_responses, "/openai/v1/responses"}}};

constexpr List<1> kCohereAliases{"cohere_chat"};
constexpr List<2> kCohereKeys{"CO_API_KEY", "COHERE_API_KEY"};
constexpr List<2> kCohereUrls{"CO_API_URL", "COHERE_API_BASE"};
constexpr List<3> kCohereNames{"command-", "c4ai-", "embed-"};
constexpr List<1> kCohereModels{"command-a-03-2025"};
constexpr Offers<1> kCohereOffers{{{Dialect::cohere, "/v2/chat"}}};

constexpr List<1> kOllamaAliases{"ollama_chat"};
constexpr List<1> kOllamaKeys{"OLLAMA_API_KEY"};
constexpr List<2> kOllamaUrls{"OLLAMA_HOST", "OLLAMA_API_BASE"};
constexpr Offers<5> kOllamaOffers{{{Dialect::ollama_chat, "/api/chat"},
                                   {Dialect::ollama_generate, "/api/generate"},
                                   {Dialect::openai_chat, "/v1/chat/completions"},
                                   {Dialect::openai_responses, "/v1/responses"},
                                   {Dialect::anthropic, "/v1/messages"}}};

constexpr std::array<Vendor, 9> kRows{{
    {.name = "openai",
     .family = "openai",
     .base_url = "https://api.openai.com/v1",
     .offers = kOpenAiOffers,
     .key_variables = kOpenAiKeys,
     .base_url_variables = kOpenAiUrls,
     .key_prefixes = kOpenAiKeyPrefixes,
     .model_prefixes = kOpenAiNames,
     .models = kOpenAiModels,
     .route_words = kResponsesWord,
     .quirks = {.openai = kOpenAiSpelling},
     .models_path = "/models",
     .embedding = Embedding::openai,
     .embed_path = "/embeddings",
     .counting = Counting::openai,
     .count_path = "/responses/input_tokens"},
    {.name = "anthropic",
     .family = "anthropic",
     .base_url = "https://api.anthropic.com",
     .offers = kAnthropicOffers,
     .auth = Auth::x_api_key,
     .key_variables = kAnthropicKeys,
     .token_variables = kAnthropicTokens,
     .base_url_variables = kAnthropicUrls,
     .settings = kAnthropicSettings,
     .key_prefixes = kAnthropicKeyPrefixes,
     .model_prefixes = kAnthropicNames,
     .models = kAnthropicModels,
     .openai_root = "/v1",
     .models_path = "/v1/models",
     .counting = Counting::anthropic,
     .count_path = "/v1/messages/count_tokens"},
    {.name = "gemini",
     .family = "google",
     .base_url = "https://generativelanguage.googleapis.com",
     .offers = kGeminiOffers,
     .auth = Auth::x_goog_api_key,
     .aliases = kGeminiAliases,
     .key_variables = kGeminiKeys,
     .base_url_variables = kGeminiUrls,
     .key_prefixes = kGeminiKeyPrefixes,
     .model_prefixes = kGeminiNames,
     .models = kGeminiModels,
     .route_words = kModelsWord,
     .openai_root = "/v1beta/openai",
     .models_path = "/v1beta/models",
     .embedding = Embedding::gemini,
     .embed_path = "/v1beta/models/{model}:batchEmbedContents",
     .counting = Counting::gemini,
     .count_path = "/v1beta/models/{model}:countTokens"},
    {.name = "vertex",
     .family = "",
     .base_url = "https://{location}-aiplatform.googleapis.com",
     .offers = kVertexOffers,
     .auth = Auth::google,
     .aliases = kVertexAliases,
     .token_variables = kVertexTokens,
     .base_url_variables = kVertexUrls,
     .settings = kVertexSettings,
     .quirks = {.anthropic = {.version_in_body = "vertex-2023-10-16"}},
     .openai_root = "/v1/projects/{project}/locations/{location}/endpoints/openapi",
     .embedding = Embedding::vertex,
     .embed_path = kVertexEmbedPath,
     .counting = Counting::gemini,
     .count_path = kVertexCountPath},
    {.name = "bedrock",
     .family = "",
     .base_url = "https://bedrock-runtime.{region}.amazonaws.com",
     .offers = kBedrockOffers,
     .auth = Auth::aws,
     .aliases = kBedrockAliases,
     .token_variables = kBedrockTokens,
     .base_url_variables = kBedrockUrls,
     .settings = kBedrockSettings,
     .route_words = kBedrockWords,
     .quirks = {.anthropic = {.version_in_body = "bedrock-2023-05-31", .omits_stream = true}},
     .openai_root = "/openai/v1"},
    {.name = "azure",
     .family = "openai",
     .base_url = "",
     .offers = kAzureOffers,
     .auth = Auth::api_key,
     .aliases = kAzureAliases,
     .key_variables = kAzureKeys,
     .token_variables = kAzureTokens,
     .base_url_variables = kAzureUrls,
     .settings = kAzureSettings,
     .route_words = kAzureWords,
     .quirks = {.openai = kOpenAiSpelling},
     .openai_root = "/openai/v1",
     .models_path = "/openai/v1/models",
     .embedding = Embedding::openai,
     .embed_path = "/openai/deployments/{model}/embeddings?api-version={api_version}|"
                   "/openai/v1/embeddings"},
    {.name = "azure_ai",
     .family = "",
     .base_url = "",
     .offers = kFoundryOffers,
     .auth = Auth::api_key,
     .key_variables = kFoundryKeys,
     .base_url_variables = kFoundryUrls,
     .settings = kFoundrySettings,
     .openai_root = "/openai/v1",
     .models_path = "/openai/v1/models",
     .embedding = Embedding::openai,
     .embed_path = "/models/embeddings?api-version={api_version}"},
    {.name = "cohere",
     .family = "cohere",
     .base_url = "https://api.cohere.com",
     .offers = kCohereOffers,
     .aliases = kCohereAliases,
     .key_variables = kCohereKeys,
     .base_url_variables = kCohereUrls,
     .model_prefixes = kCohereNames,
     .models = kCohereModels,
     .openai_root = "/compatibility/v1",
     .models_path = "/v1/models",
     .embedding = Embedding::cohere,
     .embed_path = "/v2/embed"},
    {.name = "ollama",
     .family = "",
     .base_url = "http://localhost:11434",
     .offers = kOllamaOffers,
     .key_need = KeyNeed::optional,
     .aliases = kOllamaAliases,
     .key_variables = kOllamaKeys,
     .base_url_variables = kOllamaUrls,
     .openai_root = "/v1",
     .models_path = "/api/tags",
     .embedding = Embedding::ollama,
     .embed_path = "/api/embed"},
}};

}  // namespace

std::span<const Vendor> rows_own() { return kRows; }

}  // namespace quorum::providers
