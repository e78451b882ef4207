#pragma once
/// A stream of events as one JSON array that arrives element by element.

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "api/chat_endpoint.hpp"
#include "sse/parser.hpp"

namespace quorum::api::gemini {

class ArrayForm final : public EventForm {
 public:
  std::string_view type() const override { return "application/json; charset=UTF-8"; }
  std::string_view ping() const override { return "\n"; }
  std::string take(std::string events) override;
  std::string end() override;

 private:
  std::string elements(const std::vector<sse::Event>& events);

  sse::Parser parser_{std::numeric_limits<std::size_t>::max()};
  bool is_begun_ = false;
};

}  // namespace quorum::api::gemini
