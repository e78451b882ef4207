#include "core/clock.hpp"

#include <fmt/format.h>

namespace quorum {

TimePoint SystemClock::now() const { return std::chrono::steady_clock::now(); }

UnixMs SystemClock::unix_ms() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

std::string rfc3339(UnixMs moment) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds{moment}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace quorum
