#include "store/sqlite/rows.hpp"

#include <algorithm>
#include <limits>

#include "core/try.hpp"
#include "store/rules.hpp"

namespace quorum::store::sqlite {
namespace {

struct Place {
  std::int64_t number = 0;
  std::uint64_t last_seq = 0;
};

Result<Place> place_of(Connection& connection, std::string_view id) {
  QUORUM_TRY(auto statement,
             connection.prepare("SELECT number, last_seq FROM debate WHERE id = ?"));
  QUORUM_TRY(const bool is_found, statement.bind(id).step());
  if (!is_found) return no_such_debate();
  return Place{.number = statement.integer(0),
               .last_seq = static_cast<std::uint64_t>(statement.integer(1))};
}

/// Why `row` met another one: of its key, or of its id.
Error duplicate_of(Connection& connection, const DebateRow& row) {
  auto statement = connection.prepare("SELECT id FROM debate WHERE idempotency_key = ?");
  if (!statement) return statement.error();
  const auto is_found = statement->bind(row.idempotency_key).step();
  if (!is_found) return is_found.error();
  return *is_found ? key_is_known(statement->text(0)) : id_is_known();
}

DebateRow row_of(const Statement& statement) {
  return {.id = statement.text(0),
          .question = statement.text(1),
          .status = statement.text(2),
          .request = statement.text(3),
          .idempotency_key = statement.text(4),
          .created_ms = statement.integer(5),
          .updated_ms = statement.integer(6)};
}

std::int64_t narrow(std::uint64_t value) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min<std::uint64_t>(value, kMax));
}

/// The pattern of a LIKE that finds `text` anywhere, whatever signs it holds.
std::string pattern_of(std::string_view text) {
  if (text.empty()) return "%";
  std::string pattern = "%";
  for (const char letter : text) {
    if (letter == '%' || letter == '_' || letter == '\\') pattern += '\\';
    pattern += letter;
  }
  return pattern + '%';
}

}  // namespace

Result<> insert_debate(Connection& connection, const DebateRow& row) {
  QUORUM_TRY(auto statement,
             connection.prepare("INSERT INTO debate (id, question, status, request, "
                                "idempotency_key, created_ms, updated_ms) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?)"));
  statement.bind(row.id).bind(row.question).bind(row.status).bind(row.request);
  // NULL, as two debates without a key do not share one.
  row.idempotency_key.empty() ? statement.bind_null() : statement.bind(row.idempotency_key);
  auto done = statement.bind(row.created_ms).bind(row.updated_ms).run();
  if (!done && connection.is_duplicate()) return duplicate_of(connection, row);
  return done;
}

Result<> insert_events(Connection& connection, std::string_view id,
                       const std::vector<LogEvent>& events) {
  QUORUM_TRY(const auto place, place_of(connection, id));
  QUORUM_CHECK(check_sequence(place.last_seq, events));
  if (events.empty()) return {};
  for (const LogEvent& event : events) {
    QUORUM_TRY(auto statement,
               connection.prepare("INSERT INTO debate_event (debate, seq, name, data, at_ms) "
                                  "VALUES (?, ?, ?, ?, ?)"));
    statement.bind(place.number).bind(narrow(event.seq)).bind(event.name).bind(event.data);
    QUORUM_CHECK(statement.bind(event.at_ms).run());
  }
  QUORUM_TRY(auto statement,
             connection.prepare("UPDATE debate SET last_seq = ?, updated_ms = ? WHERE number = ?"));
  statement.bind(narrow(events.back().seq)).bind(events.back().at_ms).bind(place.number);
  return statement.run();
}

Result<> update_status(Connection& connection, std::string_view id, std::string_view status,
                       UnixMs at_ms) {
  QUORUM_TRY(const auto place, place_of(connection, id));
  QUORUM_TRY(auto statement,
             connection.prepare("UPDATE debate SET status = ?, updated_ms = ? WHERE number = ?"));
  return statement.bind(status).bind(at_ms).bind(place.number).run();
}

Result<std::optional<DebateRow>> find_debate(Connection& connection, std::string_view id) {
  QUORUM_TRY(auto statement,
             connection.prepare("SELECT id, question, status, request, idempotency_key, "
                                "created_ms, updated_ms FROM debate WHERE id = ?"));
  QUORUM_TRY(const bool is_found, statement.bind(id).step());
  return is_found ? std::optional(row_of(statement)) : std::nullopt;
}

Result<std::vector<DebateRow>> list_debates(Connection& connection, const DebateQuery& query) {
  if (!query.after.empty()) {
    QUORUM_TRY(const auto last, find_debate(connection, query.after));
    if (!last) return no_such_page();
  }
  QUORUM_TRY(auto statement,
             connection.prepare(
                 "SELECT id, question, status, request, idempotency_key, created_ms, updated_ms, "
                 "(SELECT data FROM debate_event WHERE debate = number AND seq = 1), "
                 // From the end, which is where a verdict stands.
                 "(SELECT data FROM debate_event WHERE debate = number AND name = 'verdict' "
                 "AND status = 'completed' ORDER BY seq DESC LIMIT 1) "
                 "FROM debate WHERE (?1 = '' OR (created_ms, id) < "
                 "(SELECT created_ms, id FROM debate WHERE id = ?1)) "
                 "AND (?2 = '' OR status = ?2) AND question LIKE ?3 ESCAPE '\\' "
                 "ORDER BY created_ms DESC, id DESC LIMIT ?4"));
  const auto pattern = pattern_of(query.text);
  statement.bind(query.after).bind(query.status).bind(pattern).bind(narrow(query.limit));
  std::vector<DebateRow> rows;
  while (true) {
    QUORUM_TRY(const bool has_row, statement.step());
    if (!has_row) return rows;
    rows.push_back(row_of(statement));
    rows.back().first_event = statement.text(7);
    rows.back().verdict = statement.text(8);
  }
}

Result<std::vector<LogEvent>> read_events(Connection& connection, std::string_view id,
                                          std::uint64_t after_seq, std::size_t limit) {
  QUORUM_TRY(const auto place, place_of(connection, id));
  QUORUM_TRY(auto statement,
             connection.prepare("SELECT seq, name, data, at_ms FROM debate_event "
                                "WHERE debate = ? AND seq > ? ORDER BY seq LIMIT ?"));
  statement.bind(place.number).bind(narrow(after_seq)).bind(narrow(limit));
  std::vector<LogEvent> events;
  while (true) {
    QUORUM_TRY(const bool has_row, statement.step());
    if (!has_row) return events;
    events.push_back({.seq = static_cast<std::uint64_t>(statement.integer(0)),
                      .name = statement.text(1),
                      .data = statement.text(2),
                      .at_ms = statement.integer(3)});
  }
}

Result<std::int64_t> number_of(Connection& connection, std::string_view id) {
  QUORUM_TRY(const auto place, place_of(connection, id));
  return place.number;
}

}  // namespace quorum::store::sqlite
