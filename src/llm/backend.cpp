#include "llm/backend.hpp"

namespace quorum::llm {

Result<Chat> Call::words() const {
  if (wire.read != nullptr) return wire.read(*wire.body);
  return *chat;
}

const Notes& ChatStream::notes() const {
  static const Notes kNone{};
  return kNone;
}

Money Price::of(const Usage& usage) const {
  const auto cached = cached_read ? usage.cached_read.value_or(0) : 0;
  const auto written = cache_write ? usage.cache_write.value_or(0) : 0;
  return prompt * (usage.prompt - cached - written) + cached_read.value_or(Money{}) * cached +
         cache_write.value_or(Money{}) * written + completion * usage.completion;
}

}  // namespace quorum::llm
