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

UsageTotal usage_of(const RequestRecord& record) {
  UsageTotal total{.key_id = std::string(record.key_id.view()),
                   .provider = std::string(record.call.provider.view()),
                   .model = std::string(record.call.model.view()),
                   .requests = 1,
                   .failures = record.ending == Ending::whole ? 0 : 1,
                   .last_ms = record.started_us / 1000};
  if (const auto& usage = record.call.usage) {
    total.estimates = usage->is_estimate ? 1 : 0;
    total.unpriced = record.cost_pico_usd ? 0 : 1;
    total.prompt = usage->prompt;
    total.completion = usage->completion;
    total.cached_read = usage->cached_read.value_or(0);
    total.cache_write = usage->cache_write.value_or(0);
    total.reasoning = usage->reasoning.value_or(0);
  }
  if (record.cost_pico_usd) total.cost = Money::pico_usd(*record.cost_pico_usd);
  return total;
}

}  // namespace quorum::store
