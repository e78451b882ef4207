#include "core/id.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <random>

namespace quorum {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kTimeCharacters = 10;
constexpr int kChanceCharacters = 14;
constexpr int kBitsPerCharacter = 5;
constexpr auto kPairs = [] {
  std::array<std::array<char, 2>, std::size_t{32} * 32> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i / 32], kAlphabet[i % 32]};
  return pairs;
}();

// SplitMix64 (Steele, Lea, Flood 2014): spreads a small seed over the whole state.
std::uint64_t spread(std::uint64_t& seed) {
  auto z = (seed += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::uint64_t seed_from_system() {
  std::random_device source;
  return (static_cast<std::uint64_t>(source()) << 32) | source();
}

}  // namespace

IdMaker::IdMaker(const Clock& clock) : IdMaker(clock, seed_from_system()) {}

IdMaker::IdMaker(const Clock& clock, std::uint64_t seed)
    : clock_(clock), state_{spread(seed), spread(seed)} {}

// xoroshiro128+ (Blackman, Vigna 2018).
std::uint64_t IdMaker::next_random() {
  const auto a = state_[0];
  auto b = state_[1];
  const auto answer = a + b;
  b ^= a;
  state_[0] = std::rotl(a, 24) ^ b ^ (b << 16);
  state_[1] = std::rotl(b, 37);
  return answer;
}

std::string IdMaker::make(std::string_view prefix) {
  const auto time = static_cast<std::uint64_t>(clock_.unix_ms());
  std::uint64_t chance[2] = {next_random(), next_random()};
  std::string id;
  const auto size = prefix.size() + kTimeCharacters + kChanceCharacters;
  id.resize_and_overwrite(size, [&](char* const begin, std::size_t) {
    char* at = std::ranges::copy(prefix, begin).out;
    const auto put = [&at](std::size_t pair) {
      std::memcpy(at, kPairs[pair].data(), kPairs[pair].size());
      at += kPairs[pair].size();
    };
    for (int place = kTimeCharacters - 2; place >= 0; place -= 2) {
      put((time >> (place * kBitsPerCharacter)) % kPairs.size());
    }
    for (int i = 0; i < kChanceCharacters; i += 2) {
      put((chance[0] >> 59 << kBitsPerCharacter) | chance[1] >> 59);
      for (auto& bits : chance) bits <<= kBitsPerCharacter;
    }
    return size;
  });
  return id;
}

}  // namespace quorum
