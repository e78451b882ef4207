#include "app/command/keys_command.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include "app/command/keys_arguments.hpp"
#include "app/command/logs_command.hpp"
#include "app/keyring.hpp"
#include "async/loop.hpp"
#include "core/random.hpp"
#include "core/sha256.hpp"
#include "core/try.hpp"
#include "govern/key_text.hpp"
#include "json/writer.hpp"
#include "store/journal/journal.hpp"
#include "store/sqlite/keys.hpp"
#include "terminal/text.hpp"

namespace quorum::app {
namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;

std::string_view state_of(const store::KeyRow& row, UnixMs now) {
  if (row.revoked_ms) return "revoked";
  return row.is_valid_at(now) ? "valid" : "expired";
}

std::string told(const std::optional<std::int64_t>& limit) {
  return limit ? std::to_string(*limit) : "-";
}

/// Minutes are enough for people.
std::string day_and_minute(UnixMs moment) {
  auto text = rfc3339(moment).substr(0, 16);
  text[10] = ' ';
  return text;
}

void write_limit(json::Writer& writer, std::string_view name,
                 const std::optional<std::int64_t>& value) {
  writer.key(name);
  value ? writer.number(*value) : writer.null();
}

void write_moment(json::Writer& writer, std::string_view name, const std::optional<UnixMs>& value) {
  writer.key(name);
  value ? writer.string(rfc3339(*value)) : writer.null();
}

void write_members(json::Writer& writer, const store::KeyRow& row, UnixMs now) {
  writer.key("id").string(row.id).key("name").string(row.name).key("hint").string(row.hint);
  writer.key("state").string(state_of(row, now));
  write_limit(writer, "rpm", row.requests_per_minute_max);
  write_limit(writer, "streams", row.streams_max);
  write_moment(writer, "created_at", row.created_ms);
  write_moment(writer, "expires_at", row.expires_ms);
  write_moment(writer, "revoked_at", row.revoked_ms);
}

store::UsageTotal use_of(std::string_view id, const KeyUsage& used) {
  const auto found = used.find(id);
  return found == used.end() ? store::UsageTotal{} : found->second;
}

void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// One action on the keys of one store. Outlives its own tasks.
class KeysCommand {
 public:
  KeysCommand(async::Loop& loop, store::Keys& keys, const store::RequestReader& requests,
              KeysArguments arguments)
      : loop_(loop), keys_(keys), requests_(requests), arguments_(std::move(arguments)) {}

  Task<Result<>> run() {
    switch (arguments_.action) {
      case KeysAction::create: return create();
      case KeysAction::revoke: return revoke();
      case KeysAction::clear: return clear();
      case KeysAction::list:
      case KeysAction::help: break;
    }
    return list();
  }

 private:
  Task<Result<>> create() {
    QUORUM_CO_TRY(const auto key, govern::make_key());
    store::KeyRow row{.name = arguments_.name,
                      .hash = hex(Sha256Machine().digest(key.reveal())),
                      .hint = key.hint(),
                      .requests_per_minute_max = arguments_.requests_per_minute_max,
                      .streams_max = arguments_.streams_max,
                      .created_ms = loop_.unix_ms(),
                      .expires_ms = arguments_.expires_ms};
    QUORUM_CO_TRY(row.id, make_key_id());
    auto copy = row;
    QUORUM_CO_CHECK(co_await keys_.add(loop_, std::move(copy)));
    if (arguments_.is_json) {
      std::string text;
      json::Writer writer(text);
      writer.object().key("key").string(key.reveal());
      write_members(writer, row, loop_.unix_ms());
      writer.end();
      say(text + "\n");
    } else {
      // The key alone, so that it can be taken as it is: `KEY=$(quorum keys create)`.
      say(fmt::format("{}\n", key.reveal()));
      fmt::print(
          stderr,
          "This is key {}. It is shown this once: only its hash is kept.\n"
          "Clients send it as `Authorization: Bearer`; the command line as QUORUM_API_KEY.\n",
          row.id);
    }
    co_return Result<>{};
  }

  Task<Result<>> list() {
    QUORUM_CO_TRY(const auto rows, co_await keys_.list(loop_));
    QUORUM_CO_TRY(const auto totals, requests_.totals());
    const auto used = usage_by_key(totals);
    const auto now = loop_.unix_ms();
    say(arguments_.is_json ? write_keys(rows, used, now) + "\n" : draw_keys(rows, used, now));
    co_return Result<>{};
  }

  Task<Result<>> revoke() {
    auto id = arguments_.id;
    QUORUM_CO_TRY(const bool is_done, co_await keys_.revoke(loop_, std::move(id), loop_.unix_ms()));
    if (!is_done) {
      co_return Error{.code = Errc::not_found,
                      .message =
                          "There is no such key that is not revoked yet; see `quorum keys "
                          "list`."};
    }
    say(fmt::format("revoked {}\n", terminal::clean(arguments_.id)));
    co_return Result<>{};
  }

  Task<Result<>> clear() {
    QUORUM_CO_TRY(const auto count, co_await keys_.clear(loop_, loop_.unix_ms()));
    say(fmt::format("forgot {} key(s): without keys this machine needs none\n", count));
    co_return Result<>{};
  }

  async::Loop& loop_;
  store::Keys& keys_;
  const store::RequestReader& requests_;
  KeysArguments arguments_;
};

Result<> act(const Config& config, KeysArguments arguments) {
  auto at = config;
  if (!arguments.data_dir.empty()) at.data_dir = arguments.data_dir;
  QUORUM_TRY(const auto loop, async::Loop::create());
  QUORUM_TRY(const auto keys, store::sqlite::open_keys({.path = database_path(at)}));
  const auto requests = store::journal::open_reader(requests_folder(at));
  KeysCommand command(*loop, *keys, *requests, std::move(arguments));
  return loop->run_until_done(command.run());
}

}  // namespace

Result<std::string> make_key_id() {
  constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr std::size_t kCount = 11;
  std::array<std::uint8_t, kCount> chance{};
  QUORUM_CHECK(fill_random(chance));
  std::string id = "key_";
  for (const auto byte : chance) id += kLetters[byte % kLetters.size()];
  return id;
}

KeyUsage usage_by_key(const std::vector<store::UsageTotal>& totals) {
  KeyUsage used;
  for (const auto& total : totals) used[total.key_id].add(total);
  return used;
}

std::string draw_keys(const std::vector<store::KeyRow>& rows, const KeyUsage& used, UnixMs now) {
  if (rows.empty()) {
    return "No key has been made: this machine needs none, and nobody else is let in.\n"
           "Say: quorum keys create\n";
  }
  constexpr std::string_view kRow =
      "{:<15}  {:<8}  {:>8}  {:>8}  {:<16}  {:<16}  {:>9}  {:>11}  {:>10}  {:<8}  {}\n";
  auto table = fmt::format(kRow, "ID", "STATE", "RPM", "STREAMS", "MADE", "EXPIRES", "REQUESTS",
                           "TOKENS", "COST $", "KEY", "NAME");
  for (const auto& row : rows) {
    const auto use = use_of(row.id, used);
    table += fmt::format(kRow, row.id, state_of(row, now), told(row.requests_per_minute_max),
                         told(row.streams_max), day_and_minute(row.created_ms),
                         row.expires_ms ? day_and_minute(*row.expires_ms) : "-", use.requests,
                         use.prompt + use.completion, fmt::format("{:.4f}", use.cost.usd()),
                         row.hint, terminal::clean(row.name));
  }
  return table;
}

std::string write_keys(const std::vector<store::KeyRow>& rows, const KeyUsage& used, UnixMs now) {
  std::string text;
  json::Writer writer(text);
  writer.object().key("data").array();
  for (const auto& row : rows) {
    const auto use = use_of(row.id, used);
    writer.object();
    write_members(writer, row, now);
    writer.key("usage").object().key("requests").number(use.requests);
    writer.key("prompt_tokens").number(use.prompt).key("completion_tokens").number(use.completion);
    writer.key("cost_usd").raw(use.cost.str()).end().end();
  }
  writer.end().end();
  return text;
}

int run_keys_command(const Config& config, const std::vector<std::string>& arguments) {
  auto read = read_keys_arguments(arguments, SystemClock().unix_ms());
  if (!read) {
    fmt::print(stderr, "quorum keys: {}\n\n{}", terminal::clean(read.error().message),
               keys_usage());
    return kMisused;
  }
  if (read->action == KeysAction::help) {
    say(keys_usage());
    return 0;
  }
  const auto done = act(config, std::move(*read));
  if (done) return 0;
  fmt::print(stderr, "quorum keys: {}\n", done.error().message);
  if (!done.error().detail.empty()) fmt::print(stderr, "{}\n", done.error().detail);
  return kFailed;
}

}  // namespace quorum::app
