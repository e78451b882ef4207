#pragma once
/// What `quorum bench …` was asked to do. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "bench/load/load.hpp"
#include "bench/upstream/upstream.hpp"
#include "core/error.hpp"

namespace quorum::app {

enum class BenchAction : std::uint8_t { help, upstream, load };

struct BenchArguments {
  BenchAction action = BenchAction::help;
  bench::UpstreamConfig upstream{};
  bench::LoadConfig load{};
  bool is_json = false;
};

/// Says which argument is wrong and what would be right.
Result<BenchArguments> read_bench_arguments(const std::vector<std::string>& arguments);
std::string bench_usage();

}  // namespace quorum::app
