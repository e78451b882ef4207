#include "store/journal/totals.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "store/journal/crc32c.hpp"
#include "store/journal/packing.hpp"

namespace quorum::store::journal {
namespace {

constexpr std::string_view kMark = "QREQSUM1";
constexpr std::string_view kOther = "(other)";

/// Three texts and twelve numbers.
constexpr std::size_t kRowBytesMax = std::size_t{3} * 256 + std::size_t{12} * 10;

template <std::size_t kRoom, typename Pack>
void append_packed(std::string& out, Pack pack) {
  std::array<char, kRoom> room;
  Packer packer(room.data());
  pack(packer);
  out.append(room.data(), packer.size());
}

void pack(Packer& packer, const UsageTotal& row) {
  for (const auto* text : {&row.key_id, &row.provider, &row.model}) packer.text(*text);
  for (const auto number : {row.requests, row.failures, row.estimates, row.unpriced, row.prompt,
                            row.completion, row.cached_read, row.cache_write, row.reasoning}) {
    packer.number(number);
  }
  const auto cost = static_cast<unsigned __int128>(row.cost.pico());
  packer.number(static_cast<std::uint64_t>(cost));
  packer.number(static_cast<std::uint64_t>(cost >> 64));
  packer.number(row.last_ms);
}

UsageTotal unpack(Unpacker& unpacker) {
  UsageTotal row;
  for (auto* text : {&row.key_id, &row.provider, &row.model}) *text = unpacker.text();
  for (auto* number : {&row.requests, &row.failures, &row.estimates, &row.unpriced, &row.prompt,
                       &row.completion, &row.cached_read, &row.cache_write, &row.reasoning}) {
    *number = unpacker.signed_number();
  }
  const unsigned __int128 low = unpacker.number();
  const unsigned __int128 high = unpacker.number();
  row.cost = Money::pico_usd(static_cast<__int128>(high << 64 | low));
  row.last_ms = unpacker.signed_number();
  return row;
}

}  // namespace

Totals::Row Totals::find(UseNames names) {
  const auto place = [&] { return by_names_.find({names.key_id, names.provider, names.model}); };
  auto found = place();
  if (found == by_names_.end() && sums_.size() >= rows_max_) {
    names.provider = names.model = kOther;
    found = place();
    if (found == by_names_.end() && sums_.size() >= 2 * rows_max_) {
      names.key_id = {};
      found = place();
    }
  }
  if (found != by_names_.end()) return found->second;
  const auto row = static_cast<Row>(sums_.size());
  const auto& kept = sums_
                         .emplace_back(Sum{.counted = {.key_id = std::string(names.key_id),
                                                       .provider = std::string(names.provider),
                                                       .model = std::string(names.model)}})
                         .counted;
  by_names_.emplace(Names(kept.key_id, kept.provider, kept.model), row);
  return row;
}

void Totals::expect(Row row, const Use& use) {
  auto& expected = sums_[row].expected;
  if (expected.requests == 0) expecting_.push_back(row);
  expected.add(use);
}

void Totals::settle() {
  for (const auto row : expecting_) {
    auto& sum = sums_[row];
    sum.counted.add(sum.expected);
    sum.expected = {};
  }
  expecting_.clear();
}

void Totals::add(const UsageTotal& total) {
  sums_[find({total.key_id, total.provider, total.model})].counted.add(total);
}

std::vector<UsageTotal> Totals::rows() const {
  std::vector<UsageTotal> rows;
  rows.reserve(sums_.size());
  for (const auto& [names, row] : by_names_) {
    if (const auto& counted = sums_[row].counted; counted.requests > 0) rows.push_back(counted);
  }
  return rows;
}

std::string encode(const Checkpoint& checkpoint) {
  std::string out(kMark);
  append_packed<40>(out, [&](Packer& packer) {
    packer.number(checkpoint.position.segment);
    packer.number(checkpoint.position.offset);
    packer.number(std::uint64_t{checkpoint.rows.size()});
  });
  for (const auto& row : checkpoint.rows) {
    append_packed<kRowBytesMax>(out, [&](Packer& packer) { pack(packer, row); });
  }
  const auto sum = crc32c(out);
  std::array<char, sizeof sum> bytes{};
  std::memcpy(bytes.data(), &sum, sizeof sum);
  return out.append(bytes.data(), bytes.size());
}

std::optional<Checkpoint> decode_checkpoint(std::string_view bytes) {
  std::uint32_t sum = 0;
  if (bytes.size() < kMark.size() + sizeof sum || !bytes.starts_with(kMark)) return std::nullopt;
  const auto body = bytes.substr(0, bytes.size() - sizeof sum);
  std::memcpy(&sum, bytes.data() + body.size(), sizeof sum);
  if (crc32c(body) != sum) return std::nullopt;
  Unpacker unpacker(body.substr(kMark.size()));
  Checkpoint checkpoint;
  checkpoint.position.segment = unpacker.number();
  checkpoint.position.offset = unpacker.number();
  const auto count = unpacker.number();
  // Each row takes more than a byte.
  if (count > body.size()) return std::nullopt;
  for (std::uint64_t i = 0; i < count; ++i) checkpoint.rows.push_back(unpack(unpacker));
  if (!unpacker.is_whole()) return std::nullopt;
  return checkpoint;
}

}  // namespace quorum::store::journal
