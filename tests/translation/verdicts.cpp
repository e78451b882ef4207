#include "verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/writer.hpp"

namespace quorum::translation {
namespace {

constexpr std::string_view kModel = "m-1";

/// `chat` as the caller's client writes it and its face reads it.
std::optional<llm::Chat> as_read(const Caller& caller, const llm::Chat& chat) {
  if (caller.client == nullptr) return std::nullopt;
  const auto written = caller.client->write(
      chat, {.model = kModel, .delivery = dialects::Delivery::whole, .quirks = caller.quirks});
  if (!written) return std::nullopt;
  auto read = caller.face.reader()(written->body);
  if (!read) return std::nullopt;
  return std::move(*read);
}

/// Whether every line of `text` stands in `body`, where a JSON string would have it.
bool has_lines(std::string_view body, std::string_view text) {
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    const auto quoted = json::quote(line);
    if (body.find(std::string_view{quoted}.substr(1, quoted.size() - 2)) == body.npos) return false;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return true;
}

Verdict compare(const std::string& before, const std::string& after) {
  if (after == before) return Verdict::exact;
  return after.empty() ? Verdict::lost : Verdict::translated;
}

}  // namespace

std::optional<llm::Chat> as_asked(const Caller& caller, const RequestFeature& feature) {
  auto chat = as_read(caller, feature.make());
  if (!chat || feature.seen(*chat).empty()) return std::nullopt;
  // Where the request looks as if nothing had been asked for, nothing was.
  const auto plain = request_features().front().make();
  const bool is_plain = feature.make() == plain;
  if (!is_plain && chat == as_read(caller, plain)) return std::nullopt;
  return chat;
}

Outcome asked(const llm::Chat& chat, const Callee& callee, const RequestFeature& feature) {
  const auto before = feature.seen(chat);
  if (before.empty()) return {};
  const auto written = callee.target.write(
      chat,
      {.model = callee.model, .delivery = dialects::Delivery::whole, .quirks = callee.quirks});
  // A target may also say that it cannot.
  if (!written) return {.verdict = Verdict::dropped};
  std::string after;
  if (callee.server != nullptr) {
    const auto read = callee.server->reader()(written->body);
    if (!read) {
      return {.verdict = Verdict::lost,
              .detail = fmt::format("{}: {}", read.error().message, written->body)};
    }
    after = feature.seen(*read);
  }
  auto verdict = compare(before, after);
  const bool is_marked =
      !feature.mark.empty() && written->body.find(feature.mark) != std::string::npos;
  if (verdict == Verdict::lost && (is_marked || has_lines(written->body, before))) {
    verdict = Verdict::translated;
  }
  if (verdict == Verdict::lost && !written->emulated.empty()) verdict = Verdict::translated;
  if (verdict != Verdict::exact && !written->dropped.empty()) verdict = Verdict::dropped;
  const auto is_written = [&](std::string_view mark) {
    return written->body.find(mark) != std::string::npos;
  };
  const bool is_left_out = !feature.unwritten.empty() && !is_written(feature.unwritten);
  const bool is_sent =
      is_left_out || is_written(before) || std::ranges::any_of(feature.written, is_written);
  if (callee.server == nullptr && is_sent) {
    verdict = Verdict::translated;
  }
  if (callee.is_silent_off && before == "off") return {.verdict = Verdict::exact};
  const bool is_of_others = feature.maker != llm::Maker::unknown &&
                            std::ranges::find(callee.makers, feature.maker) == callee.makers.end();
  if (verdict != Verdict::exact && is_of_others) return {};
  if (verdict != Verdict::lost) {
    return {.verdict = verdict,
            .detail = fmt::format("'{}' became '{}'", before, after),
            .is_emulated = !written->emulated.empty()};
  }
  return {.verdict = verdict, .detail = fmt::format("'{}' in {}", before, written->body)};
}

std::optional<std::vector<llm::Delta>> as_told(const Callee& callee, const AnswerFeature& feature) {
  auto deltas = feature.make();
  if (callee.server == nullptr) {
    const bool is_told = std::ranges::find(callee.tells, feature.name) != callee.tells.end();
    return is_told ? std::optional{std::move(deltas)} : std::nullopt;
  }
  const Caller itself{.name = callee.name, .face = *callee.server, .client = &callee.target};
  auto read = retold(itself, deltas, Form::whole);
  if (!read || feature.seen(*read).empty()) read = retold(itself, deltas, Form::streamed);
  if (!read || feature.seen(*read).empty()) return std::nullopt;
  return std::move(*read);
}

Verdict can_tell(const Caller& caller, const AnswerFeature& feature) {
  const auto deltas = feature.make();
  const auto read = retold(caller, deltas, Form::streamed);
  if (!read) return Verdict::unsaid;
  const auto verdict = compare(feature.seen(deltas), feature.seen(*read));
  return verdict == Verdict::lost ? Verdict::unsaid : verdict;
}

Outcome told(const std::vector<llm::Delta>& deltas, const Caller& caller,
             const AnswerFeature& feature) {
  const auto before = feature.seen(deltas);
  const auto able = can_tell(caller, feature);
  if (before.empty() || able == Verdict::unsaid) return {};
  Outcome worst{.verdict = Verdict::exact};
  for (const auto form : {Form::whole, Form::streamed}) {
    const auto read = retold(caller, deltas, form);
    if (!read) return {.verdict = Verdict::lost, .detail = read.error().detail};
    const auto after = feature.seen(*read);
    auto verdict = compare(before, after);
    // What a face tells exactly, it tells exactly whoever answers.
    if (verdict == Verdict::translated && able == Verdict::exact) verdict = Verdict::lost;
    // What a face tells at the beginning is not told again where a target says it at the end.
    if (verdict == Verdict::lost && feature.comes_late && form == Form::streamed) {
      verdict = Verdict::translated;
    }
    if (verdict <= worst.verdict) continue;
    worst = {.verdict = verdict,
             .detail = fmt::format("{}: '{}' became '{}'",
                                   form == Form::whole ? "whole" : "streamed", before, after)};
  }
  return worst;
}

}  // namespace quorum::translation
