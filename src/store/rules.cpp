#include "store/rules.hpp"

#include <fmt/format.h>

namespace quorum::store {

Result<> check_sequence(std::uint64_t last, const std::vector<LogEvent>& events) {
  for (const LogEvent& event : events) {
    if (event.seq == ++last) continue;
    return Error{.code = Errc::conflict,
                 .message = "The debate's log has moved on.",
                 .detail = fmt::format("event {} where {} must come", event.seq, last),
                 .reason = "sequence"};
  }
  return {};
}

bool ChainEnd::takes(const ResponseRow& row) {
  bytes_ += row.input.size() + row.response.size();
  if (left_ == 0 || bytes_ > kChainBytesMax || !seen_.insert(row.id).second) return false;
  --left_;
  return true;
}

Error no_such_debate() { return {.code = Errc::not_found, .message = "There is no such debate."}; }

Error no_such_page() {
  return {.code = Errc::invalid_request,
          .message = "`after` must be the id of a debate.",
          .field = "after"};
}

Error id_is_known() {
  return {
      .code = Errc::conflict, .message = "A debate with this id exists already.", .reason = "id"};
}

Error key_is_known(std::string_view first_id) {
  return {.code = Errc::conflict,
          .message = "A debate with this idempotency key exists already.",
          .detail = std::string(first_id),
          .field = "idempotency_key",
          .reason = "idempotency_key"};
}

Error client_key_is_known() {
  return {.code = Errc::conflict,
          .message = "A key with this id or this text exists already.",
          .reason = "id"};
}

Error client_key_is_valid() {
  return {.code = Errc::conflict,
          .message = "A key is still valid: revoke it first.",
          .reason = "key_is_valid"};
}

Error lease_is_taken(std::string_view holder) {
  return {.code = Errc::conflict,
          .message = fmt::format("The debate is being run by {}.", holder),
          .reason = "lease"};
}

}  // namespace quorum::store
