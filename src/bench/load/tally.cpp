#include "bench/load/tally.hpp"

namespace quorum::bench {

std::string_view name(Flaw flaw) {
  switch (flaw) {
    case Flaw::connect: return "connect";
    case Flaw::timeout: return "timeout";
    case Flaw::closed: return "closed";
    case Flaw::not_http: return "not_http";
    case Flaw::status: return "status";
    case Flaw::cut: return "cut";
    case Flaw::error: return "error";
    case Flaw::unfinished: return "unfinished";
    case Flaw::not_dialect: return "not_dialect";
    case Flaw::lost: return "lost";
    case Flaw::doubled: return "doubled";
    case Flaw::reordered: return "reordered";
    case Flaw::foreign: return "foreign";
  }
  return {};
}

void Tally::note(Flaw flaw, std::string_view words) {
  ++flaws[static_cast<std::size_t>(flaw)];
  if (!example.empty()) return;
  example = std::string(name(flaw)) + ": ";
  example += words;
}

std::uint64_t Tally::flaw_count() const {
  std::uint64_t sum = 0;
  for (const auto count : flaws) sum += count;
  return sum;
}

void Tally::merge(const Tally& other) {
  answers += other.answers;
  events += other.events;
  bytes += other.bytes;
  late += other.late;
  for (std::size_t i = 0; i < kFlaws; ++i) flaws[i] += other.flaws[i];
  for (const auto& [status, count] : other.statuses) statuses[status] += count;
  latency.merge(other.latency);
  first.merge(other.first);
  added.merge(other.added);
  if (example.empty()) example = other.example;
}

}  // namespace quorum::bench
