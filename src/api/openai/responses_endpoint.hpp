#pragma once
/// POST /v1/responses, and what it shares with counting: requests that go on from earlier answers.

#include <string>

#include "api/chat_endpoint.hpp"
#include "core/error.hpp"
#include "dialects/openai_responses/face.hpp"
#include "store/responses.hpp"

namespace quorum::api::openai {

/// A request as it is to be asked, and what of it is new.
struct Continued {
  std::string body{};
  std::string own_items{};    ///< JSON array: what this request adds to the conversation.
  std::string previous_id{};  ///< As the client named it.
};

/// Puts what was said before in front of the request's input, from our own store, so that every
/// model can go on from every other one's answer; and items that it only refers to in their place.
///
/// An answer whose name is its provider's stays a name where the same model is asked again: who
/// made it goes on from it by itself, and the request keeps its bytes. So does a name that we do
/// not know and did not give. Answers that another client key than `owner` asked for are unknown.
Task<Result<Continued>> continue_request(async::Loop& loop, store::Responses& kept,
                                         std::string body, std::string owner);

/// Keeps the answer, unless the client says `"store": false`, where `store::Responses` does.
class ResponsesEndpoint final : public ChatEndpoint {
 public:
  ResponsesEndpoint(async::Loop& loop, llm::ChatBackend& backend, store::Responses& kept)
      : ChatEndpoint(loop, backend, openai_responses::face()), loop_(loop), kept_(kept) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  async::Loop& loop_;
  store::Responses& kept_;
};

}  // namespace quorum::api::openai
