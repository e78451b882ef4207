#include "app/command/debate_session.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "async/combine.hpp"
#include "async/scope.hpp"
#include "core/try.hpp"
#include "json/writer.hpp"
#include "terminal/plain.hpp"

namespace quorum::app {
namespace {

using namespace std::chrono_literals;
using terminal::ExitCode;

constexpr auto kFrame = 50ms;
constexpr auto kLeavingMax = 3s;  // Somebody pressed Ctrl-C and wants to be gone.

std::string_view hint_of(Leaving leaving) {
  return leaving == Leaving::pauses ? "Ctrl-C pauses the debate"
                                    : "Ctrl-C leaves, the debate goes on";
}

Error nobody_reads() {
  return {.code = Errc::cancelled, .message = "Nobody reads the output any more."};
}

}  // namespace

std::string json_line(const store::LogEvent& event) {
  std::string line;
  json::Writer writer(line);
  writer.object().key("id").number(static_cast<std::int64_t>(event.seq));
  writer.key("event").string(event.name).key("data").raw(event.data).end();
  return line;
}

DebateSession::DebateSession(async::Loop& loop, debate::Service& debates, Output& output,
                             SessionOptions options)
    : loop_(loop),
      debates_(debates),
      output_(output),
      options_(options),
      board_(std::string(hint_of(options.leaving))),
      screen_(options.colours) {}

Task<ExitCode> DebateSession::run(std::string id, Task<> interrupted) {
  auto watched = follow(id);
  const auto first = co_await async::race(std::move(watched), std::move(interrupted));
  if (options_.show == Show::panels) {
    draw();
    output_.write(screen_.close());
  }
  if (first.index() == 1) co_return co_await leave(std::move(id));

  if (const auto& ended = std::get<0>(first); !ended) {
    if (ended.error().code != Errc::cancelled) output_.tell("quorum: " + ended.error().message);
    co_return terminal::exit_code(ended.error());
  }
  if (options_.show == Show::panels) output_.write("\r\nquorum debates show " + id + "\r\n");
  co_return terminal::exit_code(view_.state());
}

Task<Result<>> DebateSession::follow(std::string id) {
  QUORUM_CO_TRY(const auto reader, co_await debates_.watch(loop_, id, 0));
  async::Scope drawing(loop_);
  if (options_.show == Show::panels) drawing.spawn(redraw());
  while (true) {
    QUORUM_CO_TRY(const auto events, co_await reader->next());
    if (!events) co_return Result<>{};
    for (const auto& event : *events) QUORUM_CO_CHECK(show(event));
  }
}

Result<> DebateSession::show(const store::LogEvent& event) {
  QUORUM_CHECK(view_.apply(event, loop_.unix_ms()));
  if (options_.show == Show::json && !output_.write(json_line(event) + "\n")) return nobody_reads();
  if (options_.show == Show::lines) {
    for (const auto& line : terminal::plain_lines(view_, event)) {
      if (!output_.write(line + "\n")) return nobody_reads();
    }
  }
  return {};
}

Task<> DebateSession::redraw() {
  while (draw()) co_await loop_.sleep(kFrame);
}

bool DebateSession::draw() {
  const auto size = output_.size();
  const auto frame = board_.draw(view_, size, loop_.unix_ms());
  if (frame.done.empty() && frame.live.empty()) return true;
  const auto bytes = screen_.show(frame.done, frame.live, size);
  return bytes.empty() || output_.write(bytes);
}

Task<ExitCode> DebateSession::leave(std::string id) {
  if (options_.leaving == Leaving::pauses) {
    auto pausing = debates_.command(loop_, id, debate::Command::pause);
    const auto deadline = loop_.now() + kLeavingMax;
    // Refused or late, the debate can be resumed all the same: its log has every finished turn.
    const auto paused = co_await async::with_deadline(loop_, deadline, std::move(pausing));
    output_.tell(paused ? "Paused. Nothing that is finished is lost." : "Stopped.");
    output_.tell("Go on with:  quorum debates resume " + id);
  } else {
    output_.tell("Come back with:  quorum debates watch " + id);
  }
  co_return ExitCode::interrupted;
}

}  // namespace quorum::app
