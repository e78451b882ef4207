#include "store/sqlite/access.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "store/sqlite/schema.hpp"

namespace quorum::store::sqlite {
namespace {

Result<> make_folder(const std::filesystem::path& path) {
  const auto folder = path.parent_path();
  std::error_code failure;
  if (folder.empty() || std::filesystem::exists(folder, failure)) return {};
  std::filesystem::create_directories(folder, failure);
  if (!failure) {
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  }
  if (!failure) return {};
  return Error{.code = Errc::unavailable,
               .message = fmt::format("The folder {} cannot be made: {}.", folder.string(),
                                      failure.message())};
}

}  // namespace

Result<std::unique_ptr<Access>> Access::open(const Config& config) {
  QUORUM_CHECK(make_folder(config.path));
  QUORUM_TRY(auto writing, Connection::open(config.path, Connection::Mode::read_write));
  auto prepared = writing.execute("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON");
  if (prepared) prepared = migrate(writing, config.path);
  if (!prepared) {
    auto error = std::move(prepared.error());
    if (!error.message.contains(config.path)) {
      error.message = fmt::format("The database {} cannot be used. {}", config.path, error.message);
    }
    return error;
  }
  QUORUM_TRY(auto reading, Connection::open(config.path, Connection::Mode::read_only));
  return std::unique_ptr<Access>(new Access(std::move(writing), std::move(reading), config));
}

Task<Result<>> Access::write(async::Loop& home, Writer::Job job) {
  const auto committed = std::make_shared<async::Reply<Result<>>>(home);
  async::Reply<Result<>>::Wait wait(home, committed);
  job.done = [committed](Result<> result) { committed->send(std::move(result)); };
  QUORUM_CO_CHECK(writer_.submit(std::move(job)));
  co_return co_await wait;
}

}  // namespace quorum::store::sqlite
