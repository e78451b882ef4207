#include "store/journal/codec.hpp"

#include <cstdint>
#include <utility>

#include "store/journal/packing.hpp"

namespace quorum::store::journal {
namespace {

/// Whoever changes what follows it counts on; a reader knows all numbers up to its own.
constexpr unsigned char kForm = 1;

/// Which of the values that may be absent are there.
constexpr std::uint32_t kUsage = 1U << 0U;
constexpr std::uint32_t kCachedRead = 1U << 1U;
constexpr std::uint32_t kCacheWrite = 1U << 2U;
constexpr std::uint32_t kCacheWrite1h = 1U << 3U;
constexpr std::uint32_t kReasoning = 1U << 4U;
constexpr std::uint32_t kPromptAudio = 1U << 5U;
constexpr std::uint32_t kCompletionAudio = 1U << 6U;
constexpr std::uint32_t kEstimate = 1U << 7U;
constexpr std::uint32_t kFinish = 1U << 8U;
constexpr std::uint32_t kError = 1U << 9U;
constexpr std::uint32_t kCost = 1U << 10U;
constexpr std::uint32_t kFirstAnswer = 1U << 11U;
constexpr std::uint32_t kStream = 1U << 12U;

std::uint32_t presence(const RequestRecord& record) {
  std::uint32_t bits = 0;
  if (const auto& usage = record.call.usage) {
    bits |= kUsage;
    if (usage->cached_read) bits |= kCachedRead;
    if (usage->cache_write) bits |= kCacheWrite;
    if (usage->cache_write_1h) bits |= kCacheWrite1h;
    if (usage->reasoning) bits |= kReasoning;
    if (usage->prompt_audio) bits |= kPromptAudio;
    if (usage->completion_audio) bits |= kCompletionAudio;
    if (usage->is_estimate) bits |= kEstimate;
  }
  if (record.call.finish) bits |= kFinish;
  if (record.error) bits |= kError;
  if (record.cost_pico_usd) bits |= kCost;
  if (record.first_answer) bits |= kFirstAnswer;
  if (record.is_stream) bits |= kStream;
  return bits;
}

void pack_usage(Packer& packer, const llm::Usage& usage) {
  packer.number(usage.prompt);
  packer.number(usage.completion);
  packer.optional(usage.cached_read);
  packer.optional(usage.cache_write);
  packer.optional(usage.cache_write_1h);
  packer.optional(usage.reasoning);
  packer.optional(usage.prompt_audio);
  packer.optional(usage.completion_audio);
}

llm::Usage unpack_usage(Unpacker& unpacker, std::uint64_t bits) {
  llm::Usage usage;
  usage.prompt = unpacker.signed_number();
  usage.completion = unpacker.signed_number();
  unpacker.optional((bits & kCachedRead) != 0, usage.cached_read);
  unpacker.optional((bits & kCacheWrite) != 0, usage.cache_write);
  unpacker.optional((bits & kCacheWrite1h) != 0, usage.cache_write_1h);
  unpacker.optional((bits & kReasoning) != 0, usage.reasoning);
  unpacker.optional((bits & kPromptAudio) != 0, usage.prompt_audio);
  unpacker.optional((bits & kCompletionAudio) != 0, usage.completion_audio);
  usage.is_estimate = (bits & kEstimate) != 0;
  return usage;
}

/// What does not name a value of the enumeration, whose last one is `last`, is not taken.
template <typename Enum>
std::optional<Enum> as(unsigned char value, Enum last) {
  if (value > static_cast<unsigned char>(last)) return std::nullopt;
  return static_cast<Enum>(value);
}

void pack_texts(Packer& packer, const RequestRecord& record) {
  for (const std::string_view text :
       {record.id.view(), record.key_id.view(), record.method.view(), record.route.view(),
        record.model.view(), record.call.provider.view(), record.call.model.view(),
        record.call.upstream_id.view(), record.error_reason.view(), record.peer.view(),
        record.user_agent.view(), record.dropped.view()}) {
    packer.text(text);
  }
}

void unpack_texts(Unpacker& unpacker, RequestRecord& record) {
  record.id.assign(unpacker.text());
  record.key_id.assign(unpacker.text());
  record.method.assign(unpacker.text());
  record.route.assign(unpacker.text());
  record.model.assign(unpacker.text());
  record.call.provider.assign(unpacker.text());
  record.call.model.assign(unpacker.text());
  record.call.upstream_id.assign(unpacker.text());
  record.error_reason.assign(unpacker.text());
  record.peer.assign(unpacker.text());
  record.user_agent.assign(unpacker.text());
  record.dropped.assign(unpacker.text());
}

void unpack_names(Unpacker& unpacker, RequestRecord& record) {
  const auto pass_over = [&](int texts) {
    for (int i = 0; i < texts; ++i) unpacker.text();
  };
  pass_over(1);
  record.key_id.assign(unpacker.text());
  pass_over(3);
  record.call.provider.assign(unpacker.text());
  record.call.model.assign(unpacker.text());
  pass_over(5);
}

bool unpack_numbers(Unpacker& unpacker, RequestRecord& record) {
  const auto bits = unpacker.number();
  const auto ending = as(unpacker.byte(), Ending::whole);
  const auto dialect = as(unpacker.byte(), llm::Dialect::bedrock);
  if (!ending || !dialect) return false;
  record.ending = *ending;
  record.dialect = *dialect;
  record.is_stream = (bits & kStream) != 0;
  record.status = static_cast<std::int32_t>(unpacker.number());
  record.started_us = unpacker.signed_number();
  record.duration = Duration(unpacker.signed_number());
  record.overhead = Duration(unpacker.signed_number());
  record.call.waited = Duration(unpacker.signed_number());
  record.call.tries = static_cast<std::uint32_t>(unpacker.number());
  record.bytes_in = unpacker.number();
  record.bytes_out = unpacker.number();
  if ((bits & kFirstAnswer) != 0) record.first_answer = Duration(unpacker.signed_number());
  if ((bits & kFinish) != 0) record.call.finish = as(unpacker.byte(), llm::Finish::error);
  if ((bits & kError) != 0) record.error = as(unpacker.byte(), Errc::internal);
  unpacker.optional((bits & kCost) != 0, record.cost_pico_usd);
  if ((bits & kUsage) != 0) record.call.usage = unpack_usage(unpacker, bits);
  return true;
}

template <typename UnpackTexts>
std::optional<RequestRecord> decode_with(std::string_view bytes, UnpackTexts texts) {
  Unpacker unpacker(bytes);
  std::optional<RequestRecord> record(std::in_place);
  if (unpacker.byte() == kForm && unpack_numbers(unpacker, *record)) {
    texts(unpacker, *record);
    if (unpacker.is_whole()) return record;
  }
  record.reset();
  return record;
}

}  // namespace

std::size_t encode(const RequestRecord& record, char* out) {
  Packer packer(out);
  packer.byte(kForm);
  packer.number(std::uint64_t{presence(record)});
  packer.byte(static_cast<unsigned char>(record.ending));
  packer.byte(static_cast<unsigned char>(record.dialect));
  packer.number(static_cast<std::uint64_t>(record.status));
  packer.number(record.started_us);
  packer.number(std::int64_t{record.duration.count()});
  packer.number(std::int64_t{record.overhead.count()});
  packer.number(std::int64_t{record.call.waited.count()});
  packer.number(std::uint64_t{record.call.tries});
  packer.number(record.bytes_in);
  packer.number(record.bytes_out);
  if (record.first_answer) packer.number(std::int64_t{record.first_answer->count()});
  if (record.call.finish) packer.byte(static_cast<unsigned char>(*record.call.finish));
  if (record.error) packer.byte(static_cast<unsigned char>(*record.error));
  packer.optional(record.cost_pico_usd);
  if (record.call.usage) pack_usage(packer, *record.call.usage);
  pack_texts(packer, record);
  return packer.size();
}

std::optional<RequestRecord> decode(std::string_view bytes) {
  return decode_with(bytes, unpack_texts);
}

std::optional<RequestRecord> decode_for_totals(std::string_view bytes) {
  return decode_with(bytes, unpack_names);
}

}  // namespace quorum::store::journal
