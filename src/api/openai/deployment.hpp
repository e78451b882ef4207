#pragma once
/// Azure's way of naming a model: in the path instead of the body.

#include <string>
#include <string_view>

#include "api/chat_endpoint.hpp"
#include "core/error.hpp"

namespace quorum::api::openai {

/// `body` with `model` as its model, all other bytes as they were. What is no object stays as it
/// is: who reads it says so.
std::string with_model(std::string body, std::string_view model);

/// A chat whose path holds `{model}`; what the body says of one does not count, as on Azure.
class DeploymentEndpoint final : public ChatEndpoint {
 public:
  using ChatEndpoint::ChatEndpoint;

 protected:
  Result<> prepare(Exchange& exchange) const override;
};

}  // namespace quorum::api::openai
