#include "dialects/openai_responses/reply.hpp"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

#include "core/try.hpp"
#include "dialects/fields.hpp"
#include "dialects/openai_responses/annotation.hpp"
#include "dialects/openai_responses/error.hpp"
#include "dialects/openai_responses/sealing.hpp"
#include "dialects/openai_responses/usage.hpp"
#include "json/text.hpp"

namespace quorum::openai_responses {
namespace {

using dialects::is_given;
using json::Kind;
using json::Value;

std::string_view text(Value value) { return value.string().value_or(""); }

llm::TokenLogprob read_token(Value entry) {
  return {.token = std::string{text(entry["token"])},
          .logprob = entry["logprob"].number().value_or(0)};
}

std::optional<llm::Finish> finish_of(Value response, bool has_calls) {
  const auto status = text(response["status"]);
  if (status == "incomplete") {
    const auto reason = text(response["incomplete_details"]["reason"]);
    return reason == "content_filter" ? llm::Finish::content_filter : llm::Finish::length;
  }
  // The client is to come back for it.
  if (status == "queued" || status == "in_progress") return std::nullopt;
  return has_calls ? llm::Finish::tool_calls : llm::Finish::stop;
}

}  // namespace

llm::Maker maker_of(std::string_view provider) {
  constexpr std::array kOthers{llm::Maker::anthropic, llm::Maker::google, llm::Maker::mistral,
                               llm::Maker::amazon, llm::Maker::xai};
  for (const auto maker : kOthers) {
    if (name(maker) == provider) return maker;
  }
  return llm::Maker::openai;
}

std::string joined_texts(Value parts) {
  std::string joined;
  for (const auto part : parts) {
    const auto more = text(part["text"]);
    if (!joined.empty() && !more.empty()) joined += "\n\n";
    joined += more;
  }
  return joined;
}

std::optional<llm::Seal> sealed_thoughts(Value item, llm::Maker maker) {
  const auto sealed = text(item["encrypted_content"]);
  if (sealed.empty()) return std::nullopt;
  auto seal = read_sealed(sealed, std::string{text(item["id"])});
  if (seal.maker == llm::Maker::openai) seal.maker = maker;
  return seal;
}

std::optional<llm::Image> made_image(Value item) {
  const auto data = text(item["result"]);
  if (data.empty()) return std::nullopt;
  const auto format = item["output_format"].string().value_or("png");
  return llm::Image{
      .source = {.data = std::string{data}, .media_type = fmt::format("image/{}", format)}};
}

std::vector<llm::TokenLogprob> read_logprobs(Value logprobs) {
  std::vector<llm::TokenLogprob> read;
  for (const auto entry : logprobs) {
    read.push_back(read_token(entry));
    for (const auto top : entry["top_logprobs"]) read.back().top.push_back(read_token(top));
  }
  return read;
}

void CarriedSeals::tell(llm::Seal seal, llm::Delta& delta) {
  const auto id = std::exchange(seal.id, {});
  if (id == kTextSeal) {
    delta.text_seal = std::move(seal);
  } else if (!id.starts_with(kCallSeal)) {
    seal.id = id;
    delta.reasoning_seal = std::move(seal);
  } else if (const auto call = calls_.find(id); call != calls_.end()) {
    delta.tool_calls.push_back({.index = call->second, .seal = std::move(seal)});
  } else {
    waiting_.insert_or_assign(id, std::move(seal));
  }
}

void CarriedSeals::begin(llm::ToolCallDelta& call) {
  const auto id = call_seal_id(call.id);
  calls_.insert_or_assign(id, call.index);
  const auto seal = waiting_.find(id);
  if (seal == waiting_.end()) return;
  call.seal = std::move(seal->second);
  waiting_.erase(seal);
}

void ItemReader::read(Value item, std::vector<llm::Delta>& deltas) {
  const auto type = text(item["type"]);
  llm::Delta delta;
  if (type == "message") {
    read_message(item, delta);
  } else if (type == "reasoning") {
    delta.reasoning = joined_texts(item["summary"]);
    if (delta.reasoning.empty()) delta.reasoning = joined_texts(item["content"]);
    if (auto seal = sealed_thoughts(item, maker_)) carried_.tell(std::move(*seal), delta);
  } else if (type == "function_call") {
    read_call(item, llm::ToolCall::Kind::function, delta);
  } else if (type == "custom_tool_call") {
    read_call(item, llm::ToolCall::Kind::custom, delta);
  } else if (auto image = type == "image_generation_call" ? made_image(item) : std::nullopt) {
    delta.images.push_back(std::move(*image));
  } else if (!type.empty()) {
    delta.opaque.push_back(
        {.dialect = llm::Dialect::openai_responses, .json = std::string{item.raw()}});
  }
  if (delta != llm::Delta{}) deltas.push_back(std::move(delta));
}

void ItemReader::read_message(Value item, llm::Delta& delta) {
  for (const auto part : item["content"]) {
    if (text(part["type"]) == "refusal") delta.refusal += text(part["refusal"]);
    if (text(part["type"]) != "output_text") continue;
    const auto said = text(part["text"]);
    delta.text += said;
    for (const auto annotation : part["annotations"]) {
      if (auto citation = read_annotation(annotation, characters_)) {
        delta.citations.push_back(std::move(*citation));
      }
    }
    for (auto& token : read_logprobs(part["logprobs"])) delta.logprobs.push_back(std::move(token));
    characters_ += static_cast<std::int64_t>(json::count_code_points(said));
  }
}

void ItemReader::read_call(Value item, llm::ToolCall::Kind kind, llm::Delta& delta) {
  const bool is_custom = kind == llm::ToolCall::Kind::custom;
  delta.tool_calls.push_back(
      {.index = calls_++,
       .id = std::string{text(item["call_id"])},
       .name = std::string{text(item["name"])},
       .arguments = std::string{text(item[is_custom ? "input" : "arguments"])},
       .kind = kind});
  carried_.begin(delta.tool_calls.back());
}

Error broken(std::string_view provider, Value response) {
  return {.code = Errc::upstream_failed,
          .message = fmt::format("{} broke off its answer.", provider),
          .detail = fmt::format("{}: {}", provider, response.raw().substr(0, 500))};
}

Result<llm::Delta> read_response(std::string_view provider, Value response, bool has_calls) {
  const auto status = text(response["status"]);
  if (is_given(response["error"])) return explain_object(provider, response["error"]);
  if (status == "failed" || status == "cancelled") {
    return broken(provider, response);
  }
  return llm::Delta{.finish = finish_of(response, has_calls),
                    .usage = read_usage(response["usage"]),
                    .id = std::string{text(response["id"])},
                    .model = std::string{text(response["model"])},
                    .service_tier = std::string{text(response["service_tier"])}};
}

Result<std::vector<llm::Delta>> read_reply(std::string_view provider, std::string_view body,
                                           Unfinished unfinished) {
  const auto document = json::Document::parse(body);
  if (!document) return dialects::unreadable(provider, document.error().message, body);
  const auto root = document->root();
  if (is_given(root["error"])) return explain_object(provider, root["error"]);
  if (!root["output"].is(Kind::array)) return dialects::unreadable(provider, "no output", body);
  std::vector<llm::Delta> deltas;
  ItemReader items{maker_of(provider)};
  for (const auto item : root["output"]) items.read(item, deltas);
  QUORUM_TRY(auto last, read_response(provider, root, items.has_calls()));
  if (!last.finish && unfinished == Unfinished::refused) {
    return Error{.code = Errc::upstream_failed,
                 .message = fmt::format("{} has not finished its answer.", provider),
                 .detail = fmt::format("status: {}", text(root["status"]))};
  }
  deltas.push_back(std::move(last));
  return deltas;
}

}  // namespace quorum::openai_responses
