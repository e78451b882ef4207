#pragma once
/// A Google account's file, and the tokens that it is exchanged for.

#include <memory>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "core/error.hpp"
#include "core/secret.hpp"
#include "http/client.hpp"
#include "providers/credential.hpp"

namespace quorum::providers {

/// What `GOOGLE_APPLICATION_CREDENTIALS` names: a service account's key, or what `gcloud auth
/// application-default login` leaves behind.
struct GoogleAccount {
  std::string email{};   ///< Of a service account.
  Secret private_key{};  ///< PEM.
  std::string key_id{};
  std::string client_id{};  ///< Of a user, with the two that follow.
  Secret client_secret{};
  Secret refresh_token{};
  std::string token_url{};   ///< Where the exchange is made.
  std::string project_id{};  ///< Of a service account, where it says.
};

/// Says what is missing, and nothing of what is there.
Result<GoogleAccount> read_google_account(std::string_view json);

/// What is posted for a token at `now_ms`: a form's fields.
Result<std::string> token_request(const GoogleAccount& account, UnixMs now_ms);

/// Asks for a token when one is needed and keeps it until shortly before it ends; who comes
/// meanwhile waits for the same one. `loop` and `client` outlive it.
Result<std::unique_ptr<Credential>> google_credential(async::Loop& loop, http::Client& client,
                                                      GoogleAccount account);

}  // namespace quorum::providers
