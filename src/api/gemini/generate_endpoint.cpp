#include "api/gemini/generate_endpoint.hpp"

#include <utility>

#include "api/gemini/array_form.hpp"
#include "core/try.hpp"
#include "dialects/gemini/face.hpp"

namespace quorum::api::gemini {

GenerateEndpoint::GenerateEndpoint(async::Loop& loop, llm::ChatBackend& backend, Delivery delivery)
    : ChatEndpoint(loop, backend, quorum::gemini::face()), delivery_(delivery) {}

Result<dialects::Head> GenerateEndpoint::head_of(const Exchange& exchange) const {
  QUORUM_TRY(auto head, ChatEndpoint::head_of(exchange));
  head.model = exchange.path_value("model");
  head.is_stream = delivery_ == Delivery::streamed;
  return head;
}

std::unique_ptr<EventForm> GenerateEndpoint::form_of(const Exchange& exchange) const {
  if (exchange.query_value("alt") == "sse") return nullptr;
  return std::make_unique<ArrayForm>();
}

}  // namespace quorum::api::gemini
