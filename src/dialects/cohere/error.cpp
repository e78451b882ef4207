#include "dialects/cohere/error.hpp"

#include <string>

namespace quorum::cohere {
namespace {

std::string str(json::Value value) { return std::string{value.string().value_or("")}; }

dialects::Said read_said(json::Value root) {
  dialects::Said said{.text = str(root["message"]), .word = str(root["error_type"])};
  if (said.text.empty()) said.text = str(root["error"]);
  if (said.word == "TOO_MANY_TOKENS") said.word = "context_length_exceeded";
  return said;
}

/// 498 means words that are not allowed, and 499 that the request was cancelled on their side.
int meant(int status) {
  if (status == 498) return 400;
  return status == 499 ? 500 : status;
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  dialects::Said said;
  if (const auto document = json::Document::parse(refusal.body)) said = read_said(document->root());
  auto refused = refusal;
  refused.status = meant(refusal.status);
  return dialects::explain(refused, said);
}

Error explain_finish(std::string_view provider, std::string_view reason, json::Value said) {
  const auto body = said.string().value_or(said.raw());
  dialects::Said words{.text = std::string{body}};
  if (reason == "TIMEOUT") words.word = "timeout_error";
  return dialects::explain({.provider = provider, .body = body}, words);
}

}  // namespace quorum::cohere
