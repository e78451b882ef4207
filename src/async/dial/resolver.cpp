#include "async/dial/resolver.hpp"

#include <algorithm>

#include "core/try.hpp"

namespace quorum::dial {
namespace {

constexpr std::size_t kNameBytesMax = 253;

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool is_or_ends_in(std::string_view name, std::string_view last) {
  if (!name.ends_with(last)) return false;
  name.remove_suffix(last.size());
  return name.empty() || name.ends_with('.');
}

}  // namespace

Result<std::string> plain_name(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const bool is_printable =
      std::ranges::all_of(host, [](char byte) { return byte > ' ' && byte != '\x7F'; });
  if (host.empty() || host.size() > kNameBytesMax || !is_printable) {
    return Error{.code = Errc::invalid_request, .message = "That cannot be a host's name."};
  }
  std::string name(host);
  std::ranges::transform(name, name.begin(), lower);
  return name;
}

bool is_localhost(std::string_view name) { return is_or_ends_in(name, "localhost"); }

Resolver::Resolver(async::Loop& loop, NameSource& source, NameCacheConfig config)
    : loop_(loop), source_(source), cache_(config), questions_(loop) {}

Task<Result<Resolver::Addresses>> Resolver::resolve(std::string name, Family family) {
  if (is_localhost(name)) {
    const auto* const text = family == Family::v4 ? "127.0.0.1" : "::1";
    co_return Addresses{*async::Address::numeric(text, 0)};
  }
  // Never the name of anything (RFC 6761, 6.4): no server need be asked.
  if (is_or_ends_in(name, "invalid")) co_return Addresses{};
  if (const auto* const known = cache_.fresh(name, family, loop_.now())) {
    co_return known->addresses;
  }
  const Key key{std::move(name), family};
  auto& asked = asking_[key];
  if (!asked) {
    asked = std::make_shared<Question>(loop_);
    questions_.spawn(ask(key, asked));
  }
  const auto question = asked;
  co_await question->answered.wait();
  co_return question->answer;
}

Task<> Resolver::ask(Key key, std::shared_ptr<Question> question) {
  auto name = key.first;
  auto found = co_await source_.ask(std::move(name), key.second);
  question->answer = remember(key, std::move(found));
  asking_.erase(key);
  question->answered.set();
}

Result<Resolver::Addresses> Resolver::remember(const Key& key, Result<Found> found) {
  const auto now = loop_.now();
  if (!found) {
    const auto* const stale = cache_.stale(key.first, key.second, now);
    if (stale == nullptr) return std::move(found.error());
    return stale->addresses;
  }
  auto addresses = found->addresses;
  cache_.put(key.first, key.second, std::move(*found), now);
  return addresses;
}

}  // namespace quorum::dial
