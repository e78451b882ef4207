#include "core/id.hpp"

#include <algorithm>
#include <bit>
#include <random>

namespace quorum {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kTimeCharacters = 10;
constexpr int kChanceCharacters = 14;
constexpr int kBitsPerCharacter = 5;

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
  std::uint64_t chance[2];
  {
    const std::scoped_lock lock(mutex_);
    chance[0] = next_random();
    chance[1] = next_random();
  }
  std::string id(prefix.size() + kTimeCharacters + kChanceCharacters, '\0');
  auto* at = std::ranges::copy(prefix, id.begin()).out.base();
  for (int place = kTimeCharacters - 1; place >= 0; --place) {
    *at++ = kAlphabet[(time >> (place * kBitsPerCharacter)) & 31];
  }
  for (int i = 0; i < kChanceCharacters; ++i) {
    auto& bits = chance[i % 2];
    *at++ = kAlphabet[bits >> 59];
    bits <<= kBitsPerCharacter;
  }
  return id;
}

}  // namespace quorum
