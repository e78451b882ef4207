#include "dialects/bedrock/error.hpp"

#include "json/value.hpp"

namespace quorum::bedrock {
namespace {

using dialects::Said;

std::string str(json::Value value) { return std::string{value.string().value_or("")}; }

/// `ValidationException:http://…`, `com.amazonaws.bedrock#ValidationException`: the bare word.
std::string bare(std::string_view type) {
  type = type.substr(0, type.find(':'));
  if (const auto hash = type.rfind('#'); hash != type.npos) type.remove_prefix(hash + 1);
  return std::string{type};
}

Said read_said(std::string_view body) {
  Said said;
  const auto document = json::Document::parse(body);
  if (!document) return said;
  const auto root = document->root();
  said.text = str(root["message"]);
  if (said.text.empty()) said.text = str(root["Message"]);
  said.word = bare(str(root["__type"]));
  return said;
}

/// The word that the rest of us has for a kind that only Amazon knows.
void translate(Said& said) {
  if (said.word == "ModelTimeoutException") said.type = "timeout_error";
  if (said.word == "ServiceQuotaExceededException") said.type = "rate_limit_error";
  if (said.word == "InvalidSignatureException" || said.word == "MissingAuthenticationToken" ||
      said.word == "MissingAuthenticationTokenException") {
    said.type = "authentication_error";
  }
}

/// 424 means that the model failed, 408 that it took too long; a spent quota comes as a bad
/// request.
int meant(int status, const Said& said) {
  if (said.word == "ServiceQuotaExceededException") return 429;
  if (said.word == "ModelNotReadyException") return 503;
  if (status == 424) return 500;
  return status == 408 ? 504 : status;
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  auto said = read_said(refusal.body);
  if (!refusal.error_type.empty()) said.word = bare(refusal.error_type);
  translate(said);
  auto refused = refusal;
  refused.status = meant(refusal.status, said);
  return dialects::explain(refused, said);
}

bool is_error_event(std::string_view name) {
  return name == "error" || name.ends_with("Exception");
}

Error explain_event(std::string_view provider, std::string_view name, std::string_view data) {
  auto said = read_said(data);
  if (said.text.empty()) said.text = data;
  said.word = name;
  // In a stream the names of exceptions begin small.
  if (!said.word.empty() && said.word[0] >= 'a' && said.word[0] <= 'z') {
    said.word[0] = static_cast<char>(said.word[0] - 'a' + 'A');
  }
  translate(said);
  return dialects::explain({.provider = provider, .body = data}, said);
}

}  // namespace quorum::bedrock
