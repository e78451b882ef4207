#include "debate/request.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <utility>

#include "core/try.hpp"
#include "debate/format/prompt.hpp"
#include "json/value.hpp"
#include "json/writer.hpp"

namespace quorum::debate {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t kQuestionBytesMax = 20'000;
constexpr std::size_t kSystemBytesMax = 20'000;
constexpr std::size_t kTextBytesMax = 2'000;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kKeyBytesMax = 255;
constexpr std::size_t kSeatsMin = 2;
constexpr std::size_t kSeatsMax = 8;
constexpr std::size_t kJudgesMax = 9;
constexpr std::int64_t kRoundsMax = 10;
constexpr std::int64_t kTokensMax = 1'000'000;
constexpr std::int64_t kCountMax = 1'000'000'000'000;

Error wrong(std::string field, std::string_view what_is_right) {
  auto message = fmt::format("{} must be {}.", field, what_is_right);
  return {.code = Errc::invalid_request, .message = std::move(message), .field = std::move(field)};
}

bool is_given(Value value) { return value.exists() && !value.is(Kind::null); }

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<std::string> text(Value value, std::string field, std::size_t bytes_max) {
  if (!is_given(value)) return std::string();
  const auto found = value.string();
  if (!found || found->size() > bytes_max) {
    return wrong(std::move(field), fmt::format("a string of at most {} bytes", bytes_max));
  }
  return std::string(*found);
}

Result<std::optional<std::int64_t>> integer(Value value, std::string field, std::int64_t least,
                                            std::int64_t most) {
  if (!is_given(value)) return std::optional<std::int64_t>{};
  const auto found = value.integer();
  if (!found || *found < least || *found > most) {
    return wrong(std::move(field), fmt::format("an integer from {} to {}", least, most));
  }
  return found;
}

Result<std::string> model(Value value, std::string field) {
  const auto found = value.string();
  if (!found || is_blank(*found) || found->size() > kNameBytesMax) {
    return wrong(std::move(field), "the name of a model, as GET /v1/models lists them");
  }
  return std::string(*found);
}

Result<SeatRequest> read_seat(Value value, const std::string& field) {
  if (!value.is(Kind::object)) return wrong(field, "an object with at least a model");
  SeatRequest seat;
  QUORUM_TRY(seat.model, model(value["model"], field + ".model"));
  QUORUM_TRY(seat.position, text(value["position"], field + ".position", kTextBytesMax));
  QUORUM_TRY(seat.persona, text(value["persona"], field + ".persona", kTextBytesMax));
  QUORUM_TRY(seat.system, text(value["system"], field + ".system", kSystemBytesMax));
  QUORUM_TRY(seat.name, text(value["name"], field + ".name", kNameBytesMax));
  QUORUM_TRY(seat.tokens_max, integer(value["max_tokens"], field + ".max_tokens", 1, kTokensMax));
  return seat;
}

Result<std::vector<SeatRequest>> read_seats(Value value) {
  std::vector<SeatRequest> seats;
  if (!is_given(value)) return seats;
  if (!value.is(Kind::array) || value.size() < kSeatsMin || value.size() > kSeatsMax) {
    return wrong("seats", fmt::format("a list of {} to {} seats, or left out for the two local "
                                      "models",
                                      kSeatsMin, kSeatsMax));
  }
  for (const auto item : value) {
    QUORUM_TRY(auto seat, read_seat(item, fmt::format("seats.{}", seats.size())));
    seats.push_back(std::move(seat));
  }
  return seats;
}

Result<std::vector<std::string>> read_judges(Value value) {
  std::vector<std::string> judges;
  if (!is_given(value)) return judges;
  if (!value.is(Kind::array) || value.size() > kJudgesMax) {
    return wrong("judges", fmt::format("a list of at most {} judges", kJudgesMax));
  }
  for (const auto item : value) {
    const auto field = fmt::format("judges.{}", judges.size());
    if (!item.is(Kind::object)) return wrong(field, "an object with a model");
    QUORUM_TRY(auto judge, model(item["model"], field + ".model"));
    judges.push_back(std::move(judge));
  }
  return judges;
}

Result<Budget> read_budget(Value value) {
  Budget budget;
  if (!is_given(value)) return budget;
  if (!value.is(Kind::object)) return wrong("budget", "an object with usd, tokens or seconds");
  if (is_given(value["usd"])) {
    const auto usd = value["usd"].is(Kind::number) ? Money::parse_usd(value["usd"].raw())
                                                   : Result<Money>(Error{});
    if (!usd || *usd <= Money{}) return wrong("budget.usd", "a number of dollars above 0");
    budget.usd = *usd;
  }
  QUORUM_TRY(budget.tokens, integer(value["tokens"], "budget.tokens", 1, kCountMax));
  QUORUM_TRY(budget.seconds, integer(value["seconds"], "budget.seconds", 1, kCountMax));
  return budget;
}

void write_text(json::Writer& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out.key(key).string(value);
}

void write_seat(json::Writer& out, const SeatRequest& seat) {
  out.object().key("model").string(seat.model);
  write_text(out, "position", seat.position);
  write_text(out, "persona", seat.persona);
  write_text(out, "system", seat.system);
  write_text(out, "name", seat.name);
  if (seat.tokens_max) out.key("max_tokens").number(*seat.tokens_max);
  out.end();
}

void write_budget(json::Writer& out, const Budget& budget) {
  if (!budget.usd && !budget.tokens && !budget.seconds) return;
  out.key("budget").object();
  if (budget.usd) out.key("usd").raw(budget.usd->str());
  if (budget.tokens) out.key("tokens").number(*budget.tokens);
  if (budget.seconds) out.key("seconds").number(*budget.seconds);
  out.end();
}

}  // namespace

Result<DebateRequest> read_request(std::string_view json) {
  auto document = json::Document::parse(json);
  if (!document) {
    return Error{.code = Errc::invalid_request,
                 .message = "The body must be one JSON object: " + document.error().message};
  }
  const auto root = document->root();
  if (!root.is(Kind::object)) {
    return Error{.code = Errc::invalid_request, .message = "The body must be one JSON object."};
  }
  DebateRequest request;
  const auto question = root["question"].string();
  if (!question || is_blank(*question) || question->size() > kQuestionBytesMax) {
    return wrong("question", fmt::format("a string of 1 to {} bytes that are not all blank",
                                         kQuestionBytesMax));
  }
  request.question = std::string(*question);
  QUORUM_TRY(auto format, text(root["format"], "format", kNameBytesMax));
  if (is_given(root["format"])) request.format = std::move(format);
  if (!is_format(request.format)) return wrong("format", "\"default\"");
  QUORUM_TRY(request.seats, read_seats(root["seats"]));
  QUORUM_TRY(const auto rounds, integer(root["rounds"], "rounds", 1, kRoundsMax));
  request.rounds = rounds.value_or(request.rounds);
  QUORUM_TRY(request.judges, read_judges(root["judges"]));
  QUORUM_TRY(request.budget, read_budget(root["budget"]));
  QUORUM_TRY(request.idempotency_key,
             text(root["idempotency_key"], "idempotency_key", kKeyBytesMax));
  return request;
}

std::string write_request(const DebateRequest& request) {
  std::string text;
  json::Writer out(text);
  out.object().key("question").string(request.question).key("format").string(request.format);
  if (!request.seats.empty()) {
    out.key("seats").array();
    for (const auto& seat : request.seats) write_seat(out, seat);
    out.end();
  }
  out.key("rounds").number(request.rounds);
  if (!request.judges.empty()) {
    out.key("judges").array();
    for (const auto& judge : request.judges) out.object().key("model").string(judge).end();
    out.end();
  }
  write_budget(out, request.budget);
  write_text(out, "idempotency_key", request.idempotency_key);
  out.end();
  return text;
}

}  // namespace quorum::debate
