#pragma once
/// A request handed through to a provider as it is, and its answer handed back byte for byte.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "async/task.hpp"
#include "core/error.hpp"
#include "llm/backend.hpp"

namespace quorum::llm {

/// One request of a client's. Its credentials and what belongs to its connection are taken out of
/// `headers` by who carries it, and the provider's own credentials put in.
struct PassageCall {
  /// Below what `path` stands.
  enum class Root : std::uint8_t {
    provider,  ///< The provider's server: `/v1/files` or, as in `/p/NAME/…`, `/files`.
    openai,    ///< Wherever that provider keeps what OpenAI has under `/v1`: `/files`.
  };
  std::string method = "POST";

  /// `openai`; empty: whose model the body names (JSON or a form), and OpenAI where it names none.
  std::string provider{};
  Root root = Root::provider;
  std::string path{};   ///< Percent-encoded as it came, with its first slash.
  std::string query{};  ///< Without its `?`.
  std::vector<std::pair<std::string, std::string>> headers{};

  /// Sent as it is, but for a provider's name before the model's (`openai/whisper-1`).
  std::string body{};
};

struct PassageHead {
  int status = 200;

  /// Those of the provider's that may be passed on.
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// An answer that is still arriving, whatever its status. Destroying it ends the work upstream.
class PassageReply {
 public:
  virtual ~PassageReply() = default;

  /// Belongs to the reply; does not change.
  virtual const PassageHead& head() const = 0;
  virtual const std::string& provider() const = 0;

  /// What has arrived; empty at the proper end. An answer that was cut is an error.
  virtual Task<Result<std::string>> read() = 0;
};

class Passage {
 public:
  virtual ~Passage() = default;

  /// Errors before an answer: no such provider, none configured, not reached.
  virtual Task<Result<std::unique_ptr<PassageReply>>> open(PassageCall call,
                                                           CallContext context) = 0;
};

}  // namespace quorum::llm
