#include "api/gemini/array_form.hpp"

#include <cassert>
#include <utility>
#include <vector>

namespace quorum::api::gemini {

std::string ArrayForm::take(std::string events) {
  std::vector<sse::Event> found;
  // Without a limit nothing can fail: what came was bounded where it was received.
  [[maybe_unused]] const auto pushed = parser_.push(events, found);
  assert(pushed);
  return elements(found);
}

std::string ArrayForm::end() {
  std::vector<sse::Event> rest;
  parser_.finish(rest);
  auto text = elements(rest);
  if (!is_begun_) text = "[";
  return text + "]";
}

std::string ArrayForm::elements(const std::vector<sse::Event>& events) {
  std::string text;
  for (const auto& event : events) {
    text += std::exchange(is_begun_, true) ? ",\r\n" : "[";
    text += event.data;
  }
  return text;
}

}  // namespace quorum::api::gemini
