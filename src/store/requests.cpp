#include "store/requests.hpp"

#include <algorithm>

namespace quorum::store {

bool RequestQuery::matches(const RequestRecord& record) const {
  if (!key_id.empty() && record.key_id != key_id) return false;
  if (!model.empty() && record.model != model && record.call.model != model) return false;
  if (record.status < status_min || record.status > status_max) return false;
  return record.started_us >= since_us;
}

void UsageTotal::add(const UsageTotal& other) {
  requests += other.requests;
  failures += other.failures;
  estimates += other.estimates;
  unpriced += other.unpriced;
  prompt += other.prompt;
  completion += other.completion;
  cached_read += other.cached_read;
  cache_write += other.cache_write;
  reasoning += other.reasoning;
  cost += other.cost;
  last_ms = std::max(last_ms, other.last_ms);
}

Use use_of(const RequestRecord& record) {
  return {.ending = record.ending,
          .started_us = record.started_us,
          .usage = record.call.usage,
          .cost_pico_usd = record.cost_pico_usd};
}

void UsageTotal::add(const Use& use) {
  ++requests;
  failures += use.ending == Ending::whole ? 0 : 1;
  last_ms = std::max(last_ms, use.started_us / 1000);
  if (use.cost_pico_usd) cost += Money::pico_usd(*use.cost_pico_usd);
  if (!use.usage) return;
  const auto& usage = *use.usage;
  estimates += usage.is_estimate ? 1 : 0;
  unpriced += use.cost_pico_usd ? 0 : 1;
  prompt += usage.prompt;
  completion += usage.completion;
  cached_read += usage.cached_read.value_or(0);
  cache_write += usage.cache_write.value_or(0);
  reasoning += usage.reasoning.value_or(0);
}

}  // namespace quorum::store
