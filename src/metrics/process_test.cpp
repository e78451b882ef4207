#include "metrics/process.hpp"

#include <gtest/gtest.h>

#include <string>

namespace quorum::metrics {
namespace {

double value_of(const std::string& text, const std::string& name) {
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::strtod(text.c_str() + at + name.size() + 2, nullptr);
}

TEST(Process, TellsOfThisOne) {
  Exposition out(Format::prometheus);
  write_process(out);
  const auto text = out.take();
  EXPECT_GT(value_of(text, "process_resident_memory_bytes"), 100'000);
  EXPECT_GE(value_of(text, "process_cpu_seconds_total"), 0);
  EXPECT_GE(value_of(text, "process_threads"), 1);
  EXPECT_GE(value_of(text, "process_open_fds"), 3);
  EXPECT_GT(value_of(text, "process_max_fds"), 3);
  EXPECT_GT(value_of(text, "process_start_time_seconds"), 1'500'000'000);
}

}  // namespace
}  // namespace quorum::metrics
