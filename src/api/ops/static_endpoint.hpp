#pragma once
/// A document that is the same for everybody: the page, the documentation.

#include <string>
#include <string_view>
#include <utility>

#include "api/route.hpp"

namespace quorum::api::ops {

class StaticEndpoint final : public Endpoint {
 public:
  StaticEndpoint(std::string_view content_type, std::string body)
      : content_type_(content_type), body_(std::move(body)) {}

  void set_body(std::string body) {
    body_ = std::move(body);
    gzip_.clear();
  }
  Task<Result<>> answer(Exchange exchange) override;

 private:
  std::string_view content_type_;
  std::string body_;
  std::string gzip_{};  ///< Made for the first who asks for it.
};

}  // namespace quorum::api::ops
