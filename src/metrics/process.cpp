#include "metrics/process.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

namespace quorum::metrics {
namespace {

std::string text_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The fields of `/proc/self/stat` behind the program's name, which may hold anything.
struct Stat {
  std::uint64_t user_ticks = 0;
  std::uint64_t system_ticks = 0;
  std::uint64_t threads = 0;
  std::uint64_t start_ticks = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t resident_pages = 0;
  bool is_read = false;
};

Stat read_stat() {
  Stat stat;
  const auto text = text_of("/proc/self/stat");
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return stat;
  std::istringstream fields(text.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 24 && fields >> field; ++number) {
    const auto value = number == 3 ? 0 : std::strtoull(field.c_str(), nullptr, 10);
    if (number == 14) stat.user_ticks = value;
    if (number == 15) stat.system_ticks = value;
    if (number == 20) stat.threads = value;
    if (number == 22) stat.start_ticks = value;
    if (number == 23) stat.virtual_bytes = value;
    if (number == 24) stat.resident_pages = value;
    stat.is_read = number == 24;
  }
  return stat;
}

/// When the machine began, in seconds since 1970; 0 where that cannot be read.
double boot_seconds() {
  std::istringstream lines(text_of("/proc/stat"));
  std::string word;
  while (lines >> word) {
    double seconds = 0;
    if (word == "btime" && lines >> seconds) return seconds;
  }
  return 0;
}

std::uint64_t open_descriptors() {
  std::error_code fault;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", fault), end;
       !fault && entry != end; entry.increment(fault)) {
    ++count;
  }
  return count;
}

}  // namespace

void write_process(Exposition& out) {
  const auto stat = read_stat();
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  if (stat.is_read) {
    out.family("process_cpu_seconds_total", Kind::counter, "CPU time used, user and system.")
        .sample({}, static_cast<double>(stat.user_ticks + stat.system_ticks) / ticks);
    out.family("process_resident_memory_bytes", Kind::gauge, "Resident memory.")
        .sample({}, stat.resident_pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
    out.family("process_virtual_memory_bytes", Kind::gauge, "Virtual memory.")
        .sample({}, stat.virtual_bytes);
    out.family("process_threads", Kind::gauge, "Threads.").sample({}, stat.threads);
    if (const auto boot = boot_seconds(); boot > 0) {
      out.family("process_start_time_seconds", Kind::gauge, "When the process began, since 1970.")
          .sample({}, boot + static_cast<double>(stat.start_ticks) / ticks);
    }
  }
  out.family("process_open_fds", Kind::gauge, "Open file descriptors.")
      .sample({}, open_descriptors());
  struct rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    out.family("process_max_fds", Kind::gauge, "How many file descriptors may be open.")
        .sample({}, std::uint64_t{limit.rlim_cur});
  }
}

}  // namespace quorum::metrics
