#pragma once
/// Every way a call can fail, said once and in words a caller may see.

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace quorum {

/// What went wrong, named by what the caller can do next.
/// `api/error_map.cpp` alone turns it into a status code.
enum class Errc : std::uint8_t {
  invalid_request,    ///< The caller must change the request; `Error::field` says where.
  unauthenticated,    ///< No key, a wrong key, or a provider that refused ours.
  permission_denied,  ///< A good key that may not do this.
  not_found,          ///< No such model, debate, route.
  conflict,           ///< The thing is not in a state that allows this.
  too_large,          ///< More bytes than the limit named in the message.
  rate_limited,       ///< The same request may pass after `Error::retry_after`.
  budget_exceeded,    ///< Waiting does not help: the cap must be raised.
  unavailable,        ///< Something needed is missing or down; the message says how to get it.
  upstream_failed,    ///< The provider broke its word: 5xx, a cut stream, garbage.
  deadline_exceeded,
  cancelled,  ///< Nobody is waiting for the answer any more.
  internal,   ///< Our bug. `detail` says where.
};

/// The code's name as written above: for logs, metrics and events.
std::string_view name(Errc code);

struct Error {
  Errc code = Errc::internal;
  std::string message{};  ///< Safe to show to the caller: no secret, no host, no provider text.
  std::string detail{};   ///< For the log only: may name hosts, key ids, SQL, provider text.
  std::string field{};    ///< The faulty field of a request, as `messages.0.role`.
  std::string reason{};   ///< A machine's word within `code`, as `model_not_found`.
  std::optional<std::chrono::milliseconds> retry_after{};
  std::optional<bool> should_retry{};  ///< Where the provider has said so itself.
};

namespace detail {

/// An error, kept aside: a `Result` is hardly larger than its value, and so is everything that
/// holds one, coroutines' frames above all.
class ErrorBox {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): an error is what it holds.
  ErrorBox(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
  ErrorBox(const ErrorBox& other) : error_(std::make_unique<Error>(other.get())) {}
  ErrorBox(ErrorBox&&) noexcept = default;
  ErrorBox& operator=(const ErrorBox& other) { return *this = ErrorBox(other); }
  ErrorBox& operator=(ErrorBox&&) noexcept = default;
  ~ErrorBox() = default;
  operator Error() && { return std::move(get()); }

  const Error& get() const { return error_ ? *error_ : moved_from(); }
  Error& get() {
    if (!error_) error_ = std::make_unique<Error>();
    return *error_;
  }

 private:
  static const Error& moved_from();
  std::unique_ptr<Error> error_;
};

}  // namespace detail

/// A value or the reason there is none.
///
/// A class, not an alias: libstdc++ 12 does not mark std::expected
/// [[nodiscard]], so an alias would let a forgotten error pass in silence.
template <typename T = void>
class [[nodiscard]] Result : public std::expected<T, detail::ErrorBox> {
  using Base = std::expected<T, detail::ErrorBox>;

 public:
  using Base::Base;
  Result(Error error) : Base(std::unexpect, std::move(error)) {}
  Result(detail::ErrorBox error) : Base(std::unexpect, std::move(error)) {}

  const Error& error() const& { return Base::error().get(); }
  Error& error() & { return Base::error().get(); }
  Error&& error() && { return std::move(Base::error().get()); }

  /// The error as it is kept, to be another result's.
  detail::ErrorBox pass() && { return std::move(Base::error()); }
};

namespace detail {

/// What `QUORUM_TRY` hands up: no error in between, for which a coroutine would keep room.
template <typename T>
ErrorBox passed(Result<T>&& failed) {
  return std::move(failed).pass();
}
template <typename Expected>
Error passed(Expected&& failed) {
  return Error(std::forward<Expected>(failed).error());
}

}  // namespace detail

}  // namespace quorum
