#include "store/journal/codec.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "store/journal/packing.hpp"

namespace quorum::store::journal {
namespace {

// Whoever changes a form counts on; a reader knows all numbers up to its own.
constexpr unsigned char kFirstForm = 1;  ///< Packed numbers, then the texts.
constexpr unsigned char kForm = 2;       ///< `Figures`, details, then the texts.

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

/// What nearly every record has, each at its place, as the machine spells numbers: put down with a
/// few stores, and added up without unpacking. Packed numbers were 50 bytes a record shorter and
/// took four times the work.
struct Figures {
  std::uint8_t form = kForm;
  std::uint8_t ending = 0;
  std::uint8_t dialect = 0;
  std::uint8_t finish = 0;
  std::uint8_t error = 0;
  std::uint8_t unused = 0;
  std::uint16_t status = 0;
  std::uint32_t present = 0;
  std::uint32_t tries = 0;
  std::int64_t started_us = 0;
  std::int64_t duration_ns = 0;
  std::int64_t overhead_ns = 0;
  std::int64_t waited_ns = 0;
  std::int64_t first_answer_ns = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::int64_t cost_pico_usd = 0;
  std::int64_t prompt = 0;
  std::int64_t completion = 0;
};
static_assert(sizeof(Figures) == 96 && std::has_unique_object_representations_v<Figures>);
static_assert(std::endian::native == std::endian::little, "logs move between machines");

/// What few records have, in this order behind the figures, each only where it is present.
struct Detail {
  std::uint32_t bit;
  std::optional<std::int64_t> llm::Usage::* member;
};
constexpr Detail kDetails[] = {{kCachedRead, &llm::Usage::cached_read},
                               {kCacheWrite, &llm::Usage::cache_write},
                               {kCacheWrite1h, &llm::Usage::cache_write_1h},
                               {kReasoning, &llm::Usage::reasoning},
                               {kPromptAudio, &llm::Usage::prompt_audio},
                               {kCompletionAudio, &llm::Usage::completion_audio}};
constexpr std::uint32_t kAnyDetail =
    kCachedRead | kCacheWrite | kCacheWrite1h | kReasoning | kPromptAudio | kCompletionAudio;

std::uint32_t bit_if(bool is_there, std::uint32_t bit) { return is_there ? bit : 0; }

/// In the order in which they are spelt.
template <typename Record, typename Visit>
void each_text(Record& record, Visit visit) {
  visit(record.id);
  visit(record.key_id);
  visit(record.method);
  visit(record.route);
  visit(record.model);
  visit(record.call.provider);
  visit(record.call.model);
  visit(record.call.upstream_id);
  visit(record.error_reason);
  visit(record.peer);
  visit(record.user_agent);
  visit(record.dropped);
}

UseNames unpack_names(Unpacker& unpacker) {
  const auto pass_over = [&](int texts) {
    for (int i = 0; i < texts; ++i) unpacker.text();
  };
  UseNames names;
  pass_over(1);
  names.key_id = unpacker.text();
  pass_over(3);
  names.provider = unpacker.text();
  names.model = unpacker.text();
  pass_over(5);
  return names;
}

/// What does not name a value of the enumeration, whose last one is `last`, is not taken.
template <typename Enum>
std::optional<Enum> as(unsigned char value, Enum last) {
  if (value > static_cast<unsigned char>(last)) return std::nullopt;
  return static_cast<Enum>(value);
}

bool unpack_figures(Unpacker& unpacker, Figures& figures, llm::Usage& usage) {
  if (!unpacker.object(figures)) return false;
  usage.prompt = figures.prompt;
  usage.completion = figures.completion;
  usage.is_estimate = (figures.present & kEstimate) != 0;
  if ((figures.present & kAnyDetail) == 0) return true;
  for (const auto& [bit, member] : kDetails) {
    if ((figures.present & bit) == 0) continue;
    std::int64_t value = 0;
    if (!unpacker.object(value)) return false;
    usage.*member = value;
  }
  return true;
}

bool take(const Figures& figures, const llm::Usage& usage, RequestRecord& record) {
  const auto ending = as(figures.ending, Ending::whole);
  const auto dialect = as(figures.dialect, llm::Dialect::bedrock);
  if (!ending || !dialect) return false;
  const auto has = [&](std::uint32_t bit) { return (figures.present & bit) != 0; };
  record.ending = *ending;
  record.dialect = *dialect;
  record.is_stream = has(kStream);
  record.status = figures.status;
  record.started_us = figures.started_us;
  record.duration = Duration(figures.duration_ns);
  record.overhead = Duration(figures.overhead_ns);
  record.call.waited = Duration(figures.waited_ns);
  record.call.tries = figures.tries;
  record.bytes_in = figures.bytes_in;
  record.bytes_out = figures.bytes_out;
  if (has(kFirstAnswer)) record.first_answer = Duration(figures.first_answer_ns);
  if (has(kFinish)) record.call.finish = as(figures.finish, llm::Finish::error);
  if (has(kError)) record.error = as(figures.error, Errc::internal);
  if (has(kCost)) record.cost_pico_usd = figures.cost_pico_usd;
  if (has(kUsage)) record.call.usage = usage;
  return true;
}

bool unpack_numbers(Unpacker& unpacker, RequestRecord& record) {
  Figures figures;
  llm::Usage usage;
  return unpack_figures(unpacker, figures, usage) && take(figures, usage, record);
}

/// Behind the form's number.
bool unpack_first_form(Unpacker& unpacker, RequestRecord& record) {
  Figures figures{.form = kFirstForm};
  llm::Usage usage;
  const auto has = [&](std::uint32_t bit) { return (figures.present & bit) != 0; };
  figures.present = static_cast<std::uint32_t>(unpacker.number());
  figures.ending = unpacker.byte();
  figures.dialect = unpacker.byte();
  figures.status = static_cast<std::uint16_t>(unpacker.number());
  figures.started_us = unpacker.signed_number();
  figures.duration_ns = unpacker.signed_number();
  figures.overhead_ns = unpacker.signed_number();
  figures.waited_ns = unpacker.signed_number();
  figures.tries = static_cast<std::uint32_t>(unpacker.number());
  figures.bytes_in = unpacker.number();
  figures.bytes_out = unpacker.number();
  if (has(kFirstAnswer)) figures.first_answer_ns = unpacker.signed_number();
  if (has(kFinish)) figures.finish = unpacker.byte();
  if (has(kError)) figures.error = unpacker.byte();
  if (has(kCost)) figures.cost_pico_usd = unpacker.signed_number();
  if (has(kUsage)) {
    usage.prompt = unpacker.signed_number();
    usage.completion = unpacker.signed_number();
    for (const auto& [bit, member] : kDetails) {
      if (has(bit)) usage.*member = unpacker.signed_number();
    }
    usage.is_estimate = has(kEstimate);
  }
  return take(figures, usage, record);
}

bool unpack_any(Unpacker& unpacker, RequestRecord& record) {
  switch (unpacker.next()) {
    case kForm: return unpack_numbers(unpacker, record);
    case kFirstForm: unpacker.byte(); return unpack_first_form(unpacker, record);
    default: return false;
  }
}

}  // namespace

std::size_t encode(const RequestRecord& record, char* out) {
  const auto& call = record.call;
  Figures figures{.ending = static_cast<std::uint8_t>(record.ending),
                  .dialect = static_cast<std::uint8_t>(record.dialect),
                  .finish = static_cast<std::uint8_t>(call.finish.value_or(llm::Finish{})),
                  .error = static_cast<std::uint8_t>(record.error.value_or(Errc{})),
                  .status = static_cast<std::uint16_t>(record.status),
                  .present = bit_if(call.finish.has_value(), kFinish) |
                             bit_if(record.error.has_value(), kError) |
                             bit_if(record.cost_pico_usd.has_value(), kCost) |
                             bit_if(record.first_answer.has_value(), kFirstAnswer) |
                             bit_if(record.is_stream, kStream),
                  .tries = call.tries,
                  .started_us = record.started_us,
                  .duration_ns = record.duration.count(),
                  .overhead_ns = record.overhead.count(),
                  .waited_ns = call.waited.count(),
                  .first_answer_ns = record.first_answer.value_or(Duration{}).count(),
                  .bytes_in = record.bytes_in,
                  .bytes_out = record.bytes_out,
                  .cost_pico_usd = record.cost_pico_usd.value_or(0)};
  Packer packer(out);
  packer.skip(sizeof figures);
  if (const auto& usage = call.usage) {
    figures.present |= kUsage | bit_if(usage->is_estimate, kEstimate);
    figures.prompt = usage->prompt;
    figures.completion = usage->completion;
    for (const auto& [bit, member] : kDetails) {
      const auto& value = (*usage).*member;
      if (!value) continue;
      figures.present |= bit;
      packer.object(*value);
    }
  }
  std::memcpy(out, &figures, sizeof figures);
  each_text(record, [&](const auto& text) { packer.text(text); });
  return packer.size();
}

std::optional<RequestRecord> decode(std::string_view bytes) {
  Unpacker unpacker(bytes);
  std::optional<RequestRecord> record(std::in_place);
  bool is_whole = unpack_any(unpacker, *record);
  if (is_whole) {
    each_text(*record, [&](auto& text) { text.assign(unpacker.text()); });
    is_whole = unpacker.is_whole();
  }
  if (!is_whole) record.reset();
  return record;
}

std::optional<UseNames> names_in(std::string_view bytes) {
  Unpacker unpacker(bytes);
  RequestRecord numbers;
  if (!unpack_any(unpacker, numbers)) return std::nullopt;
  const auto names = unpack_names(unpacker);
  if (!unpacker.is_whole()) return std::nullopt;
  return names;
}

Use use_in(std::string_view bytes) {
  Unpacker unpacker(bytes);
  if (unpacker.next() != kForm) {
    RequestRecord numbers;
    unpack_any(unpacker, numbers);
    return use_of(numbers);
  }
  Figures figures;
  Use use;
  auto& usage = use.usage.emplace();
  unpack_figures(unpacker, figures, usage);
  use.ending = static_cast<Ending>(figures.ending);
  use.started_us = figures.started_us;
  if ((figures.present & kCost) != 0) use.cost_pico_usd = figures.cost_pico_usd;
  if ((figures.present & kUsage) == 0) use.usage.reset();
  return use;
}

}  // namespace quorum::store::journal
