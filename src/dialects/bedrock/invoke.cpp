#include "dialects/bedrock/invoke.hpp"

#include "core/base64.hpp"
#include "core/try.hpp"
#include "dialects/bedrock/error.hpp"
#include "dialects/refusal.hpp"
#include "json/value.hpp"

namespace quorum::bedrock {
namespace {

/// Unwraps each event for the reader of the dialect within, which knows events by the `type` that
/// they bear.
class InvokeReader final : public dialects::StreamReader {
 public:
  InvokeReader(std::string provider, std::unique_ptr<dialects::StreamReader> inner)
      : provider_(std::move(provider)), inner_(std::move(inner)) {}

  Result<> read(std::string_view name, std::string_view data,
                std::vector<llm::Delta>& deltas) override {
    if (inner_->is_done()) return {};
    if (is_error_event(name)) return explain_event(provider_, name, data);
    if (name != "chunk") return {};
    QUORUM_TRY(const auto event, unwrap(provider_, data));
    const auto document = json::Document::parse(event);
    if (!document) return dialects::unreadable(provider_, document.error().message, event);
    const auto type = document->root()["type"].string().value_or("");
    return inner_->read(type, event, deltas);
  }

  bool is_done() const override { return inner_->is_done(); }
  Result<> end(std::vector<llm::Delta>& deltas) override { return inner_->end(deltas); }

 private:
  std::string provider_;
  std::unique_ptr<dialects::StreamReader> inner_;
};

}  // namespace

Result<std::string> unwrap(std::string_view provider, std::string_view payload) {
  const auto document = json::Document::parse(payload);
  if (!document) return dialects::unreadable(provider, document.error().message, payload);
  const auto bytes = document->root()["bytes"].string();
  auto event = bytes ? base64::decode(*bytes) : std::nullopt;
  if (!event) return dialects::unreadable(provider, "no event in a frame", payload);
  return std::move(*event);
}

Result<dialects::Outgoing> InvokeTarget::write(const llm::Chat& chat,
                                               const dialects::Ask& ask) const {
  return inner_.write(chat, ask);
}

Result<dialects::Outgoing> InvokeTarget::splice(std::string_view body,
                                                const dialects::Ask& ask) const {
  return inner_.splice(body, ask);
}

Result<std::vector<llm::Delta>> InvokeTarget::read_reply(std::string_view provider,
                                                         std::string_view body) const {
  return inner_.read_reply(provider, body);
}

std::unique_ptr<dialects::StreamReader> InvokeTarget::stream_reader(
    std::string_view provider) const {
  return std::make_unique<InvokeReader>(std::string{provider}, inner_.stream_reader(provider));
}

Error InvokeTarget::explain(const dialects::Refusal& refusal) const {
  return bedrock::explain(refusal);
}

}  // namespace quorum::bedrock
