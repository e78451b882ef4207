#include "api/audience.hpp"

#include <gtest/gtest.h>

namespace quorum::api {
namespace {

Audience with_header(std::string_view target, std::string_view name) {
  http::RequestHead head{.target = std::string(target)};
  head.headers.add(name, "x");
  return audience_of(head);
}

TEST(Audience, IsThePathsWhereOnlyOneUsesIt) {
  for (const auto* path :
       {"/v1", "/v1/chat/completions", "/v1/debatesx", "/v1/messagesx", "/v1/models/a:b",
        "/openai/deployments/m/chat/completions", "/openai/v1/models", "/chat/completions",
        "/models/local/x", "/p/groq/x", "/embeddings"}) {
    EXPECT_EQ(audience_of(path), Audience::openai) << path;
  }
  for (const auto* path : {"/v1/debates", "/v1/debates/x/events"}) {
    EXPECT_EQ(audience_of(path), Audience::debates) << path;
  }
  for (const auto* path : {"/v1/messages", "/v1/messages/count_tokens", "/v1/messages/none"}) {
    EXPECT_EQ(audience_of(path), Audience::anthropic) << path;
  }
  for (const auto* path : {"/v1beta", "/v1beta/models", "/v1beta/none", "/v1/models/m:countTokens",
                           "/v1/models/openai/m:generateContent"}) {
    EXPECT_EQ(audience_of(path), Audience::gemini) << path;
  }
  for (const auto* path : {"/api/chat", "/api/generate", "/api/tags", "/api/show", "/api/version",
                           "/api/ps", "/api/embed", "/api/chat/none"}) {
    EXPECT_EQ(audience_of(path), Audience::ollama) << path;
  }
  for (const auto* path : {"/v2", "/v2/chat", "/v2/embed", "/v2/none", "/v1/chat", "/v1/embed",
                           "/v1/rerank", "/v1/tokenize"}) {
    EXPECT_EQ(audience_of(path), Audience::cohere) << path;
  }
  for (const auto* path :
       {"", "/", "*", "/v10", "/api", "/api/v1/models", "/api/v1/chat/completions", "/api/v1",
        "/api/chats", "/health", "/debate/start", "/none", "/v1beta2"}) {
    EXPECT_EQ(audience_of(path), Audience::platform) << path;
  }
}

TEST(Audience, IsTheHeadersWhereSeveralShareAPath) {
  EXPECT_EQ(with_header("/v1/models", "Anthropic-Version"), Audience::anthropic);
  EXPECT_EQ(with_header("/v1/models/x?limit=1", "anthropic-version"), Audience::anthropic);
  EXPECT_EQ(with_header("/v1/none", "anthropic-version"), Audience::anthropic);
  EXPECT_EQ(with_header("/p/anthropic/v1/messages", "anthropic-version"), Audience::anthropic);
  EXPECT_EQ(with_header("/v1/models", "x-goog-api-key"), Audience::gemini);
  EXPECT_EQ(with_header("/v1/models", "authorization"), Audience::openai);
  EXPECT_EQ(with_header("/v1/models", "x-fern-sdk-name"), Audience::openai);
  for (const auto* maker : {"cohere", "cohere-ai"}) {
    http::RequestHead head{.target = "/v1/models"};
    head.headers.add("X-Fern-SDK-Name", maker);
    EXPECT_EQ(audience_of(head), Audience::cohere);
  }
}

TEST(Audience, IsNotTheHeadersWhereThePathSaysIt) {
  EXPECT_EQ(with_header("/v1/debates", "anthropic-version"), Audience::debates);
  EXPECT_EQ(with_header("/v1beta/models", "anthropic-version"), Audience::gemini);
  EXPECT_EQ(with_header("/api/v1/models", "anthropic-version"), Audience::platform);
  EXPECT_EQ(with_header("/api/chat", "anthropic-version"), Audience::ollama);
  EXPECT_EQ(with_header("/v1/messages", "x-goog-api-key"), Audience::anthropic);
}

TEST(Audience, SpeaksItsOwnDialect) {
  EXPECT_EQ(face_of(Audience::platform), nullptr);
  EXPECT_EQ(face_of(Audience::anthropic)->dialect(), llm::Dialect::anthropic);
  EXPECT_EQ(face_of(Audience::gemini)->dialect(), llm::Dialect::gemini);
  EXPECT_EQ(face_of(Audience::ollama)->dialect(), llm::Dialect::ollama_chat);
  EXPECT_EQ(face_of(Audience::cohere)->dialect(), llm::Dialect::cohere);
  EXPECT_EQ(face_of(Audience::openai)->dialect(), llm::Dialect::openai_chat);
  EXPECT_EQ(face_of(Audience::debates)->dialect(), llm::Dialect::openai_chat);
}

}  // namespace
}  // namespace quorum::api
