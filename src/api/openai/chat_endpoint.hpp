#pragma once
/// POST /v1/chat/completions

#include <memory>
#include <string>

#include "api/route.hpp"
#include "async/loop.hpp"
#include "core/id.hpp"
#include "dialects/openai_chat/writer.hpp"
#include "llm/backend.hpp"

namespace quorum::api::openai {

class ChatEndpoint final : public Endpoint {
 public:
  ChatEndpoint(async::Loop& loop, llm::ChatBackend& backend)
      : loop_(loop), backend_(backend), ids_(loop) {}

  Task<Result<>> answer(Exchange exchange) override;

 private:
  Task<Result<>> stream(Exchange exchange, std::unique_ptr<llm::ChatStream> stream,
                        openai_chat::ReplyHead head);
  Task<Result<>> whole(Exchange exchange, std::unique_ptr<llm::ChatStream> stream,
                       openai_chat::ReplyHead head);

  async::Loop& loop_;
  llm::ChatBackend& backend_;
  IdMaker ids_;
};

}  // namespace quorum::api::openai
