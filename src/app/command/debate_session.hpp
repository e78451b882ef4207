#pragma once
/// One debate followed from its first event to its last, in front of somebody who may leave.

#include <cstdint>
#include <string>
#include <string_view>

#include "async/loop.hpp"
#include "async/task.hpp"
#include "core/error.hpp"
#include "debate/service.hpp"
#include "store/debates.hpp"
#include "terminal/board.hpp"
#include "terminal/ending.hpp"
#include "terminal/line.hpp"
#include "terminal/screen.hpp"
#include "terminal/view.hpp"

namespace quorum::app {

/// Where people read: the real terminal, or a test's string.
class Output {
 public:
  virtual ~Output() = default;

  /// False once nobody reads any more.
  virtual bool write(std::string_view bytes) = 0;

  /// A line beside the output itself, which may be read by a program.
  virtual void tell(std::string_view line) = 0;

  virtual terminal::Size size() const = 0;
};

enum class Show : std::uint8_t { panels, lines, json };

/// What leaving does: a debate that was started or resumed here stops with whoever did that, one
/// that is only watched goes on.
enum class Leaving : std::uint8_t { pauses, leaves };

struct SessionOptions {
  Show show = Show::lines;
  terminal::Colours colours = terminal::Colours::none;
  Leaving leaving = Leaving::leaves;
};

/// `{"id":…,"event":…,"data":…}`: a line of `--json`, without its end.
std::string json_line(const store::LogEvent& event);

class DebateSession {
 public:
  /// All of them outlive it.
  DebateSession(async::Loop& loop, debate::Service& debates, Output& output,
                SessionOptions options);

  /// Until the debate is over, or `interrupted` returns; how to go on is said then.
  Task<terminal::ExitCode> run(std::string id, Task<> interrupted);

 private:
  Task<Result<>> follow(std::string id);
  Result<> show(const store::LogEvent& event);
  Task<> redraw();
  bool draw();
  Task<terminal::ExitCode> leave(std::string id);

  async::Loop& loop_;
  debate::Service& debates_;
  Output& output_;
  SessionOptions options_;
  terminal::View view_{};
  terminal::Board board_;
  terminal::Screen screen_;
};

}  // namespace quorum::app
