#include "api/audience.hpp"

#include <algorithm>
#include <array>

#include "dialects/anthropic/face.hpp"
#include "dialects/cohere/face.hpp"
#include "dialects/gemini/face.hpp"
#include "dialects/ollama/face.hpp"
#include "dialects/openai_chat/face.hpp"

namespace quorum::api {
namespace {

using Paths = std::initializer_list<std::string_view>;

bool is_under(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool is_under_any(std::string_view path, Paths folders) {
  return std::ranges::any_of(folders, [&](auto folder) { return is_under(path, folder); });
}

/// `/v1/models/m:generateContent` is Google's, whatever stands before it.
bool has_verb(std::string_view path) {
  const auto last = path.substr(path.rfind('/') + 1);
  return std::ranges::any_of(std::array{":generateContent", ":streamGenerateContent",
                                        ":countTokens", ":embedContent", ":batchEmbedContents"},
                             [&](std::string_view verb) { return last.ends_with(verb); });
}

/// Folders in which only one dialect is spoken.
bool is_anthropic(std::string_view path) { return is_under(path, "/v1/messages"); }

bool is_gemini(std::string_view path) {
  return is_under_any(path, {"/v1beta", "/v1beta1"}) || (is_under(path, "/v1") && has_verb(path));
}

/// `/api/v1/…` is the platform's own, and so is whatever else stands under `/api`.
bool is_ollama(std::string_view path) {
  return is_under_any(path, {"/api/chat", "/api/generate", "/api/tags", "/api/show", "/api/version",
                             "/api/ps", "/api/embed", "/api/embeddings", "/api/pull", "/api/push",
                             "/api/create", "/api/copy", "/api/delete", "/api/blobs"});
}

/// The folder of its second version, and what only its first had.
bool is_cohere(std::string_view path) {
  return is_under_any(path, {"/v2", "/v1/chat", "/v1/embed", "/v1/rerank", "/v1/tokenize",
                             "/v1/detokenize", "/v1/classify", "/v1/check-api-key"}) &&
         !is_under(path, "/v1/chat/completions");
}

bool is_openai(std::string_view path) {
  return is_under_any(
      path, {"/v1", "/openai", "/chat/completions", "/completions", "/embeddings", "/models",
             "/responses", "/engines", "/moderations", "/images", "/audio", "/files", "/batches"});
}

/// Folders that several share; there the headers tell.
bool is_shared(std::string_view path) { return is_under_any(path, {"/v1", "/p"}); }

/// Its clients tell by name who made them.
bool is_from_cohere(const http::RequestHead& head) {
  const auto maker = head.headers.get("x-fern-sdk-name");
  return maker && (*maker == "cohere" || *maker == "cohere-ai");
}

}  // namespace

Audience audience_of(std::string_view path) {
  if (is_under(path, "/v1/debates")) return Audience::debates;
  if (is_anthropic(path)) return Audience::anthropic;
  if (is_gemini(path)) return Audience::gemini;
  if (is_ollama(path)) return Audience::ollama;
  if (is_cohere(path)) return Audience::cohere;
  return is_openai(path) || is_under(path, "/p") ? Audience::openai : Audience::platform;
}

Audience audience_of(const http::RequestHead& head) {
  return audience_of(head, audience_of(head.path()));
}

Audience audience_of(const http::RequestHead& head, Audience by_path) {
  if (by_path != Audience::openai || !is_shared(head.path())) return by_path;
  if (head.headers.get("anthropic-version")) return Audience::anthropic;
  if (head.headers.get("x-goog-api-key")) return Audience::gemini;
  if (is_from_cohere(head)) return Audience::cohere;
  return by_path;
}

const dialects::Face* face_of(Audience audience) {
  switch (audience) {
    case Audience::platform: return nullptr;
    case Audience::anthropic: return &anthropic::face();
    case Audience::gemini: return &gemini::face();
    case Audience::ollama: return &ollama::chat_face();
    case Audience::cohere: return &cohere::face();
    case Audience::openai:
    case Audience::debates: return &openai_chat::face();
  }
  return nullptr;
}

}  // namespace quorum::api
