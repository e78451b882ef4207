// The short ways, which pass over a chat request or its answer once: what they take, the closer
// look takes, and understands in the same way; what they change is what it would change.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dialects/openai_chat/glance.hpp"
#include "dialects/openai_chat/head.hpp"
#include "dialects/openai_chat/meters.hpp"
#include "dialects/openai_chat/reply.hpp"
#include "dialects/openai_chat/request.hpp"
#include "fuzz.hpp"

namespace quorum {
namespace {

using dialects::Delivery;
using fuzz::require;
using openai_chat::Metering;

void check_splices(std::string_view body, const dialects::Head& head) {
  const auto delivery = head.is_stream ? Delivery::streamed : Delivery::whole;
  for (const auto metering : {Metering::as_asked, Metering::forced}) {
    for (const std::string_view model : {"gpt-4", "a \"name\""}) {
      const auto quick = openai_chat::splice(body, head.glance, model, metering, delivery);
      if (!quick) continue;
      const auto slow = openai_chat::splice(body, model, metering);
      require(slow && quick->body == slow->body && quick->is_usage_forced == slow->is_usage_forced);
      require(openai_chat::scan_head(quick->body)->model == model);
    }
  }
}

void check_request(std::string_view body) {
  const auto quick = openai_chat::glance(body);
  if (!quick) return;
  const auto slow = openai_chat::scan_head(body);
  require(quick->glance.is_sound && slow && openai_chat::check_request(body));
  require(quick->model == slow->model && quick->is_stream == slow->is_stream &&
          quick->include_usage == slow->include_usage &&
          quick->has_old_calls == slow->has_old_calls);
  const auto place = quick->glance.model;
  require(place.at + place.size <= body.size());
  check_splices(body, *quick);
}

/// What is metered of an answer is the same whether it is read, remembered from the last time or
/// compared with any answer before it.
void check_answer(std::string_view body) {
  dialects::AnswerMemory memory;
  const auto quick = openai_chat::read_meters(body, memory);
  require(openai_chat::read_meters(body, memory) == quick);
  static dialects::AnswerMemory long_memory;
  require(openai_chat::read_meters(body, long_memory) == quick);
  if (!quick) return;
  const auto slow = openai_chat::read_reply("acme", body);
  require(slow.has_value());
  dialects::Meters meters;
  for (const auto& delta : *slow) meters.add(delta);
  require(meters == *quick);
}

}  // namespace
}  // namespace quorum

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = quorum::fuzz::text_of(data, size);
  quorum::check_request(text);
  quorum::check_answer(text);
  return 0;
}
