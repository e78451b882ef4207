#include "dialects/ollama/error.hpp"

#include "json/writer.hpp"

namespace quorum::ollama {
namespace {

dialects::Said read_said(json::Value root) {
  const auto error = root["error"];
  // Proxies before a server speak OpenAI's way.
  const auto text = error.is(json::Kind::object) ? error["message"] : error;
  return {.text = std::string{text.string().value_or("")}};
}

}  // namespace

Error explain(const dialects::Refusal& refusal) {
  dialects::Said said;
  if (const auto document = json::Document::parse(refusal.body)) said = read_said(document->root());
  return dialects::explain(refusal, said);
}

Error explain_line(std::string_view provider, json::Value line) {
  return dialects::explain({.provider = provider, .body = line.raw()}, read_said(line));
}

std::string write_error(const Error& error) {
  std::string out;
  json::Writer{out}.object().key("error").string(error.message).end();
  return out;
}

}  // namespace quorum::ollama
