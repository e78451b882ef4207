#include "dialects/cohere/error.hpp"

#include <string>

#include "dialects/status.hpp"
#include "json/writer.hpp"

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

int status_of(const Error& error) {
  // Cohere's word for an empty account; its clients would ask again after a 429.
  if (error.code == Errc::budget_exceeded) return 402;
  return dialects::status_of(error.code);
}

std::string write_error(const Error& error, std::string_view request_id) {
  std::string out;
  json::Writer writer{out};
  writer.object();
  if (!request_id.empty()) writer.key("id").string(request_id);
  writer.key("message").string(error.message);
  if (error.reason == "context_length_exceeded") writer.key("error_type").string("TOO_MANY_TOKENS");
  writer.end();
  return out;
}

}  // namespace quorum::cohere
