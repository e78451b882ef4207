#pragma once
/// A debate's log as it stands now, and the ways to print it whole.

#include <string>
#include <string_view>
#include <vector>

#include "app/command/debate_session.hpp"
#include "async/loop.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "store/debates.hpp"
#include "terminal/line.hpp"
#include "terminal/screen.hpp"

namespace quorum::app {

struct Transcript {
  std::vector<store::LogEvent> events;
};

/// All events there are; of a debate that still runs, those that are there at once. Both outlive
/// it.
Task<Result<Transcript>> read_transcript(async::Loop* loop, debate::Service* debates,
                                         std::string id);

std::string draw_transcript(const Transcript& transcript, Show show, terminal::Colours colours,
                            terminal::Size size);
std::string export_markdown(const Transcript& transcript);

/// `{"debate": as `show` tells it, "events": [{id, event, data} …]}`.
std::string export_json(std::string_view shown, const Transcript& transcript);

/// `GET /v1/debates` as a table: newest first, one line each.
Result<std::string> draw_list(std::string_view json);

}  // namespace quorum::app
