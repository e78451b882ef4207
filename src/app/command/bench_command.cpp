#include "app/command/bench_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "app/command/bench_arguments.hpp"
#include "async/descriptor_limit.hpp"
#include "async/loop.hpp"
#include "bench/load/report.hpp"
#include "http/url.hpp"

namespace quorum::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;

int fail(const Error& error) {
  fmt::print(stderr, "quorum bench: {}\n", error.message);
  return error.code == Errc::invalid_request ? kMisused : kFailed;
}

int run_upstream(const BenchArguments& arguments) {
  auto loop = async::Loop::create();
  if (!loop) return fail(loop.error());
  const auto upstream = bench::Upstream::listen(**loop, arguments.upstream);
  if (!upstream) return fail(upstream.error());
  const http::Url url{.scheme = arguments.upstream.tls_key_file.empty() ? "http" : "https",
                      .host = arguments.upstream.host,
                      .port = (*upstream)->port()};
  const auto address = url.scheme + "://" + url.authority();
  if (arguments.is_json) {
    fmt::print("{{\"url\":\"{}\",\"port\":{}}}\n", address, url.port);
  } else {
    fmt::print("{}\n", address);
  }
  std::fflush(stdout);
  (*loop)->run();
  return 0;
}

int run_load(const BenchArguments& arguments) {
  const auto result = bench::run_load(arguments.load);
  if (!result) return fail(result.error());
  fmt::print("{}{}",
             arguments.is_json ? bench::report_json(**result) : bench::report_text(**result),
             arguments.is_json ? "\n" : "");
  const auto& tally = (*result)->tally;
  return tally.answers + tally.events > 0 ? 0 : kFailed;
}

}  // namespace

int run_bench_command(const std::vector<std::string>& arguments) {
  const auto read = read_bench_arguments(arguments);
  if (!read) return fail(read.error());
  async::raise_descriptor_limit();
  switch (read->action) {
    case BenchAction::upstream: return run_upstream(*read);
    case BenchAction::load: return run_load(*read);
    case BenchAction::help: break;
  }
  fmt::print("{}", bench_usage());
  return 0;
}

}  // namespace quorum::app
