#include "govern/door.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "govern/key_text.hpp"

namespace quorum::govern {
namespace {

using std::chrono::milliseconds;

/// Longer ones are no keys, and hashing them would be work for whoever asks for it.
constexpr std::size_t kKeyBytesMax = 512;

/// Nobody knows when an answer ends: soon is as good a guess as any.
constexpr milliseconds kStreamWait{1'000};

Error unauthenticated(std::string message) {
  return {
      .code = Errc::unauthenticated, .message = std::move(message), .reason = "invalid_api_key"};
}

Entry refused(Error error, std::string_view key_id = {},
              std::optional<Quota> quota = std::nullopt) {
  return {.key_id = key_id, .quota = quota, .refusal = std::make_unique<Error>(std::move(error))};
}

Error too_many_requests(const Key& key, std::chrono::nanoseconds wait) {
  return {.code = Errc::rate_limited,
          .message =
              fmt::format("This key may make {} requests a minute. Try again in {:.3g} s.",
                          key.requests_per_minute_max, std::chrono::duration<double>(wait).count()),
          .reason = "rate_limit_exceeded",
          // Rounded up: who comes a moment early is refused again.
          .retry_after = std::chrono::ceil<milliseconds>(wait)};
}

Error too_many_streams(const Key& key) {
  return {.code = Errc::rate_limited,
          .message = fmt::format("This key may have {} answers under way at once, and has. Try "
                                 "again when one has ended.",
                                 key.streams_max),
          .reason = "concurrency_limit_exceeded",
          .retry_after = kStreamWait};
}

}  // namespace

void Door::look_at_board() {
  const auto version = board_.version();
  if (version == version_) return;
  // The ring may be newer than `version`; then the next look brings the same one again.
  known_ = {};
  ring_ = board_.ring();
  version_ = version;
}

bool Door::asks_who_is_at_home() {
  look_at_board();
  return ring_->empty();
}

// Takes the same time whatever differs: a text is compared, not its hash.
bool Door::Known::is(std::string_view shown) const {
  if (key == nullptr || shown.size() != size) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < size; ++i) {
    difference |= static_cast<unsigned char>(text[i] ^ shown[i]);
  }
  return difference == 0;
}

const Key* Door::find(std::string_view shown) {
  // Our keys end in letters that are as good as chance.
  auto& known = known_[static_cast<unsigned char>(shown.back()) % known_.size()];
  if (known.is(shown)) return known.key;
  const auto* key = ring_->find(machine_.digest(shown));
  if (key != nullptr && shown.size() <= known.text.size()) {
    known = {.size = shown.size(), .key = key};
    std::ranges::copy(shown, known.text.begin());
  }
  return key;
}

const Key* Door::find(std::span<const std::string_view> keys) {
  const Key* found = nullptr;
  for (const auto shown : keys) {
    if (shown.empty() || shown.size() > kKeyBytesMax) continue;
    const auto* key = find(shown);
    if (key == nullptr) continue;
    found = key;
    if (!key->is_revoked) break;
  }
  return found;
}

Entry Door::admit(const Caller& caller, Effort effort) {
  look_at_board();
  if (ring_->empty()) return caller.is_at_home ? Entry{} : refused(unknown(caller));
  if (const auto* key = find(caller.keys)) return admit_with(*key, effort);
  return refused(unknown(caller));
}

Entry Door::admit_with(const Key& key, Effort effort) const {
  constexpr auto kNever = std::numeric_limits<UnixMs>::max();
  if (key.ends_ms != kNever && clock_.unix_ms() >= key.ends_ms) {
    return refused(
        unauthenticated(key.is_revoked ? "This key has been revoked." : "This key has expired."));
  }
  Entry entry{.key_id = std::string_view(key.id)};
  if (key.streams_max > 0 && effort == Effort::answer) {
    entry.permit = Permits::take({key.use, &key.use->permits}, key.streams_max);
    if (!entry.permit) return refused(too_many_streams(key), key.id);
  }
  if (key.requests_per_minute_max > 0) {
    // After the permit: a request that is refused for another reason does not count.
    auto taken = key.use->rate.take(key.requests_per_minute_max, clock_.now());
    // Another loop's turn may have begun later than ours.
    if (!taken.is_allowed) taken = key.use->rate.take(key.requests_per_minute_max, clock_.read());
    entry.quota = {.per_minute_max = key.requests_per_minute_max,
                   .left = taken.left,
                   .full_after = taken.full_after};
    if (!taken.is_allowed) return refused(too_many_requests(key, taken.wait), key.id, entry.quota);
  }
  return entry;
}

Error Door::unknown(const Caller& caller) const {
  constexpr auto kHow =
      "Send one as `Authorization: Bearer sk-…`; `quorum keys create`, on this "
      "server's machine, makes one.";
  if (ring_->empty()) {
    return unauthenticated(fmt::format(
        "This server has no keys yet, and without keys it serves its own machine alone. {}", kHow));
  }
  if (caller.keys.empty()) return unauthenticated(fmt::format("This server wants a key. {}", kHow));
  for (const auto shown : caller.keys) {
    if (form_of(shown) != KeyForm::mistyped) continue;
    return unauthenticated("The key is mistyped or cut: its last letters do not fit the others.");
  }
  return unauthenticated("The key is none of this server's.");
}

}  // namespace quorum::govern
