#include "dialects/openai_responses/envelope.hpp"

#include <algorithm>
#include <array>

#include "dialects/fields.hpp"
#include "dialects/openai_responses/error.hpp"
#include "dialects/openai_responses/usage.hpp"
#include "json/value.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::is_given;
using json::Kind;
using json::Value;

constexpr std::int64_t kMsPerSecond = 1000;

/// A member that is repeated as it was where it is of that kind, and otherwise as `absent`; left
/// out where that is empty, too.
struct Repeated {
  std::string_view name;
  Kind kind;
  std::string_view absent;
};

constexpr std::array<Repeated, 18> kRepeated{{
    {"background", Kind::boolean, "false"},
    {"instructions", Kind::string, "null"},
    {"max_output_tokens", Kind::number, "null"},
    {"max_tool_calls", Kind::number, "null"},
    {"metadata", Kind::object, "{}"},
    {"parallel_tool_calls", Kind::boolean, "true"},
    {"previous_response_id", Kind::string, "null"},
    {"prompt_cache_key", Kind::string, "null"},
    {"prompt_cache_retention", Kind::string, ""},
    {"reasoning", Kind::object, R"({"effort":null,"summary":null})"},
    {"safety_identifier", Kind::string, "null"},
    {"store", Kind::boolean, "true"},
    {"temperature", Kind::number, "null"},
    {"text", Kind::object, R"({"format":{"type":"text"}})"},
    {"top_logprobs", Kind::number, ""},
    {"top_p", Kind::number, "null"},
    {"truncation", Kind::string, R"("disabled")"},
    {"user", Kind::string, ""},
}};

constexpr std::array<std::string_view, 7> kTiers{"auto",     "default", "flex",     "scale",
                                                 "priority", "fast",    "ultrafast"};

/// A tool as the schema wants it repeated: a function's `parameters` and `strict` may not lack.
void write_tool(json::Writer& writer, Value tool) {
  if (tool["type"].string() != "function") {
    writer.raw(tool.raw());
    return;
  }
  writer.object();
  for (const auto member : tool) {
    const auto name = member.key();
    if (name != "parameters" && name != "strict") writer.key(name).raw(member.raw());
  }
  for (const auto* name : {"parameters", "strict"}) {
    const auto value = tool[name];
    writer.key(name).raw(value.exists() ? value.raw() : "null");
  }
  writer.end();
}

std::string repeated_tools(Value tools) {
  std::string out;
  json::Writer writer{out};
  writer.array();
  for (const auto tool : tools) {
    if (tool.is(Kind::object)) write_tool(writer, tool);
  }
  writer.end();
  return out;
}

std::string repeated_choice(Value choice) {
  const bool is_kept = choice.is(Kind::string) || choice.is(Kind::object);
  return is_kept ? std::string{choice.raw()} : R"("auto")";
}

}  // namespace

Envelope::Envelope(const dialects::ReplyHead& head)
    : id_("resp_" + head.id),
      model_(head.model),
      created_s_(head.created_ms / kMsPerSecond),
      clock_(head.clock) {
  const auto document = json::Document::parse(head.request);
  const auto request = document ? document->root() : Value{};
  for (const auto& [name, kind, absent] : kRepeated) {
    const auto value = request[name];
    const auto json = value.is(kind) ? value.raw() : absent;
    if (!json.empty()) echo_.push_back({std::string{name}, std::string{json}});
  }
  echo_.push_back({"tool_choice", repeated_choice(request["tool_choice"])});
  const auto tools = request["tools"];
  echo_.push_back({"tools", tools.is(Kind::array) ? repeated_tools(tools) : "[]"});
  set_service_tier(request["service_tier"].string().value_or(""));
}

void Envelope::set_service_tier(std::string_view tier) {
  if (std::ranges::find(kTiers, tier) != kTiers.end()) service_tier_ = tier;
}

void Envelope::add_extension(std::string_view json) {
  const auto document = json::Document::parse(json);
  if (!document) return;
  for (const auto member : document->root()) {
    const auto known = std::ranges::find(extension_, member.key(), &Member::name);
    if (known != extension_.end()) {
      known->json = member.raw();
    } else {
      extension_.push_back({std::string{member.key()}, std::string{member.raw()}});
    }
  }
}

void Envelope::write(json::Writer& writer, const Outcome& outcome, std::string_view output) const {
  writer.object().key("id").string(id_).key("object").string("response");
  writer.key("created_at").number(created_s_).key("status").string(outcome.status);
  writer.key("completed_at");
  const bool is_told = outcome.status == "completed" && clock_ != nullptr;
  is_told ? writer.number(clock_->unix_ms() / kMsPerSecond) : writer.null();
  writer.key("error");
  if (outcome.error == nullptr) {
    writer.null();
  } else {
    writer.object().key("code").string(failure_code(*outcome.error));
    writer.key("message").string(outcome.error->message).end();
  }
  writer.key("incomplete_details");
  if (outcome.incomplete_reason.empty()) {
    writer.null();
  } else {
    writer.object().key("reason").string(outcome.incomplete_reason).end();
  }
  writer.key("model").string(model_).key("output").raw(output);
  for (const auto& [name, json] : echo_) writer.key(name).raw(json);
  if (!service_tier_.empty()) writer.key("service_tier").string(service_tier_);
  if (outcome.usage != nullptr) {
    writer.key("usage");
    write_usage(writer, *outcome.usage);
  }
  if (!extension_.empty()) {
    writer.key("quorum").object();
    for (const auto& [name, json] : extension_) writer.key(name).raw(json);
    writer.end();
  }
  writer.end();
}

}  // namespace quorum::openai_responses
