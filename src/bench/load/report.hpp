#pragma once
/// What a load has seen, for people and for programs. Pure.

#include <string>

#include "bench/load/load.hpp"

namespace quorum::bench {

std::string report_text(const LoadResult& result);

/// One JSON object; its members are described in `docs/bench.md`.
std::string report_json(const LoadResult& result);

}  // namespace quorum::bench
