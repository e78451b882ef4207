#pragma once
/// Events as the log and every client spell them.

#include <string>
#include <string_view>

#include "debate/record/event.hpp"
#include "json/writer.hpp"

namespace quorum::debate {

/// `turn.delta`, `debate.started` …
std::string_view name(const Event& event);

/// The event's `data`: a JSON object on one line.
std::string write(const Event& event);

std::string_view name(Method method);
std::string_view name(Profile profile);

/// Dollars as a JSON number, or null.
void write_usd(json::Writer& out, const std::optional<Money>& usd);
void write_usage(json::Writer& out, const llm::Usage& usage);
void write_spend(json::Writer& out, const Spend& spend);
void write_seat(json::Writer& out, const Seat& seat);

}  // namespace quorum::debate
