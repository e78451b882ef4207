#include "govern/key_text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/random.hpp"
#include "core/try.hpp"

namespace quorum::govern {
namespace {

constexpr std::string_view kPrefix = "sk-quorum-";
constexpr std::string_view kLetters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t kChanceLetters = 32;
constexpr std::size_t kCheckLetters = 6;

/// CRC-32 (ISO 3309): finds every slip of one letter and every two neighbours swapped.
std::uint32_t crc32(std::string_view text) {
  std::uint32_t rest = 0xFFFFFFFF;
  for (const char letter : text) {
    rest ^= static_cast<unsigned char>(letter);
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ (0xEDB88320 & (0U - (rest & 1)));
  }
  return ~rest;
}

std::string check_letters(std::string_view text) {
  auto rest = crc32(text);
  std::string letters(kCheckLetters, '0');
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter) {
    *letter = kLetters[rest % kLetters.size()];
    rest /= static_cast<std::uint32_t>(kLetters.size());
  }
  return letters;
}

}  // namespace

Result<Secret> make_key() {
  std::string key(kPrefix);
  while (key.size() < kPrefix.size() + kChanceLetters) {
    std::array<std::uint8_t, kChanceLetters> bytes{};
    QUORUM_CHECK(fill_random(bytes));
    for (const auto byte : bytes) {
      // Six bits hold 64 values: those without a letter are left out, so that all are as likely.
      const std::size_t value = byte & 0x3F;
      if (value < kLetters.size() && key.size() < kPrefix.size() + kChanceLetters) {
        key += kLetters[value];
      }
    }
  }
  key += check_letters(key);
  return Secret(std::move(key));
}

KeyForm form_of(std::string_view key) {
  if (!key.starts_with(kPrefix)) return KeyForm::foreign;
  constexpr auto kChecked = kPrefix.size() + kChanceLetters;
  const bool is_fine = key.size() == kChecked + kCheckLetters &&
                       key.substr(kChecked) == check_letters(key.substr(0, kChecked));
  return is_fine ? KeyForm::fine : KeyForm::mistyped;
}

}  // namespace quorum::govern
